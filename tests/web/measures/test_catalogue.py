"""The list of measures, its files, and one measure to read."""

import csv
import io
from datetime import UTC, datetime

import openpyxl
import pytest
from pypdf import PdfReader

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.directions import Polarity
from qa_app.domain.measures import ComparatorKind, MeasureKind, Printed, Unit
from qa_app.domain.roles import Role
from tests.factories import (
    a_comparator,
    a_measure,
    a_measure_definition,
    a_person,
    a_target,
    a_threshold,
)


@pytest.fixture
def viewer(sign_in):
    return sign_in(Role.VIEWER)


def names(page):
    return [row[0] for row in page.rows]


def test_shows_the_measures_in_use_by_outcome(get, session, viewer):
    session.add_all(
        [
            a_measure("Referrals", code="referrals", outcome="Safe", responsible_role="Head of Service"),
            a_measure("Health checks", code="health", outcome="Healthy", collected=Printed.VARIANT),
            a_measure("Assessments", code="assessments", outcome="Safe", kind=MeasureKind.AUDIT),
            a_measure("Old contacts", active=False),
        ]
    )

    page = get("/measures")

    assert page.heading == "Measures"
    assert page.rows == [
        [
            "Referrals referrals",
            "Safe",
            "Activity",
            "Percent",
            "Yes",
            "Not known",
            "Not known",
            "Head of Service",
        ],
        [
            "Assessments Audit measure assessments",
            *("Safe", "Audit", "Percent", "Yes", "Not known", "Not known", ""),
        ],
        [
            "Health checks health",
            *("Healthy", "Activity", "Percent", "A variant of it", "Not known", "Not known", ""),
        ],
    ]
    assert "3 measures" in page.text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("text=REFER", ["Referrals"]),
        ("text=in-need", ["Plans"]),  # the code
        ("text=within+a+day", ["Referrals"]),  # the description
        ("text=100%25", []),  # a sign that means anything to the database
        ("kind=impact", ["Plans"]),
        ("outcome=Healthy", ["Checks"]),
        ("unit=days", ["Plans"]),
        ("collected=%3F", ["Checks"]),
        ("collected=blank", ["Plans"]),
        ("responsible=virtual", ["Checks"]),
        ("responsible=ada", ["Referrals"]),
        ("library=wirral", ["Plans"]),
        ("in_use=no", ["Stopped"]),
        ("in_use=any", ["Referrals", "Plans", "Checks", "Stopped"]),
        ("kind=nonsense&unit=nonsense&collected=nonsense&in_use=nonsense", ["Referrals", "Plans", "Checks"]),
        ("kind=impact&unit=percent", []),
    ],
)
def test_can_be_searched_and_narrowed_down(get, session, viewer, query, expected):
    session.add_all(
        [
            a_measure(
                "Referrals", description="Decided within a day", responsible=a_person(name="Ada Example")
            ),
            a_measure(
                "Plans",
                code="children-in-need",
                kind=MeasureKind.IMPACT,
                unit=Unit.DAYS,
                collected=Printed.BLANK,
                library="wirral/10",
            ),
            a_measure(
                "Checks", outcome="Healthy", collected=Printed.UNKNOWN, responsible_role="Virtual head"
            ),
            a_measure("Stopped", active=False, library="wirral-and-others/1"),
        ]
    )

    page = get(f"/measures?{query}")

    found = [name.split()[0] for name in names(page)]
    assert sorted(found) == sorted(expected)


def test_a_long_catalogue_has_pages(get, session, viewer):
    session.add_all([a_measure(f"Number {number:02}") for number in range(1, 52)])

    first = get("/measures")
    second = get(first.link("Next page"))

    assert "1 to 50 of 51 measures" in first.text
    assert [name.split(" measure")[0] for name in names(second)] == ["Number 51"]


def test_a_measure_shows_all_that_is_set_of_it(get, session, viewer):
    measure = a_measure(
        "Repeat referrals",
        code="repeat",
        description="Of children referred again\nwithin a year",
        outcome="Safe",
        objective="Help early",
        kind=MeasureKind.IMPACT,
        unit=Unit.RATE,
        decimals=1,
        polarity=Polarity.LOWER_IS_BETTER,
        responsible=a_person(name="Ada Example"),
        responsible_role="Head of Service",
        source="Liquidlogic",
        guide="Looking to fall",
        carries_target=Printed.NO,
        library="wirral/4",
    )
    session.add(measure)
    session.flush()
    session.add_all(
        [
            a_threshold(measure, "21-25", "11-20", "0-10"),
            a_threshold(measure, "", "", "", holds_from=201704),
            a_target(measure, "138", "168.6", tolerance="5", holds_from=201610),
            a_comparator(measure, ComparatorKind.STATISTICAL_NEIGHBOURS, starting_year=2015, value="62.50"),
        ]
    )

    page = get(f"/measures/{measure.id}")

    for shown in (
        "Of children referred again within a year", "Help early", "Impact",
        "Rate per 10,000 children, shown with 1 decimal", "Lower is better",
        "Snapshot at the end of the period", "Every quarter", "Liquidlogic", "Ada Example, Head of Service",
        "Looking to fall", "Wirral: core indicators, line 4", "Carries a targetNo",
    ):  # fmt: skip
        assert shown in page.text
    assert page.rows == [
        ["Apr 2017", "None from then on", "", ""],
        ["The beginning", "21-25", "11-20", "0-10"],
        ["Oct 2016", "138 to 168.6, tolerance 5"],
        ["2015-16", "Statistical neighbours", "62.5", ""],
        [
            *("1", "The beginning", "The first"),
            "Description: Of children referred again within a year Unit: Rate per 10,000 children"
            " Measure period: Snapshot at the end of the period",
            *("", "A command on the server, 1 April 2016"),
        ],
    ]
    assert "Change" not in page.links


