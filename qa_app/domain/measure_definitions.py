"""What a measure means, and whether a change of it breaks the series of its values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.held_from import held_from
from qa_app.domain.measures import MeasurePeriod, Unit

PARTS = {
    "description": "description",
    "unit": "unit",
    "measure_period": "measure period",
    "audit_definition": "audits counted",
}
"""What defines a measure, as it is kept, and what a sentence calls it."""

ALWAYS_BREAKS = frozenset({"unit", "measure_period"})
"""A percentage is not comparable with a number, whatever the words say."""


@dataclass(frozen=True)
class DefinitionChange:
    """What a person says of a change: whether figures before and after can still be compared (None: not
    said), and if not, the period it holds from, as typed, and why."""

    is_break: bool | None = None
    holds_from: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Redefinition:
    """A change of definition, checked; `holds_from` is a month: 201610."""

    is_break: bool
    holds_from: int
    reason: str


def meaning(
    description: str, unit: Unit, measure_period: MeasurePeriod, audit_definition: Mapping[str, Any] | None
) -> dict[str, Any]:
    """What is kept of a definition."""
    return {
        "description": description,
        "unit": unit.value,
        "measure_period": measure_period.value,
        "audit_definition": dict(audit_definition) if audit_definition else None,
    }


def changed_parts(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """> ("description", "unit"), of the keys of PARTS"""
    return tuple(part for part in PARTS if before.get(part) != after.get(part))


def checked_change(change: DefinitionChange, *, changed: tuple[str, ...], since: int) -> Redefinition:
    """`since` is the month from which the definition now in force holds.

    Raises InvalidInput about `is_break`, `holds_from` or `reason`.
    """
    what = _joined([PARTS[part] for part in changed])
    if change.is_break is None:
        sentence = f"You changed the {what}: say whether it still counts the same"
        raise InvalidInput([Problem("is_break", sentence)])
    reason = change.reason.strip()
    if not change.is_break:
        if forced := [PARTS[part] for part in changed if part in ALWAYS_BREAKS]:
            sentence = f"With another {_joined(forced)} figures before and after cannot be compared"
            raise InvalidInput([Problem("is_break", sentence)])
        return Redefinition(False, since, reason)
    problems: list[Problem] = []
    month = 0
    try:
        month = held_from(change.holds_from)
    except InvalidInput as error:
        problems += error.problems
    else:
        if not month:
            problems.append(Problem("holds_from", "Write the period from which the change holds"))
        elif month <= since:
            problems.append(
                Problem(
                    "holds_from",
                    "The definition before this one holds from then or later: write a later period",
                )
            )
    if not reason:
        problems.append(Problem("reason", "Write why it changed: people who read the figures will ask"))
    if problems:
        raise InvalidInput(problems)
    return Redefinition(True, month, reason)


def _joined(words: list[str]) -> str:
    """> unit, or > description and unit"""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
