"""The judgement tables as a workbook: percentages, counts, what they prove, and all rows."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from qa_app.domain.judgement_table import Block, JudgementTable, PeriodFacts
from qa_app.domain.tables import Column, Kind, Report, Section, Shorthand, Table, Value
from qa_app.presenters.judgements import rows, wording


def workbook(
    table: JudgementTable,
    *,
    title: str,
    author: str,
    drawn_at: datetime,
    limited_to: Sequence[str] | None,
) -> Report:
    """One sheet of percentages, one of counts, one of what they prove, and the tidy rows."""
    return Report(
        title=title,
        subtitle=wording.period_span(table.choice),
        drawn_at=drawn_at,
        author=author,
        facts=wording.facts(table, limited_to),
        sections=(
            Section("Percentages", table=_wide(table, "Percentage of judgements by grade", Kind.PERCENT)),
            Section("Counts", table=_wide(table, "Number of judgements by grade", Kind.COUNT)),
            Section(table.scale.good_or_better_label, table=_evidence(table)),
            Section("Moderation", table=_moderation(table)),
            Section(
                "All rows",
                table=rows.tidy_table(
                    table, title="One row for each figure", drawn_at=drawn_at, limited_to=limited_to
                ),
            ),
        ),
        notes=wording.notes(table, limited_to=limited_to),
    )


def _wide(table: JudgementTable, title: str, kind: Kind) -> Table:
    return Table(
        title=title,
        columns=(
            Column("Group"),
            Column("Grade"),
            *(Column(" ".join(wording.heading(facts)), kind) for facts in table.periods),
            Column("Direction"),
        ),
        rows=[row for block in table.blocks for row in _wide_rows(block, table, kind)],
    )


def _wide_rows(block: Block, table: JudgementTable, kind: Kind) -> Iterator[tuple[Value, ...]]:
    scale, good = table.scale, table.scale.good_or_better
    if kind is Kind.COUNT:
        yield (
            block.name,
            "Audited",
            *(rows.audited(column) for column in block.columns),
            None,
        )
    for position in scale.positions:
        way = wording.direction(block.directions[position - 1])
        if kind is Kind.COUNT:
            cells = [rows.counted(column, position) for column in block.columns]
        else:
            cells = [rows.percent(column, position) for column in block.columns]
        yield (block.name, scale.label(position), *cells, way)
    if kind is Kind.COUNT:
        cells = [rows.good_counted(column, good) for column in block.columns]
    else:
        cells = [rows.good_percent(column, good) for column in block.columns]
    way = wording.direction(block.good_direction, block.good_assessment)
    yield (block.name, scale.good_or_better_label, *cells, way)


def _evidence(table: JudgementTable) -> Table:
    label = table.scale.good_or_better_label
    return Table(
        title=f"{label} in {table.periods[-1].period}: what it proves",
        columns=(
            Column("Group"),
            Column("Audited", Kind.COUNT),
            Column(label, Kind.COUNT),
            Column(f"{label} (%)", Kind.PERCENT),
            Column("95% interval from", Kind.PERCENT),
            Column("95% interval to", Kind.PERCENT),
            Column("Direction"),
            Column("Since the period before"),
            Column("Since the same period last year"),
        ),
        rows=[_evidence_row(block, table) for block in table.blocks],
    )


def _evidence_row(block: Block, table: JudgementTable) -> tuple[Value, ...]:
    latest, good = block.columns[-1], table.scale.good_or_better
    changes = (*block.changes, None, None)[:2]
    return (
        block.name,
        rows.audited(latest),
        rows.good_counted(latest, good),
        rows.good_percent(latest, good),
        *rows.good_interval(latest, good),
        wording.direction(block.good_direction, block.good_assessment),
        *changes,
    )


def _moderation(table: JudgementTable) -> Table:
    return Table(
        title="Audits, and how far their moderation is, by period",
        columns=(
            Column("Period"),
            Column("Audits", Kind.COUNT),
            Column("Moderated", Kind.COUNT),
            Column("Awaiting moderation", Kind.COUNT),
            Column("State"),
        ),
        rows=[
            (" ".join(wording.heading(facts)), *_numbers(facts), facts.moderation.value)
            for facts in table.periods
        ],
    )


def _numbers(facts: PeriodFacts) -> tuple[Value, ...]:
    if facts.is_suppressed:
        return (Shorthand.SUPPRESSED,) * 3
    return facts.audits, facts.moderated, facts.awaiting
