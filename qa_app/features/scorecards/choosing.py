"""From an address to what of a scorecard is read, and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from qa_app.domain.errors import InvalidInput, Problem, UnknownPeriod
from qa_app.domain.measures import Frequency
from qa_app.domain.period_kinds import KINDS
from qa_app.domain.periods import ReportingPeriod
from qa_app.domain.scorecard import ScorecardChoice
from qa_app.domain.scorecard_choice import MOST_PERIODS, Layout
from qa_app.domain.scorecard_periods import latest_finished, parse_column
from qa_app.web.selects import Select, select_with

FEWEST_OFFERED = {Frequency.MONTH: 24, Frequency.QUARTER: 8, Frequency.YEAR: 5}
"""How many periods can be chosen where less is known."""


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


def query_of(choice: ScorecardChoice) -> str:
    """The choice as an address says it: > period=2016-17-Q3&layout=quarterly&periods=7"""
    return urlencode(
        {"period": choice.last.key, "layout": choice.layout.value, "periods": str(choice.periods)}
    )


def selects(
    args: Mapping[str, str],
    choice: ScorecardChoice,
    *,
    first_month: int | None,
    today: date,
    error: InvalidInput | None = None,
) -> tuple[Select, ...]:
    """The lists to choose from, showing what was asked for, also where it cannot be used."""
    errors = {problem.field: problem.message for problem in error.problems} if error else {}
    numbers = sorted({*(1, 2, 4, 5, 7, 8, 12, 13, 16, 24), choice.periods})
    lists = (
        ("period", "Latest period", periods_offered(choice, first_month, today), choice.last.key),
        ("layout", "Layout", [(layout.value, layout.label) for layout in Layout], choice.layout.value),
        ("periods", "Periods", [(str(number), str(number)) for number in numbers], str(choice.periods)),
    )
    return tuple(
        select_with(
            name,
            label,
            offered,
            args.get(name, "").strip() if name in errors else chosen,
            error=errors.get(name, ""),
        )
        for name, label, offered, chosen in lists
    )


def periods_offered(choice: ScorecardChoice, first_month: int | None, today: date) -> list[tuple[str, str]]:
    """Every one since the first that anything is known of, and the one chosen."""
    kind, fewest = KINDS[choice.frequency], FEWEST_OFFERED[choice.frequency]
    offered = kind.since(first_month, today=today, at_least=fewest)
    return [(period.key, str(period)) for period in offered] + (
        [] if choice.last in offered else [(choice.last.key, str(choice.last))]
    )


def _is_number_of_periods(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 5 and 1 <= int(text) <= MOST_PERIODS
