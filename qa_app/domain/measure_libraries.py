"""Measures that a council has published, ready for another to adopt."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Self

from qa_app.domain.audit_measures import AuditDefinition
from qa_app.domain.directions import Polarity
from qa_app.domain.measures import Frequency, MeasureKind, MeasurePeriod, Printed, Unit


class PartHere(StrEnum):
    """What stands here for a service area, or a stream, that a library names."""

    ADDED = "added"
    """One of the same name, added if there is none."""
    EVERY = "every"
    """All of them: the line is not filtered by it."""


Parts = Mapping[str, PartHere | int]
"""By the name in the library; a number is that of a row here."""


@dataclass(frozen=True)
class LibraryAudit:
    """An audit definition whose service area and stream are names, as their row numbers differ from
    council to council; blank does not filter."""

    definition: AuditDefinition
    service_area: str = ""
    stream: str = ""

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Keys as in AuditDefinition.as_json, with `service_area` and `stream` for `area` and `stream`."""
        names = {"service_area": kept.get("service_area", ""), "stream": kept.get("stream", "")}
        rest = {key: value for key, value in kept.items() if key not in names}
        return cls(AuditDefinition.from_json(rest), **names)

    def here(self, *, area: int | None, stream: int | None) -> AuditDefinition:
        """The definition with the rows that the names stand for in this council."""
        return replace(self.definition, area=area, stream=stream)


@dataclass(frozen=True)
class LibraryMeasure:
    """One line of a library.

    `thresholds` are printed as bands.parse_bands reads them: Requires Improvement, Good, Outstanding;
    blanks for none. `code` is proposed for the measure; blank: made from the name.
    """

    number: str
    name: str
    kind: MeasureKind
    unit: Unit
    code: str = ""
    outcome: str = ""
    """The outcome or theme that it stands under."""
    objective: str = ""
    description: str = ""
    guide: str = ""
    responsible_role: str = ""
    source: str = ""
    decimals: int = 0
    polarity: Polarity = Polarity.NEUTRAL
    measure_period: MeasurePeriod = MeasurePeriod.SNAPSHOT
    frequency: Frequency = Frequency.QUARTER
    collected: Printed = Printed.BLANK
    carries_target: Printed = Printed.BLANK
    carries_direction: Printed = Printed.BLANK
    thresholds: tuple[str, str, str] = ("", "", "")
    audit: LibraryAudit | None = None


@dataclass(frozen=True)
class Library:
    """All that one council published, in its order."""

    code: str
    name: str
    about: str
    measures: tuple[LibraryMeasure, ...]

    def line(self, number: str) -> LibraryMeasure | None:
        return next((measure for measure in self.measures if measure.number == number), None)

    def adopted_as(self, measure: LibraryMeasure) -> str:
        """> worcestershire/12, as an adopted measure keeps it"""
        return f"{self.code}/{measure.number}"


def areas_named(lines: Iterable[LibraryMeasure]) -> dict[str, list[str]]:
    """The numbers of the lines that count the audits of one service area, by its name."""
    return _named((line.audit.service_area, line.number) for line in lines if line.audit)


def streams_named(lines: Iterable[LibraryMeasure]) -> dict[str, list[str]]:
    """The same of streams."""
    return _named((line.audit.stream, line.number) for line in lines if line.audit)


def _named(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, number in pairs:
        if name:
            found.setdefault(name, []).append(number)
    return found
