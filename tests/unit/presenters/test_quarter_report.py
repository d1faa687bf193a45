from datetime import date
from itertools import pairwise

import pytest

from qa_app.domain.grade_counts import GradeCounts, Group, total_of
from qa_app.domain.judgement_choice import Grouping, JudgementChoice
from qa_app.domain.judgement_table import JudgementTable, PeriodFacts, build_table
from qa_app.domain.periods import Month, Period, Quarter
from qa_app.domain.quarter_report import Findings, QuarterContents, TextBlock
from qa_app.domain.rich_text import plain_lines
from qa_app.domain.scales import FOUR_GRADES
from qa_app.domain.scorecard import Comment
from qa_app.domain.scorecard_choice import Layout
from qa_app.domain.tables import Report, Section, Shorthand, Table
from qa_app.presenters.quarter_report import quarter_document, quarter_workbook
from qa_app.presenters.quarter_report.findings import audits, grades_table
from tests.unit.presenters.scorecards.cards import (
    COUNCIL,
    DRAWN_AT,
    a_card,
    bands,
    facts,
    held_against,
    value,
)

Q3, DECEMBER = Quarter(2016, 3), Month(2016, 12)
SEFTON = (0, 2, 10, 2)
"""Audits of June 2023 by grade, as Sefton published them: 14%, 71% and 14%."""


def a_table(by: Grouping, last: Period, periods: int, *, awaiting: int = 0) -> JudgementTable:
    """One group, of which only the latest period has audits."""
    choice = JudgementChoice(by, last, periods=periods)
    groups = [Group("Planning", "planning", {last: GradeCounts(SEFTON)}, frozenset())]
    held = {period: PeriodFacts(period) for period in last.ending(max(periods, last.in_a_year + 1))}
    held[last] = PeriodFacts(last, audits=14, moderated=14 - awaiting, awaiting=awaiting)
    return build_table(choice, scale=FOUR_GRADES, facts=held, groups=groups, total=total_of(choice, groups))


def contents(*, layout: Layout = Layout.INDICATORS, awaiting: int = 0, **named) -> QuarterContents:
    """Two measures, of which the second is worse than every band and has a comment without an action."""
    said = Comment(text="Two teams were short.", action="Recruit", owner="Ann Lee", due_on=date(2017, 3, 31))
    held = held_against(bands=bands("60-69", "70-79", "80-100"))
    card = a_card(
        {"Timeliness": [facts(1, "Plans"), facts(2, "Visits"), facts(3, "Reviews")]},
        {number: {"Q3 2016-17": value(figure)} for number, figure in ((1, "81"), (2, "40"), (3, "50"))},
        standards=dict.fromkeys((1, 2, 3), held),
        comments={(2, Q3.key): said},
        layout=layout,
    )
    return QuarterContents(
        **{
            "quarter": Q3,
            "scorecard": card,
            "by_area": a_table(Grouping.SERVICE_AREA, Q3, 3),
            "by_domain": a_table(Grouping.DOMAIN, Q3, 3),
            "overall_by_month": a_table(Grouping.SERVICE_AREA, DECEMBER, 3, awaiting=awaiting),
            "domains_by_month": a_table(Grouping.DOMAIN, DECEMBER, 3, awaiting=awaiting),
        }
        | named
    )


def document(**named) -> Report:
    return quarter_document(contents(**named), author=COUNCIL, drawn_at=DRAWN_AT)


def section(report: Report, heading: str) -> Section:
    return next(each for each in report.sections if each.heading == heading)


def table(report: Report, heading: str) -> Table:
    found = section(report, heading).table
    assert found
    return found


def test_a_months_audits_are_counted_as_sefton_published_them():
    assert grades_table(contents().overall_by_month, DECEMBER).rows == [
        ("Outstanding", 0, 0),
        ("Good", 2, pytest.approx(100 / 7)),
        ("Requires Improvement", 10, pytest.approx(500 / 7)),
        ("Inadequate", 2, pytest.approx(100 / 7)),
    ]


