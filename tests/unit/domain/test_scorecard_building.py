from datetime import date
from fractions import Fraction

import pytest

from qa_app.domain.bands import parse_bands
from qa_app.domain.directions import Polarity
from qa_app.domain.measures import Frequency, MeasureKind, MeasurePeriod, Unit, ValueStatus
from qa_app.domain.periods import Quarter
from qa_app.domain.readings import NOTHING_TO_COUNT, Reading, Series
from qa_app.domain.scorecard import (
    Comment,
    LineChoice,
    MeasureFacts,
    ScorecardChoice,
    Standards,
    ThemeChoice,
)
from qa_app.domain.scorecard_building import build_scorecard, first_needed
from qa_app.domain.scorecard_choice import STATUS_WORDS, USUALLY_SHOWN, Against, Layout, StatusRule
from qa_app.domain.targets import parse_target

Q3 = Quarter(2016, 3)
MEASURE = MeasureFacts(
    id=7,
    code="smart",
    name="Plans are SMART",
    kind=MeasureKind.AUDIT,
    unit=Unit.PERCENT,
    polarity=Polarity.HIGHER_IS_BETTER,
    measure_period=MeasurePeriod.CUMULATIVE,
    frequency=Frequency.QUARTER,
)


def chosen(rule=StatusRule.BANDS, against=Against.PREVIOUS, periods=3) -> ScorecardChoice:
    return ScorecardChoice(
        id=1,
        title="Scorecard",
        purpose="",
        frequency=Frequency.QUARTER,
        last=Q3,
        periods=periods,
        status_rule=rule,
        status_words=STATUS_WORDS,
        against=against,
        layout=Layout.QUARTERLY,
        columns=USUALLY_SHOWN,
        themes=(ThemeChoice("We take action", (LineChoice("22", MEASURE),)),),
    )


def share(count: int, whole: int, **named) -> Reading:
    return Reading(Fraction(100 * count, whole), Fraction(count), Fraction(whole), **named)


def the_line(choice, readings, *, standards=None, comments=None, breaks=frozenset()):
    built = build_scorecard(
        choice,
        series={MEASURE.id: Series(readings, breaks)},
        standards={MEASURE.id: standards or Standards()},
        comments=comments or {},
    )
    return built.themes[0].lines[0]


BANDS = Standards(bands=dict.fromkeys(Q3.ending(9), parse_bands("60-69", "70-79", "80-100")))
TARGET = Standards(targets=dict.fromkeys(Q3.ending(9), parse_target("70", "", "5", MEASURE.polarity)))


@pytest.mark.parametrize(
    ("rule", "standards", "latest", "word", "exception"),
    [
        (StatusRule.BANDS, BANDS, share(4, 5), "Outstanding", ""),
        (StatusRule.BANDS, BANDS, share(139, 200), "Good", ""),  # 69.5 reads 70
        (StatusRule.BANDS, BANDS, share(3, 5), "Requires Improvement", "below the threshold of Good"),
        (StatusRule.BANDS, BANDS, share(4, 9), "Inadequate", "worse than every band"),
        (StatusRule.BANDS, Standards(), share(4, 9), None, ""),
        (StatusRule.BANDS, BANDS, NOTHING_TO_COUNT, None, ""),  # N/A is not 0
        (StatusRule.TARGET, TARGET, share(2, 3), "Red: off target", "off target"),
        (StatusRule.TARGET_WITH_TOLERANCE, TARGET, share(2, 3), "Amber: within tolerance", ""),
        (StatusRule.TARGET_WITH_TOLERANCE, TARGET, share(4, 5), "Green: on target", ""),
        (StatusRule.SET_BY_A_PERSON, BANDS, share(4, 5), None, ""),
    ],
)
def test_the_status_is_by_the_rule_and_says_whether_a_comment_is_wanted(
    rule, standards, latest, word, exception
):
    line = the_line(chosen(rule), {Q3: latest}, standards=standards)

    assert (line.status.word if line.status else None) == word
    assert exception in line.exception
    assert bool(line.exception) is bool(exception)
    assert line.owes_comment is bool(exception)


