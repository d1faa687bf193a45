"""The judgement tables as files: the same table as the page, as rows to compute with and as a report."""

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction

from qa_app.domain.intervals import wilson_interval
from qa_app.domain.judgement_choice import JudgementChoice, Layout
from qa_app.domain.judgement_table import Block, GradeCounts, JudgementTable
from qa_app.domain.percentages import display_percent_and_count
from qa_app.domain.tables import Column, Kind, Report, Section, Shorthand, Table, Value, shown_time
from qa_app.features.judgements import wording
from qa_app.features.judgements.charts import block_chart


def tidy_table(table: JudgementTable, *, title: str, drawn_at: datetime) -> Table:
    """One row for every group, period and grade, then "Good or better": for computing with.

    The direction stands in the rows of the latest period, which it is about, as a word alone:
    "=" would be a formula to a spreadsheet.
    """
    said = (wording.filters(table.choice), table.choice.judged.value, shown_time(drawn_at))
    return Table(
        title=title,
        columns=(
            Column("group"),
            Column("period"),
            Column("grade"),
            Column("count", Kind.COUNT),
            Column("audited", Kind.COUNT),
            Column("percent", Kind.PERCENT),
            Column("direction"),
            Column("marks"),
            Column("filter"),
            Column("judged"),
            Column("drawn_at"),
        ),
        rows=[(*row, *said) for block in table.blocks for row in _tidy_rows(block, table)],
    )


def _tidy_rows(block: Block, table: JudgementTable) -> Iterator[tuple[Value, ...]]:
    scale, latest = table.scale, table.periods[-1]
    for place, (facts, column) in enumerate(zip(table.periods, block.columns, strict=True)):
        broken = block.breaks[place]
        marks = " ".join(wording.marks(facts, broken=broken, imported=column.is_imported))
        for position in scale.positions:
            count = column.counts[position - 1]
            way = block.directions[position - 1].word if facts is latest else None
            yield (
                block.name, facts.period.key, scale.label(position), *_figures(column, count),
                _or_mark(column.percent(position), column), way, marks,
            )  # fmt: skip
        good = scale.good_or_better
        way = wording.direction_word(block.good_direction, block.good_assessment) if facts is latest else None
        count = sum(column.counts[:good])
        yield (
            block.name, facts.period.key, scale.good_or_better_label, *_figures(column, count),
            _or_mark(column.percent_up_to(good), column), way, marks,
        )  # fmt: skip


def _figures(column: GradeCounts, count: int) -> tuple[Value, Value]:
    if column.is_empty:
        return 0, 0
    return (
        (count, column.audited) if column.has_counts else (Shorthand.NOT_AVAILABLE, Shorthand.NOT_AVAILABLE)
    )


def _or_mark(percent: Fraction | None, column: GradeCounts) -> Value:
    if percent is not None:
        return percent
    return Shorthand.NOT_APPLICABLE if column.is_empty else Shorthand.NOT_AVAILABLE


def workbook(table: JudgementTable, *, title: str, author: str, drawn_at: datetime, limited: bool) -> Report:
    """One sheet of percentages, one of counts, one of what they prove, and the tidy rows."""
    return Report(
        title=title,
        subtitle=wording.period_span(table.choice),
        drawn_at=drawn_at,
        author=author,
        facts=facts(table),
        sections=(
            Section("Percentages", table=_wide(table, "Percentage of judgements by grade", Kind.PERCENT)),
            Section("Counts", table=_wide(table, "Number of judgements by grade", Kind.COUNT)),
            Section(table.scale.good_or_better_label, table=_evidence(table)),
            Section("Moderation", table=_moderation(table)),
            Section("All rows", table=tidy_table(table, title="One row for each figure", drawn_at=drawn_at)),
        ),
        notes=wording.notes(table, limited_to_areas=limited),
    )


def document(table: JudgementTable, *, title: str, author: str, drawn_at: datetime, limited: bool) -> Report:
    """A section for every block with its chart and its table, to print."""
    return Report(
        title=title,
        subtitle=wording.period_span(table.choice),
        drawn_at=drawn_at,
        author=author,
        facts=facts(table),
        sections=tuple(_section(block, table) for block in table.blocks),
        notes=wording.notes(table, limited_to_areas=limited),
    )


def facts(table: JudgementTable) -> tuple[tuple[str, str], ...]:
    """What every export names of itself, besides the time it was drawn."""
    return (
        ("Periods", wording.period_span(table.choice)),
        ("Judged", table.choice.judged.label),
        ("Filter", wording.filters(table.choice)),
        ("Moderation", wording.moderation(table)),
        ("Forms", wording.forms(table)),
    )


