"""From an address, of a page or of a feed, to what of a scorecard is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from qa_app.domain.errors import InvalidInput, Problem, UnknownPeriod
from qa_app.domain.measures import Frequency
from qa_app.domain.periods import ReportingPeriod
from qa_app.domain.scorecard_choice import MOST_PERIODS, Layout
from qa_app.domain.scorecard_periods import latest_finished, parse_column


@dataclass(frozen=True)
class Asked:
    """None: as the scorecard was set up."""

    last: ReportingPeriod
    layout: Layout | None = None
    periods: int | None = None


def asked_for(args: Mapping[str, str], frequency: Frequency, *, today: date) -> Asked:
    """What is left out is the newest period that is over, and as the scorecard was set up.

    Raises InvalidInput with a problem for every word that cannot be used.
    """
    problems: list[Problem] = []
    last = period_asked_for(args, frequency, problems, today=today)
    layout = args.get("layout", "").strip()
    if layout and layout not in list(Layout):
        known = ", ".join(Layout)
        problems.append(Problem("layout", f"“{layout[:60]}” is no layout; choose from {known}"))
    periods = args.get("periods", "").strip()
    if periods and not _is_number_of_periods(periods):
        sentence = f"“{periods[:60]}” cannot be shown: write how many periods, 1 to {MOST_PERIODS}"
        problems.append(Problem("periods", sentence))
    if problems:
        raise InvalidInput(problems)
    return Asked(last, Layout(layout) if layout else None, int(periods) if periods else None)


def period_asked_for(
    args: Mapping[str, str], frequency: Frequency, problems: list[Problem], *, today: date
) -> ReportingPeriod:
    """The newest one that is over where none is named; a problem is added for one that makes no sense."""
    newest = latest_finished(frequency, today)
    text = args.get("period", "").strip()
    if not text:
        return newest
    try:
        return parse_column(text, frequency)
    except UnknownPeriod as error:
        problems.append(Problem("period", str(error)))
        return newest


def _is_number_of_periods(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 5 and 1 <= int(text) <= MOST_PERIODS