def test_marks_a_definition_that_breaks_the_series(get, session, viewer):
    measure = a_measure("Contacts", description="All contacts")
    measure.description = "Contacts that led to a referral"
    measure.definitions += [
        a_measure_definition(measure, number=2, holds_from=201704, is_break=True, reason="The law changed"),
    ]
    measure.unit = Unit.NUMBER
    measure.definitions += [a_measure_definition(measure, number=3, holds_from=201704)]
    session.add(measure)
    session.flush()

    newest, older, _ = get(f"/measures/{measure.id}").rows

    assert newest[:4] == ["3", "Apr 2017", "Comparable", "Unit: Number"]
    assert older[:5] == [
        *("2", "Apr 2017", "Break", "Description: Contacts that led to a referral", "The law changed"),
    ]


def test_there_is_no_page_of_a_measure_that_is_not_there(get, viewer):
    assert get("/measures/999999", status=404).heading == "Page not found"


@pytest.fixture
def catalogue(session):
    session.add_all(
        [
            a_measure(
                "Referrals", code="referrals", outcome="Safe", collected=Printed.UNKNOWN, objective="Help"
            ),
            a_measure("=Checks", code="checks", outcome="Healthy", carries_direction=Printed.VARIANT),
            a_measure("Stopped", active=False),
        ]
    )


def test_the_list_is_taken_away_as_rows(client, session, viewer, catalogue):
    answer = client.get("/measures/export/csv")

    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [(row["code"], row["outcome"], row["existing"], row["direction_of_travel"]) for row in rows] == [
        ("referrals", "Safe", "?", "?"),
        ("checks", "Healthy", "Y", "Variant"),
    ]
    assert rows[1]["measure"] != "=Checks"  # no formula
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=measures-")


def test_the_list_is_taken_away_as_a_workbook(client, session, viewer, catalogue):
    answer = client.get("/measures/export/xlsx?text=referr")

    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    cells = [str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert "Referrals" in cells
    assert "=Checks" not in cells
    assert any("Containing: referr" in cell for cell in cells)


def test_the_list_is_taken_away_to_print(client, session, viewer, catalogue):
    answer = client.get("/measures/export/pdf")

    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    assert "Catalogue of measures" in text
    assert "All measures in use" in text
    assert "Referrals" in text
    assert f"{datetime.now(UTC).year}" in text


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.MODERATOR, Role.VIEWER])
def test_who_only_reads_is_offered_no_change(get, session, sign_in, role):
    measure = a_measure()
    session.add(measure)
    session.flush()
    sign_in(role)

    assert "Add a measure" not in get("/measures").links
    assert not get(f"/measures/{measure.id}").tree.xpath("//main//form")
    assert not get("/measures/libraries/wirral").tree.xpath("//main//input[@name='line']")
    get("/measures/new", status=403)


@pytest.mark.parametrize(
    ("kind", "offered"),
    [
        (MeasureKind.ACTIVITY, ["Its values", "Control chart"]),
        (MeasureKind.AUDIT, ["The audits of every period", "Control chart", "Change what it counts"]),
    ],
)
def test_a_measure_leads_to_its_figures(get, session, sign_in, kind, offered):
    counted = AuditDefinition(Counts.AUDITS).as_json() if kind is MeasureKind.AUDIT else None
    measure = a_measure(kind=kind, unit=Unit.NUMBER, audit_definition=counted)
    session.add(measure)
    session.commit()
    sign_in(Role.QA_LEAD)

    page = get(f"/measures/{measure.id}")

    assert [link for link in page.links if link in ("Its values", *offered)] == offered
    for link in offered[:2]:
        assert measure.name in get(page.link(link)).text


def test_values_are_entered_from_the_catalogue(get, sign_in):
    sign_in(Role.QA_LEAD)
    page = get("/measures")

    assert get(page.link("Add an audit measure")).heading == "Define an audit measure"
    assert get(page.link("Enter values")).heading
