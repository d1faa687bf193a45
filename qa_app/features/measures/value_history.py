"""Every value of a measure, as its page lays them out."""

from collections.abc import Sequence
from typing import Any

from qa_app.domain.measure_values import disagreement
from qa_app.domain.scorecard import MeasureFacts
from qa_app.models import Measure
from qa_app.queries.measure_facts import facts_of
from qa_app.queries.value_history import PastValue
from qa_app.web.formatters import by_whom, format_instant

HOLDS = {"text": "Holds now", "classes": "govuk-tag--green"}
REPLACED = {"text": "Replaced", "classes": "govuk-tag--grey"}
TAKEN_OUT = {"text": "Taken out", "classes": "govuk-tag--yellow"}


def history_page(measure: Measure, values: Sequence[PastValue]) -> dict[str, Any]:
    facts = facts_of(measure)
    return {"rows": [_row(facts, past) for past in values]}


def _row(measure: MeasureFacts, past: PastValue) -> dict[str, Any]:
    """In the unit that the measure had then."""
    value, unit = past.value, measure.meaning_at(past.period).unit
    typed = value.as_typed()
    tag = HOLDS if past.holds else REPLACED if past.was_replaced else TAKEN_OUT
    return {
        "period": str(past.period),
        "number": past.number,
        "value": value.shown(unit, measure.decimals, past.children),
        "counts": f"{typed.numerator or '?'} of {typed.denominator}"
        if typed.denominator
        else typed.numerator,
        "status": value.status.label,
        "tag": tag,
        "warning": disagreement(value, unit, measure.decimals, past.children),
        "reason": value.reason,
        "source": value.source or past.file_name or "",
        "who": by_whom(past.person),
        "when": format_instant(past.entered_at),
    }
