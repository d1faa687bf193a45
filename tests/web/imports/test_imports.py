import io
import time
from datetime import UTC, datetime

import pytest
from lxml import html
from sqlalchemy import func, select

from qa_app.domain.roles import Role
from qa_app.features.imports import checking
from qa_app.models import Audit, ImportBatch, ImportKind, ImportStatus, Judgement, PublishedFigure
from qa_app.services.importing import receive_file
from tests.data_builders.audit_files import audits, csv_file, xlsx_file
from tests.data_builders.cheshire_east import PUBLISHED
from tests.factories import a_service_area, a_stream, a_tool, a_tool_version

AT = datetime(2026, 7, 14, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def council(session, sign_in):
    """A QA lead, one audit tool, one service area and one stream."""
    a_tool_version(session, a_tool("assessment", code="case-file", texts=("strengths",)))
    session.add_all([a_service_area("North"), a_stream("Monthly")])
    return sign_in(Role.QA_LEAD)


@pytest.fixture
def upload(send):
    def post(content: bytes, name: str, *, to: str = "audits", status: int = 200):
        return send(f"/imports/{to}", {to: (io.BytesIO(content), name)}, status=status)

    return post


def count(session, model) -> int:
    return session.scalar(select(func.count()).select_from(model))


def batch(session) -> ImportBatch:
    return session.scalars(select(ImportBatch).order_by(ImportBatch.id.desc())).first()


def test_audits_are_checked_shown_and_then_added(upload, send, session):
    rows = [{"moderator": "Sam", "overall moderated": "RI"}, {"strengths": "=1+1 🙂"}]
    page = upload(xlsx_file(audits(*rows)), "audits.xlsx")

    assert page.heading == "audits.xlsx is ready to be added"
    assert "2 rows checked, with no problems." in page.text
    assert "2 audits 5 judgements 1 moderation 2 people who cannot sign in" in page.text
    assert count(session, Audit) == 0

    page = send(f"/imports/{batch(session).id}/add")

    assert page.heading == "audits.xlsx was brought in"
    assert page.messages == ["Added: 2 audits, 5 judgements, 1 moderation, 2 people who cannot sign in."]
    assert (count(session, Audit), count(session, Judgement)) == (2, 5)
    assert batch(session).content is None


def test_problems_are_named_at_their_place_and_nothing_is_added(upload, get, send, client, session):
    page = upload(
        csv_file(audits({}, {"overall": "<b>Great</b>"}, {"audit date": "31/02/2016"})), "audits.csv"
    )

    assert page.heading == "audits.csv cannot be added yet"
    assert page.rows == [
        [
            "3",
            "overall",
            "<b>Great</b>",
            "Write one of these: Outstanding, Good, Requires Improvement, Inadequate",
        ],
        [
            "4",
            "audit date",
            "31/02/2016",
            "There is no such day: write the day, then the month, as 05/12/2016",
        ],
    ]
    assert "Add all of it" not in page.text

    send(f"/imports/{batch(session).id}/add")  # somebody who knows the address
    assert count(session, Audit) == 0
    answer = client.get(page.link("Download the problems as CSV"))
    assert answer.get_data().startswith(b"\xef\xbb\xbfRow,Column,Value,What to do\r\n3,overall,<b>Great</b>,")


def test_missing_areas_are_added_only_when_ticked(upload, send, session):
    page = upload(csv_file(audits({"service area": "West"}, {"service area": "West"})), "audits.csv")

    assert [row[:3] for row in page.rows] == [["2", "service area", "West"]]
    path = f"/imports/{batch(session).id}"

    page = send(f"{path}/check", {"add_missing": "y"})
    assert page.heading == "audits.csv is ready to be added"
    assert "1 service area" in page.text
    assert "New service areas (1) West" in page.text

    page = send(f"{path}/check")  # unticked
    assert page.heading == "audits.csv cannot be added yet"

    send(f"{path}/check", {"add_missing": "y"})
    send(f"{path}/add")
    assert count(session, Audit) == 2


@pytest.mark.parametrize(
    ("content", "name", "error"),
    [
        (b"", "audits.csv", "The file is empty."),
        (b"a,b\r\n", "audits.csv", "The file has headings but no rows below them."),
        (b"a,b\r\n", "audits.xlsx", "The name ends in .xlsx, but this is not an Excel workbook."),
        (b"%PDF-1.7 ...", "audits.xlsx", "This is a PDF document, whatever its name says."),
        (b"a,b\r\n", "audits.pdf", "Choose a CSV file (*.csv) or an Excel workbook (*.xlsx)."),
        (b"PK\x03\x04", "audits.xlsx", "This workbook is damaged."),
    ],
)
@pytest.mark.parametrize("to", ["audits", "history"])
def test_a_file_that_cannot_be_read_is_refused_at_its_field(upload, session, to, content, name, error):
    page = upload(content, name, to=to, status=422)

    assert page.errors[0].startswith(error)
    assert page.tree.xpath(f"//*[@id='{to}-error']")
    assert count(session, ImportBatch) == 0


@pytest.mark.parametrize("to", ["audits", "history"])
def test_no_file_chosen(send, to):
    page = send(f"/imports/{to}", status=422)

    assert page.errors == ["Choose a CSV file or an Excel workbook"]


def test_a_file_larger_than_the_limit(upload, app, monkeypatch):
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 1_000)

    page = upload(b"x" * 2_000, "audits.csv", status=413)

    assert page.heading == "The file is too large"
    assert "Split it into smaller files" in page.text


