"""What somebody typed into the grid of values."""

from collections.abc import Mapping

from qa_app.domain.measure_values import TypedValue
from qa_app.services.measure_values import TypedRow
from qa_app.web.addresses import row_number

FIELDS = ("numerator", "denominator", "value", "status", "reason")
SEEN = "seen-"


def field_name(field: str, measure_id: int) -> str:
    """> numerator-12"""
    return f"{field}-{measure_id}"


def typed_rows(form: Mapping[str, str]) -> dict[int, TypedRow]:
    """By the id of the measure, in the order of the page; what is no row of the page is left out."""
    rows = {}
    for name in form:
        number = row_number(name.removeprefix(SEEN)) if name.startswith(SEEN) else None
        if number is not None:
            typed = TypedValue(**{field: form.get(field_name(field, number), "") for field in FIELDS})
            rows[number] = TypedRow(typed, row_number(form[name]) or 0)
    return rows
