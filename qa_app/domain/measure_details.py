"""What is set of a measure, checked: everything that is wrong with it is said at once."""

import re
from dataclasses import dataclass, replace
from typing import Any

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.directions import Polarity
from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.free_text import clean_text
from qa_app.domain.measures import Frequency, MeasureKind, MeasurePeriod, Printed, Unit

CODE_LIMIT = 60
MOST_DECIMALS = 3
"""More would be noise: a percentage of a hundred thousand children tells no more."""

CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

LINE_LIMITS = {"name": 300, "outcome": 300, "responsible_role": 200, "source": 300}
TEXT_LIMITS = {"description": 5_000, "guide": 5_000, "objective": 2_000}


@dataclass(frozen=True)
class MeasureDetails:
    """What a QA lead sets of a measure. A blank `code` is made from the name; `responsible_id` is the row
    of the person who is asked for a comment. `decimals` is how many of a value are shown."""

    name: str
    kind: MeasureKind
    unit: Unit
    polarity: Polarity
    measure_period: MeasurePeriod
    frequency: Frequency
    code: str = ""
    description: str = ""
    guide: str = ""
    responsible_role: str = ""
    responsible_id: int | None = None
    outcome: str = ""
    objective: str = ""
    decimals: int = 0
    source: str = ""
    collected: Printed = Printed.YES
    carries_target: Printed = Printed.BLANK
    carries_direction: Printed = Printed.BLANK


def checked_details(details: MeasureDetails) -> MeasureDetails:
    """The details as they are stored: names on one line, codes in small letters.

    Raises InvalidInput about the fields of MeasureDetails.
    """
    problems: list[Problem] = []
    cleaned: dict[str, Any] = {
        **{field: _one_line(details, field, limit, problems) for field, limit in LINE_LIMITS.items()},
        **{field: _text(details, field, limit, problems) for field, limit in TEXT_LIMITS.items()},
        "code": details.code.strip().lower(),
    }
    if not cleaned["name"] and not any(problem.field == "name" for problem in problems):
        problems.append(Problem("name", "Enter the name of the measure"))
    if cleaned["code"] and not is_code(cleaned["code"]):
        problems.append(
            Problem(
                "code",
                f"Write a code of up to {CODE_LIMIT} letters and figures with hyphens between them, such as"
                " referrals-24-hours",
            )
        )
    if not 0 <= details.decimals <= MOST_DECIMALS:
        problems.append(Problem("decimals", f"Choose 0 to {MOST_DECIMALS} decimals"))
    if problems:
        raise InvalidInput(problems)
    return replace(details, **cleaned)


def is_code(text: str) -> bool:
    return len(text) <= CODE_LIMIT and CODE.fullmatch(text) is not None


def unit_counted(definition: AuditDefinition) -> Unit:
    """What an audit measure is counted in follows from what it counts."""
    return Unit.NUMBER if definition.counts is Counts.AUDITS else Unit.PERCENT


def _one_line(details: MeasureDetails, field: str, limit: int, problems: list[Problem]) -> str:
    return " ".join(_text(details, field, limit, problems).split())


def _text(details: MeasureDetails, field: str, limit: int, problems: list[Problem]) -> str:
    try:
        return clean_text(getattr(details, field).strip(), limit=limit, field=field)
    except InvalidInput as error:
        problems += error.problems
        return ""
