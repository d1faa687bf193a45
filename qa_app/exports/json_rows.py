"""A table as JSON: one object a row, under the names of its columns; figures are not rounded.

A column of figures holds numbers or null, so that a program can reckon with it; why a figure is missing
stands beside it, under the same name and `_missing`, as its shorthand.

> "percent": null, "percent_missing": "[z]"
"""

import json
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from qa_app.domain.periods import london_time
from qa_app.domain.tables import Column, Figure, Shorthand, Table, Value

MISSING = "_missing"


def json_bytes(table: Table, *, drawn_at: datetime) -> bytes:
    """An object: what was drawn, when (ISO 8601, in London), and the rows."""
    rows = [_row(table.columns, row) for row in table.rows]
    whole = {"title": table.title, "drawn_at": _plain(drawn_at), "rows": rows}
    return json.dumps(whole, ensure_ascii=False, allow_nan=False).encode("utf-8", "backslashreplace")


def row_schema(columns: tuple[Column, ...]) -> dict[str, Any]:
    """What a row looks like, as JSON Schema."""
    fields: dict[str, Any] = {}
    for column in columns:
        kind = "number" if column.kind.is_numeric else "string"
        fields[column.heading] = {"type": [kind, "null"]}
        if column.kind.is_numeric:
            fields[column.heading + MISSING] = {"type": ["string", "null"]}
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


def _row(columns: tuple[Column, ...], row: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for column, value in zip(columns, row, strict=True):
        plain = value.value if isinstance(value, Figure) else value
        if column.kind.is_numeric:
            mark = plain.mark if isinstance(plain, Shorthand) else None
            fields[column.heading] = None if mark else _plain(plain)
            fields[column.heading + MISSING] = mark
        else:
            fields[column.heading] = _plain(plain)
    return fields


def _plain(value: Value) -> str | int | float | None:
    match value:
        case Shorthand():
            return value.mark
        case Fraction() | Decimal():
            return int(value) if value == int(value) else float(value)
        case datetime():
            return london_time(value).isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case Figure():
            return _plain(value.value)
        case _:
            return value
