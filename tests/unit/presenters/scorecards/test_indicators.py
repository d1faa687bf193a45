from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from qa_app.domain.charts import LevelKind, LineChart
from qa_app.domain.directions import Polarity
from qa_app.domain.measures import ComparatorKind, Frequency, Unit
from qa_app.domain.periods import Month, Year
from qa_app.domain.readings import NOTHING_TO_COUNT, Reading
from qa_app.domain.scorecard import Comment, Comparator, Scorecard
from qa_app.domain.scorecard_choice import Layout, Shown, StatusRule
from qa_app.domain.tables import Figure, Section
from qa_app.domain.targets import Target
from qa_app.presenters.scorecards import lay_out, workbook
from qa_app.presenters.scorecards.links import NoLinks
from tests.unit.presenters.scorecards.cards import (
    COUNCIL,
    DRAWN_AT,
    a_card,
    audited,
    facts,
    headings,
    held_against,
    of,
    read,
    tables,
    value,
)

MONTHLY: dict[str, Any] = {"frequency": Frequency.MONTH}
CONTACTS = facts(
    1,
    "Contacts received",
    code="C1",
    unit=Unit.NUMBER,
    polarity=Polarity.LOWER_IS_BETTER,
    description="Contacts in the month",
    guide="Looking to decrease",
    source="Case system",
    responsible_role="Head of Service",
    **MONTHLY,
)
ENQUIRIES = facts(2, "Section 47 enquiries", unit=Unit.RATE, decimals=1, polarity=Polarity.NEUTRAL, **MONTHLY)
REVIEWS = facts(3, "Reviews in time", **MONTHLY)
ENGLAND = Comparator(ComparatorKind.ENGLAND, Year(2012), Fraction("111.5"))


def herefordshire(**choice: Any) -> Scorecard:
    readings: dict[int, dict[str, Reading]] = {
        1: {
            "Jul 2014": value("500"),
            "Aug 2014": value("567"),
            "Aug 2013": value("441"),
            "Aug 2012": value("257"),
        },
        2: {"Aug 2014": of(475, 36_209, Unit.RATE)},
        3: {"Jul 2014": NOTHING_TO_COUNT, "Aug 2014": of(132, 139), "Aug 2013": of(13, 15)},
    }
    return a_card(
        {"Front door": [CONTACTS, ENQUIRIES], "Reviews": [REVIEWS]},
        readings,
        standards={
            1: held_against("Aug 2014", target=Target(Decimal(500), Decimal(500))),
            2: held_against(
                "Aug 2014", target=Target(Decimal(138), Decimal("168.6")), comparators=(ENGLAND,)
            ),
            3: held_against("Aug 2014", target=Target(Decimal(85), Decimal(85), Decimal(5))),
        },
        comments={(1, "2014-08"): Comment("Rising.", "", "Look at sources", "MASH lead", date(2014, 10, 1))},
        **{
            "layout": Layout.INDICATORS,
            "frequency": Frequency.MONTH,
            "last": Month(2014, 8),
            "periods": 3,
            "status_rule": StatusRule.TARGET,
        }
        | choice,
    )


def pages(**choice: Any) -> tuple[Section, ...]:
    return lay_out(herefordshire(**choice), author=COUNCIL, drawn_at=DRAWN_AT).sections


def test_every_indicator_has_a_page_of_its_own_and_a_place_in_the_contents() -> None:
    report = lay_out(herefordshire(), author=COUNCIL, drawn_at=DRAWN_AT)
    assert [section.heading for section in report.sections] == [
        "Contacts received",
        "Section 47 enquiries",
        "Reviews in time",
    ]
    assert all(section.page_break for section in report.sections)
    assert report.contents


