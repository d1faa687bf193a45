"""The judgement tables for the public: exported, published, and compared later."""

import csv
import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from qa_app.cli import cli
from qa_app.domain.roles import Role
from tests.factories import a_service_area, a_stream, a_tool, a_tool_version, an_audit

CHOICE = "to=2016-17-Q3&periods=2&layout=percent-and-count"


@pytest.fixture
def council(session):
    """Three audits in Little, and enough of every grade in North and South; Q3 2016-17."""
    version, stream = a_tool_version(session, a_tool("assessment")), a_stream("Monthly")
    little, north, south = (a_service_area(name) for name in ("Little", "North", "South"))

    def add(area, grades, **named):
        session.add_all(
            an_audit(
                version,
                service_area=area,
                stream=stream,
                audit_date=date(2016, 11, 5),
                judged={"overall": grade},
                **named,
            )
            for grade in grades
        )
        session.commit()

    add(little, [2, 2, 4])
    add(north, [1] * 7 + [2] * 9 + [3] * 8 + [4] * 6)
    add(south, [1] * 10 + [2] * 20 + [3] * 13 + [4] * 11)
    return add, north


@pytest.fixture
def exported(client, sign_in, council):
    sign_in(Role.VIEWER)

    def fetch(extension, choice=CHOICE):
        answer = client.get(f"/judgements/export/{extension}?{choice}&profile=public")
        assert answer.status_code == 200
        assert "-final-public-" in answer.headers["Content-Disposition"]
        return answer.get_data()

    return fetch


def test_of_the_small_area_nothing_is_in_any_file(exported):
    rows = list(csv.DictReader(io.StringIO(exported("csv").decode("utf-8-sig"))))
    little = [row for row in rows if (row["group"], row["period"]) == ("Little", "2016-17-Q3")]
    assert {row[what] for row in little for what in ("count", "audited", "percent")} == {"[c]"}
    assert {row["direction"] for row in little} == {"[c]"}

    book = openpyxl.load_workbook(io.BytesIO(exported("xlsx")))
    for sheet in ("Percentages", "Counts"):
        found = [row[3] for row in book[sheet].iter_rows(values_only=True) if row[0] == "Little"]
        assert set(found) == {"[c]"}

    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(exported("pdf"))).pages)
    assert "67%" not in text  # two of three
    assert "of 3 audited" not in text


def test_no_count_from_one_to_five_is_in_the_csv(exported):
    rows = list(csv.DictReader(io.StringIO(exported("csv").decode("utf-8-sig"))))
    numbers = [int(row[what]) for row in rows for what in ("count", "audited") if row[what] != "[c]"]

    assert numbers
    assert [number for number in numbers if 0 < number < 6] == []


def test_the_command_suppresses_too(app, council, session, tmp_path, monkeypatch, database_url):
    session.commit()
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SECRET_KEY", "a secret of the tests, longer than thirty-two characters")
    output = tmp_path / "tables.csv"
    words = [
        "export",
        "judgements",
        "--to",
        "2016-17-Q3",
        "--periods",
        "1",
        "--public",
        "--output",
        str(output),
    ]

    result = CliRunner().invoke(cli, words)

    assert result.exit_code == 0, result.output
    assert "[c]" in output.read_text("utf-8-sig")


def test_a_profile_that_there_is_not(get, sign_in, council):
    sign_in(Role.VIEWER)

    page = get("/judgements/export/csv?to=2016-17-Q3&profile=press", status=422)

    assert "“press” cannot be chosen here; choose from internal, public" in page.text


def test_tables_are_published_and_say_what_has_changed_since(get, send, sign_in, council):
    add, north = council
    sign_in(Role.QA_LEAD)
    address = get(f"/judgements?{CHOICE}").link("Publish these tables")
    page = send(address, {"seen": get(address).form(address.replace("&amp;", "&"))["seen"]})
    assert "No figure has changed since publication." in page.text
    published = page.link("PDF to print").rpartition("/export")[0]

    now = datetime.now(UTC)
    add(north, [1], created_at=now, submitted_at=now)
    page = get(published)

    # One audit more: every share of the North and of all, and how many were audited in both.
    changed = {row[0]: row for row in page.rows if len(row) == 5}
    assert {"North, Q3 2016-17: Audited", "All service areas, Q3 2016-17: Outstanding"} <= set(changed)
    assert changed["North, Q3 2016-17: Audited"][2:4] == ["30", "31"]
    assert changed["North, Q3 2016-17: Audited"][4].startswith("1 audit was finished since")
    assert not any(name.startswith(("South", "Little")) for name in changed)
    assert "have changed since publication." in page.text


def test_a_quarter_under_way_is_not_published(get, sign_in, council):
    sign_in(Role.QA_LEAD)

    assert "is not over: publish it after" in get("/judgements/publish", status=422).text


def test_a_viewer_is_offered_the_files_and_not_to_publish(get, sign_in, council):
    sign_in(Role.VIEWER)

    links = get(f"/judgements?{CHOICE}").links

    assert "Published tables" in links
    assert "Publish these tables" not in links


def test_who_sees_some_areas_takes_no_file_for_the_public(get, client, sign_in, council):
    """Set against the council's, theirs would tell what both of them suppress."""
    _, north = council
    sign_in(Role.VIEWER, areas=[north])

    page = get(f"/judgements?{CHOICE}")
    answer = client.get(f"/judgements/export/csv?{CHOICE}&profile=public")

    assert "For the public" not in page.text
    assert answer.status_code == 403
    assert "only who sees all of it" in answer.get_data(as_text=True)


def test_tables_of_a_quarter_that_is_not_over_are_not_offered_to_be_published(get, sign_in, council):
    sign_in(Role.QA_LEAD)

    assert "Publish these tables" not in get("/judgements").text
    assert "Publish these tables" in get(f"/judgements?{CHOICE}").text