def test_the_same_file_again_shows_the_first(upload, send, session):
    upload(csv_file(audits({})), "audits.csv")
    send(f"/imports/{batch(session).id}/add")

    page = upload(csv_file(audits({})), "renamed.csv")

    assert page.heading == "audits.csv was brought in"
    assert page.messages == ["This very file was brought in before, so nothing was changed."]
    assert count(session, ImportBatch) == 1


def test_audits_that_are_all_here_already(upload, send, session):
    upload(csv_file(audits({})), "audits.csv")
    send(f"/imports/{batch(session).id}/add")

    page = upload(xlsx_file(audits({})), "audits.xlsx")

    assert page.heading == "audits.xlsx has nothing new"
    assert "All of it is here already, exactly so: 1 audit." in page.text
    assert "Add all of it" not in page.text


def test_adding_twice_adds_once(upload, send, session):
    upload(csv_file(audits({})), "audits.csv")
    send(f"/imports/{batch(session).id}/add")

    page = send(f"/imports/{batch(session).id}/add")

    assert page.messages == ["This file was added or abandoned meanwhile. Reload the page to see it."]
    assert count(session, Audit) == 1


def test_what_changed_since_the_check_is_checked_again(upload, send, session):
    upload(csv_file(audits({})), "audits.csv")
    first = batch(session).id
    upload(csv_file(audits({"overall": "RI"})), "other.csv")
    send(f"/imports/{batch(session).id}/add")

    page = send(f"/imports/{first}/add")

    assert page.heading == "audits.csv cannot be added yet"
    assert [row[:2] for row in page.rows] == [["2", "reference"]]
    assert count(session, Audit) == 1


def test_a_file_is_forgotten(upload, send, get, session):
    upload(csv_file(audits({})), "audits.csv")

    page = send(f"/imports/{batch(session).id}/abandon")

    assert page.rows[0][:4] == ["audits.csv", "Audits", "Abandoned", ""]
    assert (batch(session).content, batch(session).report) == (None, {})
    assert get(f"/imports/{batch(session).id}").heading == "audits.csv was not brought in"
    send(f"/imports/{batch(session).id}/check", status=409)


def test_a_long_file_is_checked_beside_the_page(upload, client, get, session, monkeypatch):
    monkeypatch.setattr("qa_app.features.imports.routes.READ_AT_ONCE", 0)
    upload(csv_file(audits(*[{}] * 1_200, {"overall": "Great"})), "audits.csv")
    path = f"/imports/{batch(session).id}"

    for _ in range(600):
        answer = client.get(f"{path}/progress").get_json()
        if not answer["waiting"]:
            break
        time.sleep(0.1)

    assert answer == {
        "waiting": False,
        "done": 1_201,
        "total": 1_201,
        "text": "1,201 of 1,201 rows checked",
    }
    page = get(path)
    assert page.heading == "audits.csv cannot be added yet"
    assert [row[0] for row in page.rows] == ["1202"]