def test_the_facts_of_an_indicator() -> None:
    assert pages()[0].facts == (
        ("Theme", "Front door"),
        ("Code", "C1"),
        ("Responsible", "Head of Service"),
        ("Description", "Contacts in the month"),
        ("Indicator guide", "Looking to decrease"),
        ("Source", "Case system"),
        ("Measure period", "Cumulative over the period"),
        ("Last update", "Aug 2014"),
        ("Current value, Aug 2014", "567"),
        ("Overall status", "× Red: off target"),
        ("Target", "500"),
        ("Direction of travel", "Since Aug 2013 ↑ up, worse: up 126 (up 29%). Since Jul 2014 ↑ up, worse"),
        ("Previous years", "441 in Aug 2013; 257 in Aug 2012"),
        ("Comments", "Rising."),
        ("Action", "Look at sources (MASH lead, by 1 October 2014)"),
    )


def test_a_rate_is_said_with_the_count_it_comes_from_and_a_range_as_one() -> None:
    said = dict(pages()[1].facts)
    assert said["Current value, Aug 2014"] == "475"
    assert said["Rate per 10,000 children"] == "131.2 per 10,000 children (475 of 36,209)"
    assert said["Target"] == "138 to 168.6"
    assert said["Overall status"] == "× Red: off target"
    assert said["England"] == "111.5, in 2012-13"
    assert said["Previous years"] == "Not known in Aug 2013; Not known in Aug 2012"
    assert said["Direction of travel"] == "Since Aug 2013 N/A. Since Jul 2014 N/A"


def test_a_percentage_is_said_with_its_counts() -> None:
    said = dict(pages()[2].facts)
    assert said["Current value, Aug 2014"] == "95% (132 of 139)"
    assert said["Previous years"] == "87% (13 of 15) in Aug 2013; Not known in Aug 2012"
    assert said["Target"] == "85%, tolerance 5 points"
    # 86.67 to 94.96 is 8.3 points; the rounded figures differ by 8 as well
    since_last_year = "Since Aug 2013 ↑ up, better; could be chance: up 8 points"
    assert said["Direction of travel"] == f"{since_last_year}. Since Jul 2014 N/A"


def test_the_previous_values_with_what_they_were_counted_from() -> None:
    table = pages()[2].table
    assert table is not None
    assert headings(table) == ["Period", "Jun 2014", "Jul 2014", "Aug 2014"]
    assert read(table) == [
        ["Value", "[x]", "N/A", "95%"],
        ["Counted", "[x]", "N/A", "132"],
        ["Of", "[x]", "N/A", "139"],
        ["Status", "[x]", "N/A", "✓ Green: on target"],
    ]
    without_counts = pages()[0].table
    assert without_counts is not None
    assert [row[0] for row in read(without_counts)] == ["Value", "Status"]


def test_more_periods_than_fit_side_by_side_stand_below_one_another() -> None:
    table = pages(periods=9)[2].table
    assert table is not None
    assert headings(table) == ["Period", "Value", "Counted", "Of", "Status"]
    assert read(table)[-2:] == [
        ["Jul 2014", "N/A", "N/A", "N/A", "N/A"],
        ["Aug 2014", "95%", "132", "139", "✓ Green: on target"],
    ]


def test_the_chart_shows_the_periods_the_target_and_the_comparators() -> None:
    chart = pages()[1].chart
    assert isinstance(chart, LineChart)
    assert (chart.title, chart.unit) == (
        "Section 47 enquiries, Jun 2014 to Aug 2014",
        "Rate per 10,000 children",
    )
    assert chart.description == (
        "131.2 in Aug 2014, the only period that a figure is given for. The same figures stand in the"
        " table with this chart."
    )
    assert [(point.label, point.caption, point.value is None) for point in chart.points] == [
        ("Jun 2014", "", True),
        ("Jul 2014", "", True),
        ("Aug 2014", "131.2", False),
    ]
    target, england = chart.levels
    assert (target.kind, target.value, target.up_to, target.label) == (
        LevelKind.TARGET,
        138,
        Fraction("168.6"),
        "Target 138 to 168.6",
    )
    assert (england.kind, england.label) == (LevelKind.COMPARATOR, "England 111.5, in 2012-13")