def test_a_month_without_audits_is_not_applicable_and_has_no_domains():
    report = document()

    october = table(report, "October 2016")
    assert {row[2] for row in october.rows} == {Shorthand.NOT_APPLICABLE}
    assert dict(section(report, "October 2016").facts)["Audits"] == "None was finished"
    headings = [each.heading for each in report.sections]
    assert [heading for heading in headings if heading.startswith("Audit domains")] == [
        "Audit domains after moderation, December 2016"
    ]
    assert table(report, headings[headings.index("December 2016") + 1]).rows == [
        ("Planning", "14", "0% (0)", "14% (2)", "71% (10)", "14% (2)", "14% (2)")
    ]


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        ((14, 14, 0), "14 audits, all moderated"),
        ((14, 11, 2), "14 audits, 11 of them moderated; 2 still await it: provisional"),
        ((3, 0, 1), "3 audits, none moderated; 1 still awaits it: provisional"),
        ((0, 0, 0), "None was finished"),
    ],
)
def test_how_far_moderation_is(counted, expected):
    assert audits(*counted) == expected


def test_a_month_that_may_still_change_is_marked():
    headings = [column.heading for column in table(document(awaiting=2), "December 2016").columns]

    assert headings == ["Grade", "Audits [p]", "Share of audits"]


def test_what_is_written_stands_in_its_place_and_what_is_not_is_left_out():
    texts = {TextBlock.INTRODUCTION: "Steady.", TextBlock.SCORECARD: "- Better\n- Faster"}
    findings = {DECEMBER: Findings(theme="Voice", strengths="Seen **alone**.")}

    report = document(texts=texts, findings=findings)

    headings = [each.heading for each in report.sections if each.level == 1]
    assert headings == ["Introduction", "Scorecard", "Judgement tables", "Audit findings"]
    assert [*plain_lines(section(report, "Scorecard").text)] == ["• Better", "• Faster"]
    assert dict(section(report, "December 2016").facts)["Theme"] == "Voice"
    assert [*plain_lines(section(report, "Strengths, December 2016").text)] == ["Seen alone."]
    assert "Nothing was written" in section(report, "November 2016").paragraphs[0]


def test_headings_go_down_one_level_at_a_time():
    for layout in Layout:
        levels = [each.level for each in document(layout=layout).sections]
        assert all(below <= above + 1 for above, below in pairwise([0, *levels])), layout


def test_exceptions_are_listed_where_the_layout_does_not_print_them_all():
    found = section(document(), "Exceptions and actions")

    assert found.paragraphs == (
        "2 measures ask for an explanation; 1 action was agreed."
        " Nothing has been said yet of 1 of these measures.",
    )
    assert found.table
    visits, reviews = found.table.rows
    assert visits[4:] == (
        "Inadequate: worse than every band", "Two teams were short.", "Recruit", "Ann Lee", date(2017, 3, 31),
    )  # fmt: skip
    assert reviews[5:] == (None, None, None, None)
    quarterly = [each.heading for each in document(layout=Layout.QUARTERLY).sections]
    assert quarterly.count("Exceptions and actions") == 1  # the one of its only theme


def test_whose_audits_are_counted_is_said_first():
    report = document(limited_to=("North",))

    assert dict(report.facts)["Service areas"] == "North"
    assert report.notes[0] == "This report counts only the audits of the service areas it names."


def test_the_workbook_has_the_same_figures_to_compute_with():
    report = quarter_workbook(contents(awaiting=2), author=COUNCIL, drawn_at=DRAWN_AT)

    assert len({each.heading for each in report.sections}) == len(report.sections)
    rows = table(report, "Audits by month").rows
    assert ("December 2016 [p]", "Overall judgement", "Good", 2, 14, pytest.approx(100 / 7)) in rows
    assert ("October 2016", "Planning", "Good", 0, 0, Shorthand.NOT_APPLICABLE) in rows
