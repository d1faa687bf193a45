from datetime import date
from fractions import Fraction
from typing import Any

from qa_app.domain.directions import Polarity
from qa_app.domain.measures import ComparatorKind, Frequency, MeasurePeriod, Unit
from qa_app.domain.periods import Month, Year
from qa_app.domain.readings import Reading
from qa_app.domain.scorecard import Comment, Comparator, Scorecard
from qa_app.domain.scorecard_choice import Layout, StatusRule
from qa_app.presenters.scorecards import csv_table, lay_out
from tests.unit.presenters.scorecards.cards import (
    COUNCIL,
    DRAWN_AT,
    a_card,
    facts,
    headings,
    held_against,
    read,
    tables,
    value,
)

MONTHLY: dict[str, Any] = {"frequency": Frequency.MONTH, "measure_period": MeasurePeriod.ROLLING}
CONTACTS = facts(1, "MASH contact starts", unit=Unit.NUMBER, polarity=Polarity.NEUTRAL, **MONTHLY)
REFERRALS = facts(
    2, "Referral starts", unit=Unit.RATE, decimals=1, polarity=Polarity.LOWER_IS_BETTER, **MONTHLY
)
IN_TIME = facts(3, "Assessments within 45 working days", decimals=1, **MONTHLY)
SICKNESS = facts(4, "Sickness absence", unit=Unit.DAYS, decimals=2, **MONTHLY)
NEIGHBOURS = Comparator(ComparatorKind.STATISTICAL_NEIGHBOURS, Year(2021), Fraction("579.3"))


def board(**choice: Any) -> Scorecard:
    readings: dict[int, dict[str, Reading]] = {
        1: {"Jun 2023": value("14014"), "Jul 2023": value("14213")},
        2: {"Jun 2023": value("728.9"), "Jul 2023": value("703.9")},
        3: {"May 2023": value("70"), "Jun 2023": value("68.2"), "Jul 2023": value("66.5")},
        4: {"Jul 2023": value("7.74")},
    }
    return a_card(
        {"Demand": [CONTACTS, REFERRALS], "Timeliness": [IN_TIME], "Management": [SICKNESS]},
        readings,
        standards={2: held_against(comparators=(NEIGHBOURS,))},
        comments={
            (1, "2023-07"): Comment("More contacts.", status=2),
            (2, "2023-07"): Comment(
                "Fewer referrals.", "", "Review thresholds", "MASH lead", date(2023, 9, 30), status=3
            ),
            (2, "2023-06"): Comment("Last month's.", status=1),
        },
        **{
            "layout": Layout.BOARD,
            "frequency": Frequency.MONTH,
            "last": Month(2023, 7),
            "periods": 4,
            "status_rule": StatusRule.SET_BY_A_PERSON,
        }
        | choice,
    )


def test_a_table_of_every_section_with_the_previous_and_the_current_period() -> None:
    report = lay_out(board(), author=COUNCIL, drawn_at=DRAWN_AT)
    assert [section.heading for section in report.sections] == ["Demand", "Timeliness", "Management"]
    for table in tables(report):
        assert headings(table) == [
            "Metric",
            "Status",
            "Jun 2023",
            "Jul 2023",
            "Statistical neighbours, 2021-22",
            "Direction since Jun 2023",
            "Comment",
            "Action",
        ]
        assert [column.heading for column in table.columns if column.is_heading] == ["Metric"]
    assert [row for table in tables(report) for row in read(table)] == [
        [
            "MASH contact starts",
            "▲ 2 Needs attention",
            "14,014",
            "14,213",
            "[x]",
            "↑ up",  # neither way is good
            "More contacts.",
            "",
        ],
        [
            "Referral starts",
            "× 3 Of concern",
            "728.9",
            "703.9",
            "579.3",
            "↓ down, better",
            "Fewer referrals.",
            "Review thresholds (MASH lead, by 30 September 2023)",
        ],
        [
            "Assessments within 45 working days",
            "[x]",  # nobody has set it yet
            "68.2%",
            "66.5%",
            "[x]",
            "↓ down, worse",
            "",
            "",
        ],
        ["Sickness absence", "[x]", "[x]", "7.74", "[x]", "N/A", "", ""],
    ]


def test_in_one_table_the_section_stands_first() -> None:
    table = csv_table(board(), drawn_at=DRAWN_AT)
    assert headings(table)[:3] == ["Section", "Metric", "Status"]
    assert [row[0] for row in read(table)] == ["Demand", "Demand", "Timeliness", "Management"]


def test_the_words_for_one_two_and_three_are_in_the_facts() -> None:
    report = lay_out(board(status_words=("Fine", "Watch", "Act")), author=COUNCIL, drawn_at=DRAWN_AT)
    assert dict(report.facts)["Status"] == "Set by a person: 1 Fine, 2 Watch, 3 Act"
    assert read(tables(report)[0])[1][1] == "× 3 Act"


def test_a_single_period_has_no_previous_one() -> None:
    table, *_ = tables(lay_out(board(periods=1), author=COUNCIL, drawn_at=DRAWN_AT))
    assert [heading for heading in headings(table) if "2023" in heading] == [
        "Jul 2023",
        "Direction since Jun 2023",
    ]


def test_a_board_without_measures_says_so() -> None:
    report = lay_out(a_card({}, {}, layout=Layout.BOARD), author=COUNCIL, drawn_at=DRAWN_AT)
    assert report.sections[0].paragraphs == ("No measure stands here yet.",)
