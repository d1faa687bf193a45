"""How a measure moved since any period that a layout prints, also one the scorecard does not compare with."""

from qa_app.domain.periods import ReportingPeriod
from qa_app.domain.readings import Reading
from qa_app.domain.scorecard import Line, ScorecardChoice
from qa_app.domain.travel import Travel, travel


def travel_since(line: Line, choice: ScorecardChoice, since: ReportingPeriod, earlier: Reading) -> Travel:
    """The scorecard's own comparison, if it made this one; else the same rules over the periods printed."""
    for known in line.travels:
        if known.since == since:
            return known
    measure, latest = line.measure, line.latest
    comparable = (
        not _is_broken(line, choice, since) and earlier.is_before_moderation == latest.is_before_moderation
    )
    return travel(
        latest, earlier, since=since, unit=measure.unit, polarity=measure.polarity, comparable=comparable
    )


def _is_broken(line: Line, choice: ScorecardChoice, since: ReportingPeriod) -> bool:
    """Whether the definition changed on the way: by the measure's own history, or as a reading says."""
    if any(since.first_month < month <= choice.last.last_month for month in line.measure.breaks):
        return True
    return any(
        reading.is_break
        for period, reading in zip(choice.periods_shown, line.readings, strict=True)
        if period.ordinal > since.ordinal
    )