def test_a_line_begins_anew_where_the_definition_changed() -> None:
    readings = {1: {"Jul 2014": value("500"), "Aug 2014": value("567", is_break=True)}}
    card = a_card(
        {"Front door": [CONTACTS]},
        readings,
        layout=Layout.INDICATORS,
        frequency=Frequency.MONTH,
        last=Month(2014, 8),
    )
    chart = lay_out(card, author=COUNCIL, drawn_at=DRAWN_AT).sections[0].chart
    assert isinstance(chart, LineChart)
    assert [point.starts_anew for point in chart.points] == [False, False, True]


class AuditLinks(NoLinks):
    def audits(self, measure: object, period: object, *, counted: bool) -> str:  # type: ignore[override]
        return f"/audits/{period}/{'counted' if counted else 'cohort'}"


def test_a_count_leads_to_exactly_the_audits_that_it_counts() -> None:
    smart = audited(22, "Plans are SMART")
    card = a_card({"We act": [smart]}, {22: {"Q3 2016-17": of(4, 9)}}, layout=Layout.INDICATORS, periods=2)
    section = lay_out(card, author=COUNCIL, drawn_at=DRAWN_AT, links=AuditLinks()).sections[0]
    assert section.table is not None
    unknown, known = zip(*(row[1:] for row in section.table.rows), strict=True)
    assert [cell.href for cell in known if isinstance(cell, Figure)] == [
        "/audits/Q3 2016-17/cohort",
        "/audits/Q3 2016-17/counted",
        "/audits/Q3 2016-17/cohort",
    ]
    assert not any(isinstance(cell, Figure) and cell.href for cell in unknown)


def test_the_one_table_has_the_years_before_beside_the_periods() -> None:
    main = tables(workbook(herefordshire(), author=COUNCIL, drawn_at=DRAWN_AT))[0]
    contacts = dict(zip(headings(main), read(main)[0], strict=True))
    assert contacts == {
        "Theme": "Front door",
        "No.": "1",
        "Indicator": "Contacts received",
        "Responsible": "Head of Service",
        "Description": "Contacts in the month",
        "Indicator guide": "Looking to decrease",
        "Measure period": "Cumulative over the period",
        "Jun 2014": "[x]",
        "Jul 2014": "500",
        "Aug 2014": "567",
        "Status": "× Red: off target",
        "Target": "500",
        "Direction since Aug 2013": "↑ up, worse",
        "Value in Aug 2013": "441",
        "Value in Aug 2012": "257",
        "England, 2012-13": "[x]",
        "Comments": "Rising.",
        "Action": "Look at sources (MASH lead, by 1 October 2014)",
        "Code": "C1",
        "Kind of measure": "Activity",
    }


def test_what_was_not_chosen_is_not_said() -> None:
    names = {name for name, _ in pages(columns=(Shown.TARGET,))[0].facts}
    assert "Target" in names
    assert not {"Comments", "Action", "Overall status", "Direction of travel"} & names
    chart = pages(columns=())[1].chart
    assert isinstance(chart, LineChart)
    assert chart.levels == ()


def test_a_scorecard_without_indicators_says_so() -> None:
    report = lay_out(a_card({}, {}, layout=Layout.INDICATORS), author=COUNCIL, drawn_at=DRAWN_AT)
    assert report.sections[0].paragraphs == ("No measure stands here yet.",)


def test_a_break_before_the_periods_shown_forbids_comparing_with_last_year() -> None:
    readings = {
        "Q3 2015-16": value("50"),
        "Q1 2016-17": value("60", is_break=True),
        "Q2 2016-17": value("70"),
        "Q3 2016-17": value("80"),
    }
    card = a_card({"Plans": [facts(1, "Plans")]}, {1: readings}, layout=Layout.INDICATORS, periods=2)

    (page,) = lay_out(card, author=COUNCIL, drawn_at=DRAWN_AT).sections

    assert "Since Q3 2015-16 not comparable" in dict(page.facts)["Direction of travel"]
