from datetime import date
from fractions import Fraction
from typing import Any

from qa_app.domain.directions import Polarity
from qa_app.domain.measures import ComparatorKind, Unit, ValueStatus
from qa_app.domain.periods import Year
from qa_app.domain.readings import NOTHING_TO_COUNT
from qa_app.domain.scorecard import Comment, Comparator, MeasureFacts, Scorecard
from qa_app.domain.scorecard_choice import Against, Shown
from qa_app.domain.statuses import Tone
from qa_app.domain.tables import Figure
from qa_app.presenters.scorecards import lay_out
from tests.unit.presenters.scorecards.cards import (
    COUNCIL,
    DRAWN_AT,
    a_card,
    audited,
    bands,
    facts,
    headings,
    held_against,
    of,
    read,
    tables,
    value,
)

SMART = audited(22, "Plans are SMART")
LONG_ON_A_PLAN = facts(
    21, "On a plan for more than 15 months", unit=Unit.NUMBER, polarity=Polarity.LOWER_IS_BETTER
)
SCREENED = audited(15, "Completion of screening tools")
SHARES = held_against(bands=bands("60-69", "70-79", "80-100"))
COMMENT = Comment("SMART planning stays an area of focus.", action="Train managers", owner="Ann Lee")
COMMENT_OF = {(22, "2016-17-Q3"): COMMENT}
STANDARDS = {22: SHARES, 21: held_against(bands=bands("21-25", "11-20", "0-10")), 15: SHARES}
READINGS = {
    22: {"Q1 2016-17": of(4, 9), "Q2 2016-17": of(11, 18), "Q3 2016-17": of(4, 9)},
    21: {"Q2 2016-17": value("23"), "Q3 2016-17": value("31")},
    15: {"Q1 2016-17": NOTHING_TO_COUNT, "Q2 2016-17": of(5, 5), "Q3 2016-17": NOTHING_TO_COUNT},
}


def card(**choice: Any) -> Scorecard:
    defaults = {"standards": STANDARDS, "comments": COMMENT_OF}
    themes = {"We understand": [SCREENED], "We take action": [LONG_ON_A_PLAN, SMART]}
    return a_card(themes, READINGS, **defaults | choice)


def laid_out(**choice: Any) -> tuple[list[str], dict[str, list[str]]]:
    """The headings of the figures, and every row of them by its measure."""
    report = lay_out(card(**choice), author=COUNCIL, drawn_at=DRAWN_AT)
    figures = [table for table in tables(report) if "Exceptions" not in table.title]
    return headings(figures[0]), {row[1]: row for table in figures for row in read(table)}


def test_every_theme_has_its_figures_and_below_them_what_is_said_of_its_exceptions() -> None:
    report = lay_out(card(), author=COUNCIL, drawn_at=DRAWN_AT)
    assert [(section.heading, section.level) for section in report.sections] == [
        ("We understand", 1),
        ("We take action", 1),
        ("Exceptions and actions", 2),
    ]
    assert (report.title, report.subtitle, report.author, report.drawn_at) == (
        "Quality assurance scorecard",
        "Q1 2016-17 to Q3 2016-17",
        COUNCIL,
        DRAWN_AT,
    )


def test_the_figures_of_a_theme() -> None:
    columns, rows = laid_out()
    assert columns == [
        "No.",
        "Measure",
        "Status",
        "Direction since Q2 2016-17",
        "Q1 2016-17",
        "Q2 2016-17",
        "Q3 2016-17",
        "Requires Improvement / Good / Outstanding",
    ]
    assert rows == {
        "Completion of screening tools (audit)": [
            "1",
            "Completion of screening tools (audit)",
            "N/A",
            "N/A",
            "N/A",
            "100% of 5 ◆",
            "N/A",  # nothing audited is never 0%
            "60-69 / 70-79 / 80-100",
        ],
        "On a plan for more than 15 months": [
            "2",
            "On a plan for more than 15 months",
            "× Inadequate",
            "↑ up, worse",
            "[x]",  # a blank is never 0 either
            "23 ▲",
            "31 ×",  # lower is better
            "21-25 / 11-20 / 0-10",
        ],
        "Plans are SMART (audit)": [
            "3",
            "Plans are SMART (audit)",
            "× Inadequate",
            "↓ down, worse; could be chance",
            "44% of 9 ×",
            "61% of 18 ▲",
            "44% of 9 ×",
            "60-69 / 70-79 / 80-100",
        ],
    }


def test_the_exceptions_say_who_does_what_and_what_is_still_to_be_said() -> None:
    report = lay_out(card(), author=COUNCIL, drawn_at=DRAWN_AT)
    table = report.sections[-1].table
    assert table is not None
    assert headings(table) == ["No.", "Measure", "Status", "Exception commentary", "Action"]
    owed = "No comment yet, though one is due: Inadequate: worse than every band"
    assert read(table) == [
        ["2", "On a plan for more than 15 months", "× Inadequate", owed, ""],
        [
            "3",
            "Plans are SMART (audit)",
            "× Inadequate",
            "SMART planning stays an area of focus.",
            "Train managers (Ann Lee)",
        ],
    ]


