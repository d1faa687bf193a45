from fractions import Fraction

import pytest

from qa_app.domain.directions import Direction
from qa_app.domain.grade_counts import GradeCounts, Group
from qa_app.domain.judgement_choice import Grouping, JudgementChoice
from qa_app.domain.judgement_table import PeriodFacts, breaks_in, build_table, comparable
from qa_app.domain.periods import Quarter, parse_period
from qa_app.domain.scales import FOUR_GRADES

Q2, Q3 = Quarter(2016, 2), Quarter(2016, 3)


def facts(period=Q3, *, audits=10, moderated=0, awaiting=0, broken=()):
    return PeriodFacts(
        period, audits=audits, moderated=moderated, awaiting=awaiting, broken_codes=frozenset(broken)
    )


@pytest.mark.parametrize(
    ("latest", "previous", "expected"),
    [
        (facts(moderated=3), facts(Q2, moderated=5), True),
        (facts(moderated=3, awaiting=2), facts(Q2, moderated=5), True),  # in part; what is left is marked
        (facts(), facts(Q2), True),  # a council that does not moderate
        (facts(), facts(Q2, moderated=5), False),  # June after moderation, July before
        (facts(awaiting=4), facts(Q2, moderated=5), False),
        (facts(moderated=5), facts(Q2), False),
        (facts(moderated=5), facts(Q2, audits=0), True),  # nothing to compare with is another matter
    ],
)
def test_comparable(latest, previous, expected):
    assert comparable(latest, previous) is expected


@pytest.mark.parametrize(
    ("definitions", "expected"),
    [
        ({1: {"full": {"a"}}, 2: {"full": {"a"}}}, set()),
        ({1: {"full": {"a"}}, 2: {"full": {"b"}}}, {2}),
        ({1: {"full": {"a"}}, 2: {"full": {"a", "b"}}, 3: {"full": {"b"}}}, {2}),  # once, where it begins
        ({1: {"full": {"a"}}, 3: {"full": {"b"}}}, {3}),  # nothing audited between
        ({1: {"full": {"a"}}, 2: {"full": {"a"}, "dip": {"z"}}}, set()),  # another tool starts
        ({1: {"full": {"a"}}, 2: {"full": {"b"}}, 3: {"full": {"a"}}}, {2}),  # late audits on the old form
    ],
)
def test_breaks_in(definitions, expected):
    assert breaks_in(definitions) == expected


def table(columns, *, about=None, last=Q3, periods=2, asks=("overall",)):
    """One area with these counts by period (best grade first)."""
    choice = JudgementChoice(Grouping.SERVICE_AREA, last, periods=periods)
    back = {period: facts(period, moderated=1) for period in last.ending(5)}
    group = Group("North", "1", columns, frozenset(asks))
    return build_table(choice, scale=FOUR_GRADES, facts=back | (about or {}), groups=[group], total=None)


def test_a_block_says_which_way_and_what_it_proves():
    block = table({Q2: GradeCounts((0, 5, 9, 0)), Q3: GradeCounts((0, 8, 6, 0))}).blocks[0]

    assert block.directions == (Direction.SAME, Direction.UP, Direction.DOWN, Direction.SAME)
    assert (block.good_direction, block.good_assessment) == (Direction.UP, "better")
    assert block.good_interval == "33% to 79%"
    assert block.changes == (
        "Good or better rose from 36% (5 of 14) to 57% (8 of 14) since Q2 2016-17;"
        " a difference this size could be chance",
        "Good or better is 57% (8 of 14); nothing to compare with since Q3 2015-16",
    )


def test_directions_are_of_unrounded_figures():
    block = table({Q2: GradeCounts((0, 57, 43, 0)), Q3: GradeCounts((0, 571, 429, 0))}).blocks[0]

    assert block.directions[1] is Direction.UP  # 57.0 to 57.1: both print as 57%


def test_nothing_audited_has_no_direction_and_no_zero():
    only_now = table({Q3: GradeCounts((1, 1, 1, 1))}).blocks[0]

    assert set(only_now.directions) == {Direction.NOT_AVAILABLE}
    assert only_now.columns[0].percent(1) is None


def test_a_group_never_audited_is_named_and_has_no_block():
    nothing = table({})

    assert nothing.blocks == ()
    assert nothing.empty_groups == ("North",)


@pytest.mark.parametrize(
    ("about", "changed"),
    [
        (
            {Q3: facts(Q3, moderated=1, broken=["overall"])},
            "Good or better: the form changed since Q2 2016-17, so the two are not comparable",
        ),
        (
            {Q3: facts(Q3, awaiting=3)},
            "Good or better: one of Q3 2016-17 and Q2 2016-17 was judged before moderation and the other"
            " after it, so the two are not comparable",
        ),
    ],
)
def test_what_cannot_be_compared_is_not(about, changed):
    columns = {Q2: GradeCounts((0, 5, 9, 0)), Q3: GradeCounts((0, 8, 6, 0))}

    block = table(columns, about=about).blocks[0]

    assert set(block.directions) | {block.good_direction} == {Direction.NOT_COMPARABLE}
    assert block.good_assessment == ""
    assert block.changes[0] == changed


def test_a_break_of_another_question_is_none_of_ours():
    columns = {Q2: GradeCounts((0, 5, 9, 0)), Q3: GradeCounts((0, 8, 6, 0))}

    block = table(columns, about={Q3: facts(Q3, moderated=1, broken=["planning"])}).blocks[0]

    assert block.directions[1] is Direction.UP
    assert block.breaks == (False, False)


def test_a_break_within_the_year_stops_the_yearly_comparison_only():
    last_year = Q3.same_last_year()
    columns = {
        last_year: GradeCounts((0, 5, 9, 0)),
        Q2: GradeCounts((0, 5, 9, 0)),
        Q3: GradeCounts((0, 8, 6, 0)),
    }

    block = table(columns, about={Q2: facts(Q2, moderated=1, broken=["overall"])}).blocks[0]

    assert block.directions[1] is Direction.UP
    assert "could be chance" in block.changes[0]
    assert "the form changed since Q3 2015-16" in block.changes[1]


def test_published_percentages_have_directions_but_prove_nothing():
    printed = {
        Q2: GradeCounts((0, 0, 0, 0), published=(Fraction(0), Fraction(27), Fraction(64), Fraction(10))),
        Q3: GradeCounts((0, 0, 0, 0), published=(Fraction(6), Fraction(36), Fraction(51), Fraction(6))),
    }
    block = table(printed).blocks[0]

    assert [way.symbol for way in block.directions] == ["↑", "↑", "↓", "↓"]  # as Cheshire East printed
    assert block.columns[1].percent_up_to(2) == 42
    assert block.changes == ()


def test_months_compare_with_the_month_before():
    december = parse_period("2016-12")
    block = table(
        {december.previous(): GradeCounts((0, 1, 1, 0)), december: GradeCounts((0, 2, 0, 0))},
        about={month: facts(month) for month in december.ending(13)},
        last=december,
    ).blocks[0]

    assert block.good_direction is Direction.UP
