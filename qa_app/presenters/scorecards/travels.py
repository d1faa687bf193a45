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
        not any(since.first_month < month <= choice.last.last_month for month in line.breaks)
        and earlier.is_before_moderation == latest.is_before_moderation
    )
    return travel(
        latest, earlier, since=since, unit=measure.unit, polarity=measure.polarity, comparable=comparable
    )
