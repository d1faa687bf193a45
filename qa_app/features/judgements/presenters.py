"""The page of the judgement tables: every cell as it is printed, and the audits it leads to."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from qa_app.domain.grade_counts import GradeCounts
from qa_app.domain.judgement_choice import Grouping, Layout
from qa_app.domain.judgement_table import Block, JudgementTable
from qa_app.exports.chart_svg import chart_svg
from qa_app.presenters.judgements import wording
from qa_app.presenters.judgements.charts import block_chart
from qa_app.queries.choice_options import ChoiceOptions


@dataclass(frozen=True, slots=True)
class Cell:
    """What is printed, and the address of the audits behind it (empty: no link)."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    heading: str
    cells: tuple[Cell, ...]
    direction: str = ""
    kind: str = ""
    """ "audited" or "good" for the rows that are not one grade."""


@dataclass(frozen=True)
class BlockView:
    id: str
    name: str
    headings: tuple[tuple[str, ...], ...]
    """The words of each, so that a narrow column breaks between them and not inside “2016-17”."""
    rows: tuple[Row, ...]
    evidence: tuple[str, ...]
    chart: Markup


@dataclass(frozen=True)
class TablesView:
    title: str
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    blocks: tuple[BlockView, ...]
    direction_heading: str
    other_scales: tuple[tuple[str, str], ...]
    """(code, sentence) of scales whose audits are not in these tables."""


class AuditLinks:
    """Where the audits behind a count are listed; made once for a page, asked for every cell."""

    def __init__(self, path: str, table: JudgementTable, options: ChoiceOptions) -> None:
        choice = table.choice
        question = choice.of if choice.by is not Grouping.DOMAIN else ""
        common = {
            "counted": "1",
            "judged": choice.judged.value,
            "scale": table.scale.code,
            "question": question,
            "area": str(options.areas.get(choice.area or "", "")),
            "stream": str(options.streams.get(choice.stream or "", "")),
            "tool": choice.tool or "",
        }
        self._group = _GROUP_FIELDS[choice.by]
        self._start = f"{path}?{urlencode({key: value for key, value in common.items() if value})}"

    def of_block(self, block: Block) -> str | None:
        """What the links of a block begin with; None where its audits cannot be listed."""
        if block.is_total:
            return self._start
        return f"{self._start}&{self._group}={block.code}" if block.code else None


_GROUP_FIELDS = {
    Grouping.SERVICE_AREA: "area",
    Grouping.TEAM: "team",
    Grouping.STREAM: "stream",
    Grouping.TOOL: "tool",
    Grouping.DOMAIN: "question",
}


def tables_view(
    table: JudgementTable, *, title: str, links: AuditLinks | None, limited_to: Sequence[str] | None
) -> TablesView:
    """`links` is None for somebody who may not read audits; `limited_to` are the only areas they see."""
    periods = [f"&from={f.period.first_month}&to={f.period.last_month}" for f in table.periods]
    return TablesView(
        title=title,
        facts=(
            ("Judged", table.choice.judged.label),
            ("Moderation", wording.moderation(table)),
            ("Forms", wording.forms(table)),
        ),
        notes=wording.notes(table, limited_to=limited_to),
        blocks=tuple(
            _block(number, block, table, links.of_block(block) if links else None, periods)
            for number, block in enumerate(table.blocks, start=1)
        ),
        direction_heading=_direction_heading(table),
        other_scales=tuple(
            (other.code, f"Show {wording.on_other_scale(other)}") for other in table.other_scales
        ),
    )


def _block(
    number: int, block: Block, table: JudgementTable, start: str | None, periods: list[str]
) -> BlockView:
    scale, layout = table.scale, table.choice.printed
    leading = [
        f"{start}{period}" if start and column.audited and not column.is_imported else ""
        for column, period in zip(block.columns, periods, strict=True)
    ]
    grades = [
        Row(
            heading=scale.label(position),
            cells=tuple(
                _cell(column, position, layout, lead)
                for column, lead in zip(block.columns, leading, strict=True)
            ),
            direction=wording.direction(block.directions[position - 1]),
        )
        for position in scale.positions
    ]
    audited = Row(
        heading="Audited",
        cells=tuple(
            Cell(wording.audited(column), lead) for column, lead in zip(block.columns, leading, strict=True)
        ),
        kind="audited",
    )
    good = Row(
        heading=scale.good_or_better_label,
        cells=tuple(Cell(wording.good_or_better(column, scale, layout)) for column in block.columns),
        direction=wording.direction(block.good_direction, block.good_assessment),
        kind="good",
    )

    def link_to(place: int, position: int) -> str | None:
        return f"{leading[place]}&grade={position}" if leading[place] else None

    chart = block_chart(block, table, link_to if start else None)
    return BlockView(
        id=f"table-{number}",
        name=block.name,
        headings=tuple(
            (*wording.heading(f), *wording.marks(f, broken=broken, imported=column.is_imported))
            for f, broken, column in zip(table.periods, block.breaks, block.columns, strict=True)
        ),
        rows=(audited, *grades, good),
        evidence=wording.evidence(block, table),
        chart=Markup(chart_svg(chart, prefix=f"chart-{number}")),  # noqa: S704  # escaped by chart_svg
    )


def _cell(column: GradeCounts, position: int, layout: Layout, lead: str) -> Cell:
    href = f"{lead}&grade={position}" if lead and column.counts[position - 1] else ""
    return Cell(wording.grade(column, position, layout), href)


def _direction_heading(table: JudgementTable) -> str:
    """> Direction since Q2 2016-17"""
    return f"Direction since {table.choice.last.previous()}"
