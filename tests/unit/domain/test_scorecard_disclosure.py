"""What a scorecard for the public does not print, and that nothing of it can be worked back."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.bands import parse_bands
from qa_app.domain.directions import Direction, Polarity
from qa_app.domain.disclosure import is_small, is_small_share
from qa_app.domain.measures import Frequency, MeasureKind, MeasurePeriod, Unit
from qa_app.domain.periods import Quarter
from qa_app.domain.readings import NOTHING_TO_COUNT, Reading, Series
from qa_app.domain.scorecard import (
    Comment,
    LineChoice,
    MeasureFacts,
    Scorecard,
    ScorecardChoice,
    Standards,
    ThemeChoice,
)
from qa_app.domain.scorecard_building import build_scorecard
from qa_app.domain.scorecard_choice import STATUS_WORDS, USUALLY_SHOWN, Against, Layout, StatusRule
from qa_app.domain.scorecard_disclosure import is_of_few, suppressed
from tests.attacker import Attacker

Q2, Q3 = Quarter(2016, 2), Quarter(2016, 3)
BANDS = parse_bands("60-69", "70-79", "80-100")
assert BANDS


def measure(number: int, unit: Unit = Unit.PERCENT, audit: AuditDefinition | None = None) -> MeasureFacts:
    return MeasureFacts(
        id=number,
        code=f"M{number}",
        name=f"Measure {number}",
        kind=MeasureKind.AUDIT if audit else MeasureKind.ACTIVITY,
        unit=unit,
        polarity=Polarity.HIGHER_IS_BETTER,
        measure_period=MeasurePeriod.SNAPSHOT,
        frequency=Frequency.QUARTER,
        audit=audit,
    )


def share(count: int, of: int) -> Reading:
    if not of:
        return NOTHING_TO_COUNT
    return Reading(Fraction(100 * count, of), Fraction(count), Fraction(of))


def scorecard_of(measures, readings, *, periods=2, comments=None) -> Scorecard:
    """`readings` by measure, then by period."""
    choice = ScorecardChoice(
        id=1,
        title="Board",
        purpose="",
        frequency=Frequency.QUARTER,
        last=Q3,
        periods=periods,
        status_rule=StatusRule.BANDS,
        status_words=STATUS_WORDS,
        against=Against.PREVIOUS,
        layout=Layout.QUARTERLY,
        columns=USUALLY_SHOWN,
        themes=(
            ThemeChoice("First", tuple(LineChoice("1", each) for each in measures[:1])),
            ThemeChoice("Others", tuple(LineChoice("2", each) for each in measures[1:])),
        ),
    )
    return build_scorecard(
        choice,
        series={each.id: Series(readings[each.id]) for each in measures},
        standards={each.id: Standards(bands={Q2: BANDS, Q3: BANDS}) for each in measures},
        comments=comments or {},
    )


@pytest.mark.parametrize(
    ("unit", "reading", "expected"),
    [
        (Unit.PERCENT, share(3, 40), True),
        (Unit.PERCENT, share(0, 40), False),
        (Unit.PERCENT, share(0, 4), True),  # of few
        (Unit.PERCENT, share(36, 40), True),  # all but four
        (Unit.PERCENT, share(20, 40), False),
        (Unit.PERCENT, Reading(Fraction(7), denominator=Fraction(40)), True),  # 2.8: of forty, three
        (Unit.PERCENT, Reading(Fraction(57)), False),  # of how many is not known
        (Unit.NUMBER, Reading(Fraction(5)), True),
        (Unit.NUMBER, Reading(Fraction(6)), False),
        (Unit.NUMBER, Reading(Fraction(0)), False),
        (Unit.NUMBER, Reading(Fraction(9, 2)), False),  # no count of children
        (Unit.RATE, Reading(Fraction(1), Fraction(4), Fraction(36_000)), True),
        (Unit.RATE, Reading(Fraction(1), denominator=Fraction(36_000)), True),
        (Unit.RATE, Reading(Fraction(10), Fraction(36), Fraction(36_000)), False),
        (Unit.AVERAGE, Reading(Fraction(40), Fraction(120), Fraction(3)), True),  # over three children
        (Unit.DAYS, Reading(Fraction(4), Fraction(40), Fraction(10)), False),
        (Unit.PERCENT, NOTHING_TO_COUNT, False),
    ],
)
def test_of_few(unit, reading, expected):
    assert is_of_few(measure(1, unit), reading) is expected


def test_everything_that_would_tell_goes_with_the_figure():
    comment = Comment(text="Only three of forty", action="Train", number=1)
    built = scorecard_of(
        [measure(1)], {1: {Q2: share(30, 40), Q3: share(3, 40)}}, comments={(1, Q3.key): comment}
    )
    assert built.lines[0].status  # or the test would prove nothing
    assert built.lines[0].exception

    line = suppressed(built).lines[0]

    assert line.latest.is_suppressed
    assert (line.latest.value, line.latest.numerator, line.latest.denominator) == (None, None, None)
    assert line.readings[0].value == 75
    assert line.statuses[-1] is None
    assert [(each.direction, each.change, each.more_than_chance) for each in line.travels] == [
        (Direction.SUPPRESSED, None, None)
    ]
    assert (line.comment, line.exception) == (None, "")


def test_a_direction_from_a_suppressed_figure_is_none():
    built = scorecard_of([measure(1)], {1: {Q2: share(3, 40), Q3: share(30, 40)}})

    line = suppressed(built).lines[0]

    assert line.latest.value == 75
    assert line.travels[0].direction is Direction.SUPPRESSED


def test_a_direction_from_a_period_that_is_not_printed_is_none():
    built = scorecard_of([measure(1)], {1: {Q2: share(20, 40), Q3: share(30, 40)}}, periods=1)
    assert built.lines[0].travels[0].direction is Direction.UP

    assert suppressed(built).lines[0].travels[0].direction is Direction.SUPPRESSED


def test_what_was_said_of_a_period_that_is_not_looked_at_is_left_out():
    """Of the period before, where only one is shown, nobody knows whether its figure may be told."""
    said = {(1, Q2.key): Comment(text="Only three of forty", number=1)}
    readings = {1: {Q2: share(3, 40), Q3: share(30, 40)}}

    shown = [suppressed(scorecard_of([measure(1)], readings, periods=n, comments=said)) for n in (1, 2)]

    assert [card.lines[0].previous_comment for card in shown] == [None, None]


def test_a_scorecard_without_small_numbers_stays_as_it_is():
    readings = {Q2: share(20, 40), Q3: share(30, 40)}
    built = scorecard_of([measure(1), measure(2)], {1: readings, 2: readings})

    assert suppressed(built) == built


MET = AuditDefinition(Counts.MET, ("smart",))


def by_area(*shares: tuple[int, int], others: tuple[int, int] = (0, 0)) -> Scorecard:
    """All areas, then each; `others` are of areas that have no line of their own."""
    everything = (sum(a for a, _ in (*shares, others)), sum(b for _, b in (*shares, others)))
    measures = [measure(number, audit=replace(MET, area=number or None)) for number in range(len(shares) + 1)]
    readings = [share(*everything), *(share(*each) for each in shares)]
    return scorecard_of(measures, {number: {Q3: reading} for number, reading in enumerate(readings)})


@st.composite
def areas(draw: st.DrawFn) -> tuple[list[tuple[int, int]], tuple[int, int]]:
    def one() -> tuple[int, int]:
        of = draw(st.one_of(st.integers(0, 12), st.just(40)))
        return draw(st.integers(0, of)), of

    shares = [one() for _ in range(draw(st.integers(1, 5)))]
    return shares, draw(st.sampled_from([(0, 0), (0, 0), (1, 3), (10, 30)]))


@settings(max_examples=50, deadline=None)
@given(areas())
@example(([(3, 20), (10, 30)], (0, 0)))
@example(([(0, 4), (10, 30), (20, 50)], (0, 0)))
def test_no_total_tells_what_an_area_does_not(drawn):
    shares, others = drawn
    everything = [*shares, others] if any(others) else shares
    lines = suppressed(by_area(*shares, others=others)).lines

    def cells(number: int) -> list[frozenset[tuple[int, str]]]:
        """Of the line with this number: those that count, and all."""
        rows = range(len(everything)) if number == 0 else [number - 1]
        counted = frozenset((row, "met") for row in rows)
        return [counted, counted | {(row, "not met") for row in rows}]

    printed = {}
    for number, line in enumerate(lines):
        if not line.latest.is_suppressed:
            counted, of = cells(number)
            printed[counted] = int(line.latest.numerator or 0)
            printed[of] = int(line.latest.denominator or 0)
            assert not is_small_share(printed[counted], printed[of])
    every = [(row, answer) for row in range(len(everything)) for answer in ("met", "not met")]
    attacker = Attacker(every, printed)
    for number, line in enumerate(lines):
        if line.latest.is_suppressed:
            for figure in cells(number):
                low, high = attacker.range_of(figure)
                assert low < high, (number, figure, low)


def test_the_smallest_other_area_is_withheld_and_not_the_total():
    lines = suppressed(by_area((3, 20), (10, 30), (60, 90))).lines

    assert [line.latest.is_suppressed for line in lines] == [False, True, True, False]


def test_areas_without_their_total_are_each_for_themselves():
    built = by_area((3, 20), (10, 30))
    lines = suppressed(
        scorecard_of(
            [line.measure for line in built.lines[1:]],
            {line.measure.id: {Q3: line.latest} for line in built.lines[1:]},
        )
    ).lines

    assert [line.latest.is_suppressed for line in lines] == [True, False]


def test_by_area_and_by_stream_at_once_all_are_withheld():
    definitions = [MET, replace(MET, area=1), replace(MET, area=2), replace(MET, stream=1)]
    measures = [measure(number, audit=each) for number, each in enumerate(definitions)]
    readings = [share(40, 60), share(37, 50), share(3, 10), share(20, 30)]
    built = scorecard_of(measures, {number: {Q3: each} for number, each in enumerate(readings)})

    assert all(line.latest.is_suppressed for line in suppressed(built).lines)


def test_two_grades_of_the_same_audits_do_not_tell_how_many_are_between():
    good = AuditDefinition(Counts.AT_LEAST, ("overall",), grade=2, scale="four")
    measures = [measure(0, audit=good), measure(1, audit=replace(good, grade=3))]
    built = scorecard_of(measures, {0: {Q3: share(20, 40)}, 1: {Q3: share(23, 40)}})

    assert all(line.latest.is_suppressed for line in suppressed(built).lines)


@settings(max_examples=40, deadline=None)
@given(areas())
def test_numbers_of_audits_by_area_too(drawn):
    shares, others = drawn
    numbers = [of for _, of in shares]
    counts = AuditDefinition(Counts.AUDITS)
    everything = sum(numbers) + others[1]
    measures = [
        measure(number, Unit.NUMBER, replace(counts, area=number or None))
        for number in range(len(numbers) + 1)
    ]
    readings = {
        number: {Q3: Reading(Fraction(each), numerator=Fraction(each))}
        for number, each in enumerate([everything, *numbers])
    }
    lines = suppressed(scorecard_of(measures, readings)).lines

    hidden = [number for line, number in zip(lines[1:], numbers, strict=True) if line.latest.is_suppressed]
    assert all(line.latest.is_suppressed or not is_small(line.latest.value) for line in lines)
    if not lines[0].latest.is_suppressed and not others[1]:
        assert len(hidden) != 1  # the total less the others
