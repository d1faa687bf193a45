"""The judgement tables as a document to print: a section for every block."""

from collections.abc import Sequence
from datetime import datetime

from qa_app.domain.judgement_table import Block, JudgementTable
from qa_app.domain.tables import Column, Kind, Report, Section, Table
from qa_app.presenters.judgements import wording
from qa_app.presenters.judgements.charts import block_chart


def document(
    table: JudgementTable,
    *,
    title: str,
    author: str,
    drawn_at: datetime,
    limited_to: Sequence[str] | None,
) -> Report:
    """A section for every block with its chart and its table, to print."""
    return Report(
        title=title,
        subtitle=wording.period_span(table.choice),
        drawn_at=drawn_at,
        author=author,
        facts=wording.facts(table, limited_to),
        sections=tuple(_section(block, table) for block in table.blocks),
        notes=wording.notes(table, limited_to=limited_to),
    )


def _section(block: Block, table: JudgementTable) -> Section:
    layout = table.choice.printed
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
                        *(wording.grade(column, position, layout) for column in block.columns),
                        wording.direction(block.directions[position - 1]),
                    )
                    for position in table.scale.positions
                ),
                (
                    table.scale.good_or_better_label,
                    *(wording.good_or_better(column, table.scale, layout) for column in block.columns),
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