def test_the_colour_of_a_figure_is_its_status() -> None:
    report = lay_out(card(), author=COUNCIL, drawn_at=DRAWN_AT)
    smart = list(tables(report)[1].rows)[1]
    tones = [cell.tone for cell in smart if isinstance(cell, Figure) and cell.tone]
    # First that of the name, which says that it is measured by audit, then that of the status itself.
    assert tones == [Tone.AUDIT, Tone.POOR, Tone.POOR, Tone.FAIR, Tone.POOR]
    entered = next(iter(tables(report)[1].rows))
    assert isinstance(entered[1], Figure)
    assert entered[1].tone is None


def test_only_the_columns_that_were_chosen_are_printed() -> None:
    columns, rows = laid_out(columns=(Shown.RESPONSIBLE,))
    assert columns == ["No.", "Measure", "Q1 2016-17", "Q2 2016-17", "Q3 2016-17"]
    assert rows["Plans are SMART (audit)"][-1] == "44% of 9"  # no symbol of a status that is not shown
    report = lay_out(card(columns=()), author=COUNCIL, drawn_at=DRAWN_AT)
    assert [section.heading for section in report.sections] == ["We understand", "We take action"]


def test_a_column_that_nobody_has_anything_in_is_left_out() -> None:
    someone = facts(1, "Contacts", responsible="Ann Lee", responsible_role="Head of Service")
    report = lay_out(
        a_card({"Demand": [someone]}, {}, columns=(Shown.RESPONSIBLE, Shown.TARGET, Shown.THRESHOLDS)),
        author=COUNCIL,
        drawn_at=DRAWN_AT,
    )
    (table,) = tables(report)
    assert headings(table)[:3] == ["No.", "Measure", "Responsible"]
    assert headings(table)[3] == "Q1 2016-17"
    assert read(table)[0][2] == "Ann Lee, Head of Service"


def test_comparators_carry_their_year_where_it_is_not_the_same_for_all() -> None:
    def neighbours(year: int) -> Comparator:
        return Comparator(ComparatorKind.STATISTICAL_NEIGHBOURS, Year(year), Fraction(62))

    same = {22: held_against(comparators=(neighbours(2014),)), 21: held_against()}
    columns, rows = laid_out(standards=same)
    place = columns.index("Statistical neighbours, 2014-15")
    assert [row[place] for row in rows.values()] == ["[x]", "[x]", "62%"]
    other = {
        22: held_against(comparators=(neighbours(2014),)),
        21: held_against(comparators=(neighbours(2015),)),
    }
    columns, rows = laid_out(standards=other)
    place = columns.index("Statistical neighbours")
    assert [row[place] for row in rows.values()] == ["[x]", "62 (2015-16)", "62% (2014-15)"]


def test_both_directions_and_a_provisional_period_are_in_the_headings() -> None:
    readings = {22: {"Q3 2016-17": of(8, 9, status=ValueStatus.PROVISIONAL), "Q3 2015-16": of(0, 9)}}
    report = lay_out(
        a_card({"We take action": [SMART]}, readings, against=Against.BOTH), author=COUNCIL, drawn_at=DRAWN_AT
    )
    (table,) = tables(report)
    assert headings(table)[2:5] == ["Status", "Direction since Q2 2016-17", "Direction since Q3 2015-16"]
    assert headings(table)[-1] == "Q3 2016-17 [p]"  # there are no thresholds to print
    assert read(table)[0][2:5] == ["", "N/A", "↑ up, better; more than chance would give"]
    assert read(table)[0][-1] == "89% of 9 [p]"


class SomeLinks:
    def audits(self, measure: MeasureFacts, period: object, *, counted: bool) -> str:
        return f"/audits?measure={measure.code}&period={period}&counted={counted}"

    def measure(self, measure: MeasureFacts) -> str:
        return f"/measures/{measure.id}"

    def comment(self, measure: MeasureFacts) -> str:
        return f"/comments/{measure.id}"


def test_a_page_leads_to_the_measure_its_audits_and_the_comment_that_is_due() -> None:
    report = lay_out(card(), author=COUNCIL, drawn_at=DRAWN_AT, links=SomeLinks())
    hrefs = [
        cell.href
        for table in tables(report)[1:]
        for row in table.rows
        for cell in row
        if isinstance(cell, Figure) and cell.href
    ]
    assert hrefs == [
        "/measures/21",  # its figures were entered, so that no audits stand behind them
        "/measures/22",
        "/audits?measure=M22&period=Q1 2016-17&counted=False",
        "/audits?measure=M22&period=Q2 2016-17&counted=False",
        "/audits?measure=M22&period=Q3 2016-17&counted=False",
        "/measures/21",
        "/comments/21",
        "/measures/22",
    ]


def test_of_a_figure_that_stayed_the_same_chance_is_not_asked() -> None:
    readings = {22: {"Q2 2016-17": of(4, 9), "Q3 2016-17": of(8, 18)}}
    report = lay_out(a_card({"We take action": [SMART]}, readings), author=COUNCIL, drawn_at=DRAWN_AT)
    assert read(tables(report)[0])[0][3] == "= same, no change"


def test_an_action_says_by_when() -> None:
    due = Comment("Said.", action="Train managers", due_on=date(2017, 3, 31))
    report = lay_out(card(comments={(22, "2016-17-Q3"): due}), author=COUNCIL, drawn_at=DRAWN_AT)
    assert read(tables(report)[-1])[-1][-1] == "Train managers (by 31 March 2017)"


def test_a_theme_without_measures_says_so() -> None:
    report = lay_out(a_card({"Empty": []}, {}), author=COUNCIL, drawn_at=DRAWN_AT)
    assert [section.paragraphs for section in report.sections] == [("No measure stands here yet.",)]