def test_a_person_sets_the_status_in_the_councils_words():
    comments = {(7, Q3.key): Comment(status=3, number=1), (7, Q3.previous().key): Comment(status=1, number=1)}

    line = the_line(chosen(StatusRule.SET_BY_A_PERSON), {Q3: share(4, 5)}, comments=comments)

    assert [status and status.word for status in line.statuses] == [None, "1 On track", "3 Of concern"]
    assert line.exception == "3 Of concern"


def test_a_comment_that_is_written_is_no_longer_owed():
    comments = {(7, Q3.key): Comment(text="Five cases were audited.", number=1)}

    line = the_line(chosen(), {Q3: share(1, 5)}, standards=BANDS, comments=comments)

    assert line.exception
    assert not line.owes_comment


def test_an_old_quarter_keeps_the_bands_it_was_judged_by():
    old, new = parse_bands("40-49", "50-59", "60-100"), parse_bands("60-69", "70-79", "80-100")
    standards = Standards(bands={Q3.previous(): old, Q3: new})

    line = the_line(chosen(), {Q3.previous(): share(3, 5), Q3: share(3, 5)}, standards=standards)

    assert [status and status.word for status in line.statuses] == [
        None, "Outstanding", "Requires Improvement",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("against", "since"),
    [
        (Against.PREVIOUS, [Quarter(2016, 2)]),
        (Against.LAST_YEAR, [Quarter(2015, 3)]),
        (Against.BOTH, [Quarter(2016, 2), Quarter(2015, 3)]),
    ],
)
def test_the_direction_is_from_the_periods_chosen(against, since):
    readings = {Q3: share(9, 10), Quarter(2016, 2): share(8, 10), Quarter(2015, 3): share(10, 10)}

    line = the_line(chosen(against=against), readings)

    assert [travel.since for travel in line.travels] == since
    expected = {Quarter(2016, 2): "↑ up, better", Quarter(2015, 3): "↓ down, worse"}
    assert [travel.words for travel in line.travels] == [expected[period] for period in since]


def test_a_fall_that_is_more_than_chance_wants_a_comment_however_good_it_still_is():
    line = the_line(chosen(), {Q3: share(800, 1000), Q3.previous(): share(900, 1000)}, standards=BANDS)

    assert line.status.word == "Outstanding"
    assert line.exception == "worse than Q2 2016-17, by more than chance would give"


@pytest.mark.parametrize(
    ("readings", "breaks"),
    [
        ({Q3: share(8, 10), Q3.previous(): share(9, 10)}, frozenset({201610})),
        ({Q3: share(8, 10, is_before_moderation=True), Q3.previous(): share(9, 10)}, frozenset()),
    ],
)
def test_what_is_not_comparable_has_no_arrow(readings, breaks):
    line = the_line(chosen(), readings, breaks=breaks)

    assert [travel.words for travel in line.travels] == ["not comparable"]


def test_periods_with_a_provisional_figure_are_named():
    built = build_scorecard(
        chosen(),
        series={7: Series({Q3: share(1, 2, status=ValueStatus.PROVISIONAL), Q3.previous(): share(1, 2)})},
        standards={},
        comments={},
    )

    assert built.provisional == (Q3,)


@pytest.mark.parametrize(("periods", "first"), [(3, Quarter(2014, 3)), (12, Quarter(2013, 3))])
def test_what_has_to_be_read(periods, first):
    """Two years back for an indicator's previous values, or one more than the columns for a direction."""
    assert first_needed(chosen(periods=periods)) == first


def test_previous_years_and_comments_stand_beside():
    readings = {Q3: share(1, 2), Quarter(2015, 3): share(1, 4), Quarter(2014, 3): share(1, 5)}
    comments = {(7, Q3.previous().key): Comment(text="Before", due_on=date(2016, 12, 1), number=2)}

    line = the_line(chosen(), readings, comments=comments)

    assert (line.last_year.value, line.two_years_ago.value) == (25, 20)
    assert line.comment is None
    assert line.previous_comment.text == "Before"


def test_nobody_is_asked_to_comment_on_figures_of_some_areas_only():
    built = build_scorecard(
        chosen(),
        series={7: Series({Q3: share(1, 5)})},
        standards={7: BANDS},
        comments={},
        in_part={7},
    )

    [line] = built.lines
    assert line.status.word == "Inadequate"
    assert not line.exception
    assert not line.owes_comment
