"""What a program reads is what the page shows its owner."""

import csv
import io

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from sqlalchemy import select

from qa_app.domain.roles import Role
from qa_app.features.feeds.description import description
from qa_app.models import ServiceArea
from qa_app.services import feed_tokens
from tests.web.judgements.conftest import block_rows

CHOICE = "to=2016-17-Q3&periods=2"
DESCRIPTION = description(title="Testshire: feeds", version="1")


def rows_of(answer) -> list[dict]:
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()["rows"]


def test_judgements_are_those_of_the_page(make, read, get, sign_in, audits):
    sign_in(Role.VIEWER)

    rows = rows_of(read(f"/feeds/judgements.json?{CHOICE}", make()))

    good = {
        (row["group"], row["period"]): row
        for row in rows
        if row["grade"] == "Good" and row["period"] == "2016-17-Q3"
    }
    assert (good["North", "2016-17-Q3"]["count"], good["North", "2016-17-Q3"]["audited"]) == (2, 3)
    assert good["North", "2016-17-Q3"]["percent"] == pytest.approx(200 / 3)
    shown = block_rows(get(f"/judgements?{CHOICE}&layout=percent-and-count"), "North")
    assert "67%" in " ".join(shown["Good"])


def test_nothing_audited_is_null_and_says_why(make, read, sign_in, audits):
    sign_in(Role.VIEWER)

    rows = rows_of(read(f"/feeds/judgements.json?{CHOICE}", make()))

    empty = next(row for row in rows if row["group"] == "South" and row["period"] == "2016-17-Q2")
    assert (empty["audited"], empty["percent"], empty["percent_missing"]) == (0, None, "[z]")


def test_json_and_csv_say_the_same(make, read, client, sign_in, audits):
    sign_in(Role.VIEWER)
    token = make()

    rows = rows_of(read(f"/feeds/judgements.json?{CHOICE}", token))
    answer = read(f"/feeds/judgements.csv?{CHOICE}", token)
    lines = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))

    assert answer.headers["Content-Type"].startswith("text/csv")
    assert len(rows) == len(lines) > 0
    for row, line in zip(rows, lines, strict=True):
        for name, text in line.items():
            value = row.get(f"{name}_missing") or row[name]
            shown = "" if value is None else value
            assert (float(text) == pytest.approx(shown)) if isinstance(shown, float) else (text == str(shown))
    exported = client.get(f"/judgements/export/csv?{CHOICE}").get_data().decode("utf-8-sig")
    drawn = {"drawn_at": ""}
    assert [row | drawn for row in csv.DictReader(io.StringIO(exported))] == [row | drawn for row in lines]


def test_only_what_its_owner_sees(make, read, sign_in, audits, session):
    north = session.scalars(select(ServiceArea).where(ServiceArea.name == "North")).one()
    sign_in(Role.VIEWER, areas=[north])
    token = make()

    rows = rows_of(read(f"/feeds/judgements.json?{CHOICE}", token))

    assert "North" in {row["group"] for row in rows}
    assert "South" not in str(rows)
    assert read("/feeds/judgements.json?area=South", token).status_code == 422


def test_a_scorecard_line_by_line(make, read, sign_in, card):
    sign_in(Role.VIEWER)
    token = make()

    listed = rows_of(read("/feeds/scorecards.json", token))
    rows = rows_of(read(f"/feeds/scorecards/{card.id}.json?period=2016-17-Q3&periods=2", token))

    assert [(row["id"], row["title"], row["lines"]) for row in listed] == [(card.id, "Board scorecard", 3)]
    assert {(row["code"], row["period"], row["value"]) for row in rows} == {
        ("V1", "2016-17-Q2", 85), ("V1", "2016-17-Q3", 55),
        ("P1", "2016-17-Q2", 71), ("P1", "2016-17-Q3", 65),
        ("R1", "2016-17-Q2", 80), ("R1", "2016-17-Q3", 90),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("/feeds/judgements.json?to=soon", 422, "to"),
        ("/feeds/judgements.json?periods=many", 422, "periods"),
        ("/feeds/judgements.json?periods=4&periods=5", 422, "periods"),
        ("/feeds/judgements.csv?service_area=North", 422, "service_area"),
        ("/feeds/scorecards.json?page=2", 422, "page"),
        ("/feeds/scorecards/999.json", 404, None),
        ("/feeds/scorecards/99999999999999999999.json", 404, None),
    ],
)
def test_what_cannot_be_read_is_said_in_json(make, read, sign_in, session, path, status, field):
    sign_in(Role.VIEWER)

    answer = read(path, make())

    assert answer.status_code == status
    if status == 422:
        assert field in answer.get_json()["problems"]


def test_a_feed_answers_as_it_is_described(make, app, sign_in, monkeypatch, audits, card):
    monkeypatch.setattr(feed_tokens, "USES_A_MINUTE", 10**9)
    sign_in(Role.VIEWER)
    headers = {"Authorization": f"Bearer {make()}"}
    schema = schemathesis.openapi.from_dict(DESCRIPTION)
    schema.app = app
    few = settings(max_examples=15, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    asked = []

    def ask(case):
        asked.append(case)
        # No description can know which names and codes there are, so some that it allows are refused.
        case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

    for found in schema.get_all_operations():
        cases = found.ok().as_strategy()
        few(given(cases)(ask))()

    assert len(asked) >= 60


@pytest.mark.parametrize("query", ["area=%00", "of=over%00all", "%00=1"])
def test_a_character_that_no_text_has_is_refused(make, read, client, sign_in, query):
    sign_in(Role.VIEWER)

    assert read(f"/feeds/judgements.json?{query}", make()).status_code == 400
    assert client.get(f"/judgements?{query}").status_code == 400


def test_the_description_is_for_who_reads(get, client, sign_in, session):
    assert client.get("/feeds/openapi.json").status_code == 302
    sign_in(Role.VIEWER)

    answer = client.get("/feeds/openapi.json").get_json()
    assert set(answer["paths"]) == set(DESCRIPTION["paths"])
