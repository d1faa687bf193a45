"""The control chart of a measure, on its page and in its files."""

import csv
import io
from datetime import date

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.directions import Polarity
from qa_app.domain.measures import MeasureKind, MeasurePeriod, Unit
from qa_app.domain.periods import Month, Quarter
from qa_app.domain.roles import Role
from tests.factories import (
    a_measure,
    a_measure_definition,
    a_measure_value,
    a_person,
    a_service_area,
    a_stream,
    a_tool,
    a_tool_version,
    an_audit,
)

LAST = Quarter(2019, 4)
PUBLISHED = (1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1)


def add(session, values, *, last=LAST, **named):
    """A measure with these values, the last of them in the quarter, or month, given."""
    measure = a_measure(**named)
    session.add(measure)
    session.flush()
    periods = last.ending(len(values)) if values else ()
    session.add_all(
        a_measure_value(measure, period, str(value)) for period, value in zip(periods, values, strict=True)
    )
    session.commit()
    return measure


def facts(page) -> dict[str, str]:
    return {
        row.xpath("./dt")[0].text_content(): row.xpath("./dd")[0].text_content()
        for row in page.tree.xpath("//main//dl/div")
    }


def test_the_check_vector(get, sign_in, session):
    measure = add(session, PUBLISHED, unit=Unit.DAYS, decimals=1, polarity=Polarity.LOWER_IS_BETTER)
    sign_in(Role.VIEWER)

    page = get(f"/measures/{measure.id}/chart")

    assert facts(page) == {
        "Mean": "1.94",
        "Upper limit": "6.95",
        "Lower limit": "-3.06",
        "Better": "Lower is better",
    }
    assert page.rows[4] == ["Q3 2016-17", "10.0", "Concern: above the upper limit"]
    assert page.rows[5] == ["Q4 2016-17", "1.0", "Common cause"]
    assert "The latest point is no more than chance would give: common cause variation." in page.text
    assert "trial limits" not in page.text
    assert page.tree.xpath("//main//svg")


def test_the_reading_is_in_a_sentence(get, sign_in, session):
    measure = add(session, (50, 51, 50, 51, 50, 51, 50, 51, 50, 51, 50, 80))
    sign_in(Role.VIEWER)

    text = get(f"/measures/{measure.id}/chart").text

    assert (
        "The latest point is above the upper limit, which is more than chance would give: improvement."
        in text
    )


@pytest.mark.parametrize(("count", "trial"), [(6, True), (11, True), (12, False)])
def test_limits_of_few_points_are_called_trial(get, sign_in, session, count, trial):
    measure = add(session, range(50, 50 + count))
    sign_in(Role.VIEWER)

    assert ("these are trial limits" in get(f"/measures/{measure.id}/chart").text) is trial


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "A control chart needs 6 points, and there is none yet: 6 more are needed."),
        (1, "and there is a figure for 1 quarter that is over: 5 more are needed."),
        (5, "and there is a figure for 5 quarters that are over: 1 more is needed."),
    ],
)
def test_with_fewer_points_it_says_how_many_are_needed(get, sign_in, session, client, count, said):
    measure = add(session, range(count))
    sign_in(Role.VIEWER)

    page = get(f"/measures/{measure.id}/chart")

    assert said in page.text
    assert not page.tree.xpath("//main//svg")
    assert client.get(f"/measures/{measure.id}/chart/export/csv").status_code == 404


def test_limits_outside_0_to_100_are_drawn_at_the_end_and_said(get, sign_in, session):
    measure = add(session, (90, 100, 90, 100, 90, 100))
    sign_in(Role.VIEWER)

    page = get(f"/measures/{measure.id}/chart")

    assert facts(page)["Upper limit"] == "121.6%"
    assert "drawn at 100%" in page.tree.xpath("string(//main//svg)")
    assert "drawn at 0% or 100%" in page.text


def test_a_changed_definition_begins_another_chart(get, sign_in, session):
    measure = add(session, range(50, 60))
    measure.definitions.append(
        a_measure_definition(measure, number=2, holds_from=201904, is_break=True)
    )  # Q1 2019-20: four quarters since
    sign_in(Role.VIEWER)

    text = get(f"/measures/{measure.id}/chart").text

    assert "there is a figure for 4 quarters that are over since its definition changed: 2 more" in text


