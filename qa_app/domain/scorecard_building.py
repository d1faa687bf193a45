"""From what is known of measures to a scorecard: statuses, directions, and which lines want a comment."""

from collections.abc import Mapping, Set

from qa_app.domain.measures import ValueStatus
from qa_app.domain.periods import ReportingPeriod
from qa_app.domain.readings import Reading, Series, as_displayed
from qa_app.domain.scorecard import (
    Comment,
    Line,
    LineChoice,
    MeasureFacts,
    Scorecard,
    ScorecardChoice,
    Standards,
    Theme,
)
from qa_app.domain.scorecard_choice import Against, StatusRule
from qa_app.domain.statuses import REQUIRES_IMPROVEMENT, Status, Tone, set_status
from qa_app.domain.travel import Travel, travel

Comments = Mapping[tuple[int, str], Comment]
"""By the measure's row number and the period's key."""


def first_needed(choice: ScorecardChoice) -> ReportingPeriod:
    """The earliest period that a scorecard asks about: its first column, or two years before the last."""
    two_years_ago = choice.last.same_last_year().same_last_year()
    return min(choice.periods_shown[0].previous(), two_years_ago, key=lambda period: period.ordinal)


def build_scorecard(
    choice: ScorecardChoice,
    *,
    series: Mapping[int, Series],
    standards: Mapping[int, Standards],
    comments: Comments,
    limited_to: tuple[str, ...] | None = None,
    in_part: Set[int] = frozenset(),
) -> Scorecard:
    """Every line with its readings and what follows from them; a measure without any is still a line.

    `in_part` are measures of which the reader sees some service areas only: nobody is asked to comment on
    figures that are not the council's.
    """
    themes = tuple(
        Theme(
            theme.title,
            tuple(
                _line(
                    choice,
                    line,
                    series.get(line.measure.id, Series()),
                    standards.get(line.measure.id, Standards()),
                    comments,
                    is_whole=line.measure.id not in in_part,
                )
                for line in theme.lines
            ),
        )
        for theme in choice.themes
    )
    provisional = tuple(
        period
        for place, period in enumerate(choice.periods_shown)
        if any(
            line.readings[place].status is ValueStatus.PROVISIONAL for theme in themes for line in theme.lines
        )
    )
    return Scorecard(choice, themes, provisional, limited_to)


def _line(
    choice: ScorecardChoice,
    line: LineChoice,
    series: Series,
    standards: Standards,
    comments: Comments,
    *,
    is_whole: bool,
) -> Line:
    measure = line.measure

    def at(period: ReportingPeriod) -> Reading:
        return series.at(period, unit=measure.unit, over=measure.meaning_at(period).measure_period)

    last = choice.last
    readings = tuple(at(period) for period in choice.periods_shown)
    statuses = tuple(
        _status(choice, measure, reading, standards, period, comments.get((measure.id, period.key)))
        for reading, period in zip(readings, choice.periods_shown, strict=True)
    )
    travels = tuple(
        travel(
            readings[-1],
            earlier := at(since),
            since=since,
            unit=measure.unit,
            polarity=measure.polarity,
            comparable=not series.is_broken(since, last)
            and earlier.is_before_moderation == readings[-1].is_before_moderation,
        )
        for since in _compared_with(choice)
    )
    return Line(
        number=line.number,
        measure=measure,
        readings=readings,
        statuses=statuses,
        last_year=at(last.same_last_year()),
        two_years_ago=at(last.same_last_year().same_last_year()),
        standards=standards,
        travels=travels,
        comment=comments.get((measure.id, last.key)),
        previous_comment=comments.get((measure.id, last.previous().key)),
        exception=exception_of(statuses[-1], travels) if is_whole else "",
        breaks=series.breaks,
    )


def _compared_with(choice: ScorecardChoice) -> tuple[ReportingPeriod, ...]:
    match choice.against:
        case Against.PREVIOUS:
            return (choice.last.previous(),)
        case Against.LAST_YEAR:
            return (choice.last.same_last_year(),)
        case Against.BOTH:
            return (choice.last.previous(), choice.last.same_last_year())


def _status(
    choice: ScorecardChoice,
    measure: MeasureFacts,
    reading: Reading,
    standards: Standards,
    period: ReportingPeriod,
    comment: Comment | None,
) -> Status | None:
    """By the scorecard's rule and what held in the period; None where there is no figure, or no standard."""
    if choice.status_rule is StatusRule.SET_BY_A_PERSON:
        return set_status(comment.status, choice.status_words) if comment and comment.status else None
    if reading.value is None:
        return None
    displayed = as_displayed(reading.value, measure.unit, measure.decimals)
    if choice.status_rule is StatusRule.BANDS:
        bands = standards.bands.get(period)
        return bands.status_of(displayed) if bands else None
    target = standards.targets.get(period)
    with_tolerance = choice.status_rule is StatusRule.TARGET_WITH_TOLERANCE
    return target.status_of(displayed, measure.polarity, with_tolerance=with_tolerance) if target else None


def exception_of(status: Status | None, travels: tuple[Travel, ...]) -> str:
    """> Inadequate: worse than every band, or why else a comment is wanted"""
    reasons = []
    if status is REQUIRES_IMPROVEMENT:
        reasons.append(f"{status.word}: below the threshold of Good")
    elif status is not None and status.tone is Tone.POOR:
        worst = ": worse than every band" if status.word == "Inadequate" else ""
        reasons.append(f"{status.word}{worst}")
    reasons += [
        f"worse than {each.since}, by more than chance would give"
        for each in travels
        if each.is_worse and each.more_than_chance
    ]
    return "; ".join(reasons)