def file_name(choice: JudgementChoice, *, drawn_at: datetime, extension: str) -> str:
    """> judgements-by-service-area-2016-17-Q3-final-20261121-1140.csv"""
    return (
        f"judgements-by-{choice.by.value}-{choice.last.key}-{choice.judged.value}"
        f"-{drawn_at:%Y%m%d-%H%M}.{extension}"
    )


def _section(block: Block, table: JudgementTable) -> Section:
    return Section(
        heading=block.name,
        level=1,
        paragraphs=wording.evidence(block, table),
        chart=block_chart(block, table),
        table=Table(
            title=f"{block.name}, {wording.period_span(table.choice)}",
            columns=(
                Column("Grade"),
                *(Column(heading, Kind.PERCENT) for heading in _headings(block, table)),
                Column("Direction"),
            ),
            rows=[
                ("Audited", *(wording.audited(column) for column in block.columns), ""),
                *(
                    (
                        table.scale.label(position),
                        *(_printed(column, position, table.choice) for column in block.columns),
                        wording.direction(block.directions[position - 1]),
                    )
                    for position in table.scale.positions
                ),
                (
                    table.scale.good_or_better_label,
                    *(_printed_good(column, table) for column in block.columns),
                    wording.direction(block.good_direction, block.good_assessment),
                ),
            ],
        ),
    )


def _headings(block: Block, table: JudgementTable) -> list[str]:
    return [
        " ".join((*wording.heading(facts), *wording.marks(facts, broken=broken, imported=column.is_imported)))
        for facts, broken, column in zip(table.periods, block.breaks, block.columns, strict=True)
    ]


def _printed(column: GradeCounts, position: int, choice: JudgementChoice) -> str:
    with_count = choice.printed is Layout.PERCENT_AND_COUNT and column.has_counts
    if with_count:
        return display_percent_and_count(column.share_of(position))
    return wording.percent(column, position)


def _printed_good(column: GradeCounts, table: JudgementTable) -> str:
    good = table.scale.good_or_better
    if table.choice.printed is Layout.PERCENT_AND_COUNT and column.has_counts:
        return display_percent_and_count(column.share_up_to(good))
    return wording.good_or_better(column, good)


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
            *(_figures(column, column.audited)[1] for column in block.columns),
            None,
        )
    for position in scale.positions:
        way = wording.direction(block.directions[position - 1])
        if kind is Kind.COUNT:
            cells = [_figures(column, column.counts[position - 1])[0] for column in block.columns]
        else:
            cells = [_or_mark(column.percent(position), column) for column in block.columns]
        yield (block.name, scale.label(position), *cells, way)
    if kind is Kind.COUNT:
        cells = [_figures(column, sum(column.counts[:good]))[0] for column in block.columns]
    else:
        cells = [_or_mark(column.percent_up_to(good), column) for column in block.columns]
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
    count = sum(latest.counts[:good])
    interval = wilson_interval(count, latest.audited) or (
        _or_mark(None, latest),
        _or_mark(None, latest),
    )
    number, audited = _figures(latest, count)
    changes = (*block.changes, None, None)[:2]
    way = wording.direction(block.good_direction, block.good_assessment)
    percent = _or_mark(latest.percent_up_to(good), latest)
    return (block.name, audited, number, percent, *interval, way, *changes)


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
            (
                " ".join(wording.heading(facts)),
                facts.audits,
                facts.moderated,
                facts.awaiting,
                facts.moderation.value,
            )
            for facts in table.periods
        ],
    )


MIMETYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def export_bytes(
    table: JudgementTable, extension: str, *, title: str, author: str, drawn_at: datetime, limited: bool
) -> bytes:
    """The file of this kind (a key of MIMETYPES). The writers are read only when they are wanted."""
    if extension == "csv":
        from qa_app.exports.csv_file import csv_bytes

        return csv_bytes(tidy_table(table, title=title, drawn_at=drawn_at))
    if extension == "xlsx":
        from qa_app.exports.xlsx import xlsx_bytes

        return xlsx_bytes(workbook(table, title=title, author=author, drawn_at=drawn_at, limited=limited))
    from qa_app.exports.pdf import pdf_bytes

    return pdf_bytes(document(table, title=title, author=author, drawn_at=drawn_at, limited=limited))
