"""From an address to what of a scorecard is read, and back."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from qa_app.domain.errors import InvalidInput
from qa_app.domain.measures import Frequency
from qa_app.domain.period_kinds import KINDS
from qa_app.domain.scorecard import ScorecardChoice
from qa_app.domain.scorecard_choice import Layout
from qa_app.web.selects import Select, select_with

FEWEST_OFFERED = {Frequency.MONTH: 24, Frequency.QUARTER: 8, Frequency.YEAR: 5}
"""How many periods can be chosen where less is known."""


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
