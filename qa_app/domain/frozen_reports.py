"""A report kept for good: as plain JSON, exact, and the same report again when it is read.

What is kept names the classes and fields of `tables`, `charts` and `rich_text`, and leaves out what stands
at its default, so that a field added later, with a default, changes no report kept before. A class or a
field renamed or taken away, or a default changed, needs the next `FORMAT`, and a reader for the one before.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from hashlib import sha256
from math import isfinite
from typing import Any

from qa_app.domain import charts, rich_text, tables
from qa_app.domain.errors import DomainError
from qa_app.domain.periods import london_time
from qa_app.domain.tables import Report

FORMAT = 1

Kept = dict[str, Any]
"""Only what JSON has, with text for every number that is not whole."""


class UnreadableReport(DomainError):
    """What was kept is of a format that this version of the product does not know, or is not whole."""


def freeze(report: Report) -> Kept:
    """The report as JSON has it; a time becomes the same instant in UTC.

    Raises TypeError for what cannot be kept, such as rows that can be read once only, and ValueError for
    infinity and the like, and for a time without a zone.
    """
    return {"format": FORMAT, "report": _frozen(report)}


def thaw(kept: Mapping[str, Any]) -> Report:
    """The report that was frozen: `thaw(freeze(report)) == report`. Raises UnreadableReport."""
    number = kept.get("format")
    reader = _READERS.get(number) if isinstance(number, int) else None
    if reader is None:
        raise UnreadableReport(
            f"This was kept in format {number}, and this version of the product reads formats"
            f" {', '.join(map(str, _READERS))}: use the version that it was published with, or a later one"
        )
    try:
        return reader(kept)
    except (ArithmeticError, AttributeError, KeyError, LookupError, TypeError, ValueError) as error:
        raise UnreadableReport(f"What was kept is not whole: {error}") from error


def digest(kept: Mapping[str, Any]) -> str:
    """SHA-256, in hexadecimal, of what was kept: the same however a database orders or spaces it."""
    canonical = json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return sha256(canonical.encode("ascii")).hexdigest()


def _read_first(kept: Mapping[str, Any]) -> Report:
    report = _thawed(kept["report"])
    if not isinstance(report, Report):
        raise TypeError(f"it holds a {type(report).__name__} and no report")
    return report


_READERS: dict[int, Callable[[Mapping[str, Any]], Report]] = {1: _read_first}

_DESCRIPTIONS: dict[str, type] = {
    name: described
    for module in (charts, rich_text, tables)
    for name, described in vars(module).items()
    if isinstance(described, type) and (is_dataclass(described) or issubclass(described, Enum))
}
"""The classes that a report is made of, by name."""


def _frozen(value: Any) -> Any:
    if isinstance(value, Enum):
        return {_name_of(value): value.name}
    if value is None or isinstance(value, str | bool | int):
        return value
    if is_dataclass(value):
        return {_name_of(value): _frozen_fields(value)}
    if type(value) in _WRITTEN:
        tag, write = _WRITTEN[type(value)]
        return {tag: write(value)}
    if isinstance(value, tuple):
        return [_frozen(part) for part in value]
    if isinstance(value, list):
        return {"list": [_frozen(part) for part in value]}
    raise TypeError(f"a {type(value).__name__} cannot be kept")


def _frozen_fields(value: Any) -> Kept:
    held = {field.name: (getattr(value, field.name), _default(field)) for field in fields(value)}
    return {name: _frozen(part) for name, (part, usual) in held.items() if part != usual}


def _default(field: Field[Any]) -> Any:
    return field.default_factory() if field.default_factory is not MISSING else field.default


def _thawed(kept: Any) -> Any:
    if isinstance(kept, list):
        return tuple(_thawed(part) for part in kept)
    if not isinstance(kept, dict):
        return kept
    ((tag, inner),) = kept.items()
    if tag == "list":
        return [_thawed(part) for part in inner]
    if tag in _READ:
        return _READ[tag](inner)
    described = _DESCRIPTIONS[tag]
    if issubclass(described, Enum):
        return described[inner]
    return described(**{name: _thawed(part) for name, part in inner.items()})


def _name_of(value: Any) -> str:
    name = type(value).__name__
    if _DESCRIPTIONS.get(name) is not type(value):
        raise TypeError(f"a {name} is no part of a report and cannot be kept")
    return name


def _written_float(value: float) -> str:
    if not isfinite(value):
        raise ValueError(f"{value} is not a number that can be kept")
    return repr(value)


_WRITTEN: dict[type, tuple[str, Callable[[Any], str]]] = {
    float: ("float", _written_float),
    Fraction: ("fraction", lambda value: f"{value.numerator}/{value.denominator}"),
    Decimal: ("decimal", str),
    datetime: ("time", lambda value: london_time(value).astimezone(UTC).isoformat()),
    date: ("date", date.isoformat),
}

_READ: dict[str, Callable[[str], Any]] = {
    "float": float,
    "fraction": Fraction,
    "decimal": Decimal,
    "time": datetime.fromisoformat,
    "date": date.fromisoformat,
}