def test_months_can_be_put_together_to_quarters(get, sign_in, session):
    measure = add(session, range(50, 74), last=Month(2020, 3), measure_period=MeasurePeriod.SNAPSHOT)
    sign_in(Role.VIEWER)

    quarters = get(f"/measures/{measure.id}/chart")
    months = get(f"/measures/{measure.id}/chart?by=month&points=12")

    assert [row[0] for row in quarters.rows][-1] == "Q4 2019-20"  # how often it is said to be entered
    assert len(quarters.rows) == 8
    assert [row[0] for row in months.rows] == [str(month) for month in Month(2020, 3).ending(12)]
    options = months.tree.xpath("//select[@name='by']/option")
    assert [option.text_content() for option in options] == ["Months", "Quarters", "Years"]


def test_months_come_first_where_there_are_too_few_quarters(get, sign_in, session):
    measure = add(session, range(50, 57), last=Month(2020, 3))
    sign_in(Role.VIEWER)

    assert len(get(f"/measures/{measure.id}/chart").rows) == 7
    assert "a figure for 3 quarters that are over" in get(f"/measures/{measure.id}/chart?by=quarter").text


def test_what_makes_no_sense_in_the_address_is_left_out(get, sign_in, session):
    measure = add(session, range(30))
    sign_in(Role.VIEWER)

    assert len(get(f"/measures/{measure.id}/chart?by=week&points=7").rows) == 24


def test_values_that_depend_on_each_other_are_warned_of(get, sign_in, session):
    measure = add(session, range(50, 60), measure_period=MeasurePeriod.YEAR_TO_DATE)
    sign_in(Role.VIEWER)

    assert "Each value counts from April" in get(f"/measures/{measure.id}/chart").text


@pytest.fixture
def audited(session):
    """An audit measure with two audits in each of seven quarters, of which the last is not over yet."""
    version = a_tool_version(session, a_tool(standards=("smart",)))
    north, stream, auditor = a_service_area("North"), a_stream(), a_person(Role.AUDITOR)
    for quarter in Quarter.of(date.today()).ending(7):  # noqa: DTZ011  # in whatever zone
        for smart in (1, 2):
            session.add(
                an_audit(
                    version,
                    audit_date=quarter.first_day,
                    service_area=north,
                    stream=stream,
                    auditor=auditor,
                    judged={"overall": 2, "smart": smart},
                )
            )
    definition = AuditDefinition(Counts.MET, ("smart",))
    measure = a_measure(kind=MeasureKind.AUDIT, audit_definition=definition.as_json())
    session.add(measure)
    session.commit()
    return measure


def test_the_points_of_an_audit_measure_lead_to_their_audits(get, sign_in, audited):
    sign_in(Role.QA_LEAD)

    page = get(f"/measures/{audited.id}/chart")

    assert len(page.rows) == 6  # only quarters that are over
    links = page.tree.xpath("//main//table//td/a")
    assert len(links) == 6
    assert all("2 audits" in get(link.get("href")).text for link in links)
    assert len(page.tree.xpath("//main//svg//a")) == 6


def test_who_reads_no_case_text_gets_no_links(get, sign_in, audited):
    sign_in(Role.VIEWER)

    page = get(f"/measures/{audited.id}/chart")

    assert len(page.rows) == 6
    assert not page.tree.xpath("//main//table//a|//main//svg//a")


def exported(client, measure, extension, query="") -> bytes:
    response = client.get(f"/measures/{measure.id}/chart/export/{extension}{query}")
    assert response.status_code == 200
    assert f"control-chart-{measure.code}-" in response.headers["Content-Disposition"]
    return response.data


def test_as_rows(client, sign_in, session):
    measure = add(session, PUBLISHED, unit=Unit.DAYS, decimals=1)
    sign_in(Role.VIEWER)

    rows = list(csv.DictReader(io.StringIO(exported(client, measure, "csv").decode("utf-8-sig"))))

    assert len(rows) == 18
    assert rows[4]["period"] == "Q3 2016-17"
    assert (rows[4]["reading"], rows[4]["rule"]) == ("improvement", "above the upper limit")
    assert float(rows[4]["upper_limit"]) == pytest.approx(6.95, abs=0.005)
    assert rows[4]["limits"] == ""


def test_as_a_workbook_and_a_document(client, sign_in, session):
    measure = add(session, (50, 51, 50, 51, 50, 51, 50, 80), name="Visits on time")
    sign_in(Role.VIEWER)

    book = load_workbook(io.BytesIO(exported(client, measure, "xlsx")))
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    document = PdfReader(io.BytesIO(exported(client, measure, "pdf")))
    text = " ".join("".join(page.extract_text() for page in document.pages).split())

    for said in ("Control chart: Visits on time", "Improvement: above the upper limit"):
        assert any(said in cell for cell in cells)
        assert said in text
    assert "these are trial limits" in text