def test_a_check_that_stood_still_can_be_started_again(get, send, session, council):
    content = csv_file(audits({}))
    stuck = receive_file(
        session, ImportKind.AUDITS, "audits.csv", content, options={"add_missing": True}, by=council, at=AT
    )
    stuck.rows_done, stuck.rows_total = 500, 1_000
    session.commit()

    page = get(f"/imports/{stuck.id}")
    assert page.heading == "Checking audits.csv"
    assert "500 of 1,000 rows checked" in page.text
    # Without scripts the page looks again by itself.
    head = html.document_fromstring(page.text_of_body).head
    assert 'http-equiv="refresh"' in html.tostring(head.xpath("//noscript")[0]).decode()

    form = page.form(f"/imports/{stuck.id}/check")
    assert form["add_missing"] == "y"  # the choice is kept
    assert send(f"/imports/{stuck.id}/check", form).heading == "audits.csv is ready to be added"


def test_a_check_that_fails_says_so(upload, get, session, monkeypatch):
    monkeypatch.setattr("qa_app.features.imports.routes.CHECKED_AT_ONCE", 0)
    monkeypatch.setattr("qa_app.features.imports.routes.check_beside", lambda batch_id, sheet: None)
    upload(csv_file(audits({})), "audits.csv")
    number = batch(session).id
    session.commit()
    monkeypatch.setattr(checking, "check_file", lambda *given, **named: 1 / 0)

    checking._check(session.get_bind(), number, None)

    page = get(f"/imports/{number}")
    assert page.heading == "audits.csv cannot be read"
    assert "The check was interrupted. Check the file again." in page.text


def test_published_tables_come_with_their_contradictions_and_can_be_removed(upload, send, get, session):
    page = upload(PUBLISHED.read_bytes(), PUBLISHED.name, to="history")

    assert page.heading == "cheshire_east_judgements.csv is ready to be added"
    assert "268 figures 13 tables 7 periods" in page.text
    assert "ChECS, Q3 2015-16: adds to 95%, not 100%." in page.text
    path = f"/imports/{batch(session).id}"

    send(f"{path}/add")
    assert count(session, PublishedFigure) == 268
    assert "cheshire_east_judgements.csv, 268 figures" in get("/imports").text

    page = get(f"{path}/remove")
    assert page.heading == "Remove cheshire_east_judgements.csv from the tables"
    page = send(f"{path}/remove", page.form())
    assert page.messages == ["The figures of cheshire_east_judgements.csv are no longer in the tables."]
    assert page.rows[0][:4] == ["cheshire_east_judgements.csv", "Published tables", "Removed", "268 figures"]
    assert count(session, PublishedFigure) == 0


def test_published_figures_that_differ_are_replaced_only_when_ticked(upload, send, session):
    upload(PUBLISHED.read_bytes(), PUBLISHED.name, to="history")
    send(f"/imports/{batch(session).id}/add")
    corrected = PUBLISHED.read_bytes().replace(b"2015-16 Q1,Good,21,,", b"2015-16 Q1,Good,22,,")

    page = upload(corrected, "corrected.csv", to="history")
    assert [row[2:] for row in page.rows] == [
        ["22%", "“cheshire_east_judgements.csv” has 21% here: correct it, or replace that file"]
    ]
    path = f"/imports/{batch(session).id}"

    page = send(f"{path}/check", {"replace": "y"})
    assert "What was loaded from cheshire_east_judgements.csv will be taken out of the tables" in page.text
    send(f"{path}/add")

    assert count(session, PublishedFigure) == 268
    assert session.scalars(select(ImportBatch.status).order_by(ImportBatch.id)).all() == [
        ImportStatus.REMOVED,
        ImportStatus.DONE,
    ]


def test_templates(get, client, upload):
    page = get("/imports")
    assert "Tool" in page.text

    workbook = client.get("/imports/template/case-file")
    plain = client.get("/imports/template/case-file?format=csv")

    assert workbook.headers["Content-Disposition"] == "attachment; filename=audits-case-file.xlsx"
    assert plain.headers["Content-Disposition"] == "attachment; filename=audits-case-file.csv"
    filled = plain.get_data().replace(b"EXAMPLE-1", b"A-1")
    assert [row[1] for row in upload(filled, "filled.csv").rows] == ["service area", "stream"]
    unfilled = upload(workbook.get_data(), "unfilled.xlsx")
    assert "This is the example of the template: remove it" in [row[3] for row in unfilled.rows]
    get("/imports/template/none", status=404)


@pytest.mark.parametrize("path", ["/imports/99", "/imports/99/progress", "/imports/99/remove"])
def test_a_file_that_is_not_there(get, path):
    get(path, status=404)
