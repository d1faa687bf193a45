"""Libraries of measures that councils have published, ready to adopt; files that can be read and changed."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from qa_app.domain.directions import Polarity
from qa_app.domain.measure_libraries import Library, LibraryAudit, LibraryMeasure
from qa_app.domain.measures import Frequency, MeasureKind, MeasurePeriod, Printed, Unit

CODES = ("worcestershire", "wirral", "cheshire-east")


@cache
def libraries() -> tuple[Library, ...]:
    """All of them, in the order in which they are offered."""
    return tuple(_library(code) for code in CODES)


def library_of(code: str) -> Library | None:
    """> the library of Worcestershire, for worcestershire"""
    return next((library for library in libraries() if library.code == code), None)


def library_names() -> dict[str, str]:
    """By code: > {"worcestershire": "Worcestershire: measures under four outcomes"}"""
    return {library.code: library.name for library in libraries()}


def _library(code: str) -> Library:
    kept = json.loads((files(__name__) / f"{code}.json").read_text(encoding="utf-8"))
    return Library(
        code=code,
        name=kept["name"],
        about=kept["about"],
        measures=tuple(_measure(line, number) for number, line in enumerate(kept["measures"], start=1)),
    )


_WORDS = {
    "kind": MeasureKind,
    "unit": Unit,
    "polarity": Polarity,
    "measure_period": MeasurePeriod,
    "frequency": Frequency,
    "collected": Printed,
    "carries_target": Printed,
    "carries_direction": Printed,
}


def _measure(line: Mapping[str, Any], number: int) -> LibraryMeasure:
    """Keys are those of LibraryMeasure; without a number of its own, a line has that of its place."""
    values: dict[str, Any] = dict(line)
    values |= {key: word(line[key]) for key, word in _WORDS.items() if key in line}
    if "thresholds" in values:
        values["thresholds"] = tuple(values["thresholds"])
    if "audit" in values:
        values["audit"] = LibraryAudit.from_json(values["audit"])
    return LibraryMeasure(**{"number": str(number)} | values)
