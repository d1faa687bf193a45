"""Audit measures that count the same of different audits: together a table, with a total that tells."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.disclosure import PrintedTable, is_small, suppression_of
from qa_app.domain.periods import ReportingPeriod
from qa_app.domain.readings import Reading
from qa_app.domain.scorecard import MeasureFacts

Place = tuple[int, ReportingPeriod]
"""The number of a line, and a period of it."""

Readings = Sequence[Mapping[ReportingPeriod, Reading]]
"""For every line, what it reads in each period."""

DIMENSIONS = ("area", "stream", "tool")


def withheld_together(
    measures: Sequence[MeasureFacts], known: Readings, few: Collection[Place]
) -> set[Place]:
    """What must be withheld as well, because other measures and their totals would tell what is of `few`.

    Measures of one question by area (or by stream, or by tool) with the one of all audits are a table
    with a total. By two of these at once, all are withheld where any is: no table shows what they tell.
    """
    found = set(few)
    periods = {period for readings in known for period in readings}
    for period in sorted(periods, key=lambda period: period.first_day):
        families = _families(measures, period)
        found |= {(line, period) for line in _between_grades(families, known, period)}
        for family in families:
            found |= {(line, period) for line in _of_family(family, known, period, found)}
    return found


@dataclass(frozen=True)
class _Family:
    """Lines by what they count, whatever audits they count it of."""

    counts: AuditDefinition
    lines: Mapping[AuditDefinition, tuple[int, ...]]
    """By definition, because two lines may have the same."""

    @property
    def total(self) -> AuditDefinition | None:
        return next((each for each in self.lines if not _filters(each)), None)

    @property
    def filtered(self) -> tuple[AuditDefinition, ...]:
        return tuple(each for each in self.lines if _filters(each))

    @property
    def is_one_table(self) -> bool:
        """Whether all are parts by one dimension only."""
        used = {_filters(each) for each in self.filtered}
        return len(used) <= 1 and all(len(filters) == 1 for filters in used)


def _filters(definition: AuditDefinition) -> tuple[str, ...]:
    return tuple(name for name in DIMENSIONS if getattr(definition, name) is not None)


def _families(measures: Sequence[MeasureFacts], period: ReportingPeriod) -> list[_Family]:
    """By what each counted in the period."""
    found: dict[AuditDefinition, dict[AuditDefinition, tuple[int, ...]]] = defaultdict(dict)
    for number, measure in enumerate(measures):
        if measure.is_audit and (definition := measure.meaning_at(period).audit) is not None:
            ordered = replace(definition, questions=tuple(sorted(definition.questions)))
            lines = found[replace(ordered, area=None, stream=None, tool=None)]
            lines[ordered] = (*lines.get(ordered, ()), number)
    return [_Family(counts, lines) for counts, lines in found.items()]


def _of_family(
    family: _Family, known: Readings, period: ReportingPeriod, few: Collection[Place]
) -> Iterator[int]:
    """The lines to withhold in one period."""
    here = {each: _reading(lines, known, period) for each, lines in family.lines.items()}
    small = {each for each, lines in family.lines.items() if any((line, period) in few for line in lines)}
    if not family.is_one_table:
        if small:
            yield from (line for lines in family.lines.values() for line in lines)
        return
    withheld = small
    if family.total is not None and family.filtered:
        withheld = _in_table(family, here, small)
    yield from (line for each in withheld for line in family.lines[each])


def _in_table(
    family: _Family, here: Mapping[AuditDefinition, Reading], small: Collection[AuditDefinition]
) -> set[AuditDefinition]:
    """Audits of no line's area (or stream, or tool) are the others, which the total would tell of."""
    total = family.total
    if total is None:
        return set(small)
    rows = {each: _counts(here[each], family.counts) for each in family.filtered}
    sums = (sum(column) for column in zip(*rows.values(), strict=True))
    of_all = _counts(here[total], family.counts)
    table = PrintedTable(
        rows=tuple(rows.values()),
        others=tuple(all_of - these for all_of, these in zip(of_all, sums, strict=True)),
        is_shares=True,
    )
    also = [number for number, each in enumerate(rows) if each in small]
    found = suppression_of(table, also=also, also_totals=total in small)
    withheld = {each for each, row in zip(rows, found.rows, strict=True) if row} | set(small)
    return withheld | ({total} if found.totals else set())


def _counts(reading: Reading, counts: AuditDefinition) -> tuple[int, ...]:
    """Those that count and the rest; of a number of audits that number alone. Nothing audited is noughts."""
    counted, of = int(reading.numerator or 0), int(reading.denominator or 0)
    return (counted,) if counts.counts is Counts.AUDITS else (counted, of - counted)


def _between_grades(families: Sequence[_Family], known: Readings, period: ReportingPeriod) -> Iterator[int]:
    """“Good or better” and “Requires Improvement or better” of the same audits tell how many are between."""
    by_audits: dict[AuditDefinition, list[tuple[Fraction | int, tuple[int, ...]]]] = defaultdict(list)
    for family in families:
        if family.counts.counts is Counts.AT_LEAST:
            for definition, lines in family.lines.items():
                counted = _reading(lines, known, period).numerator
                if counted is not None:
                    by_audits[replace(definition, grade=1)].append((counted, lines))
    for readings in by_audits.values():
        ordered = sorted(readings)
        for (fewer, lines), (more, others) in pairwise(ordered):
            if is_small(more - fewer):
                yield from (*lines, *others)


def _reading(lines: Sequence[int], known: Readings, period: ReportingPeriod) -> Reading:
    return known[lines[0]].get(period, Reading())
