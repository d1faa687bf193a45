"""A report as a page lays it out: the same description that the files are made of, every cell as printed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from qa_app.domain.rich_text import Block
from qa_app.domain.tables import Report, Section
from qa_app.exports.chart_svg import chart_svg
from qa_app.web.table_view import TableView, table_view

LEVELS = {1: 2, 2: 3, 3: 4}
"""Of a section, and of its heading on a page, where the title has the first."""

LEAST = 4


@dataclass(frozen=True)
class ChartView:
    """A picture, and the name of the region in which it scrolls."""

    name: str
    svg: Markup


@dataclass(frozen=True)
class SectionView:
    id: str
    heading: str
    level: int
    """Of its heading: 2 to 4."""
    paragraphs: tuple[str, ...]
    text: tuple[Block, ...]
    facts: tuple[tuple[str, str], ...]
    chart: ChartView | None
    table: TableView | None


@dataclass(frozen=True)
class ReportView:
    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[SectionView, ...]
    notes: tuple[str, ...]


def report_view(report: Report) -> ReportView:
    """`components/report_section.html` lays out each of the sections."""
    return ReportView(
        title=report.title,
        subtitle=report.subtitle,
        facts=report.facts,
        sections=section_views(report.sections),
        notes=report.notes,
    )


def section_views(sections: Sequence[Section], *, prefix: str = "section") -> tuple[SectionView, ...]:
    """`prefix` begins every id; two such lists on a page need two. No two regions have one name."""
    names = _Names()
    return tuple(_section(section, f"{prefix}-{number}", names) for number, section in enumerate(sections, 1))


class _Names:
    """Names for regions, each used once: > Timeliness, then > Timeliness (2)"""

    def __init__(self) -> None:
        self._used: Counter[str] = Counter()

    def unique(self, name: str) -> str:
        self._used[name] += 1
        again = self._used[name]
        return name if again == 1 else self.unique(f"{name} ({again})")


def _section(section: Section, section_id: str, names: _Names) -> SectionView:
    chart, table = section.chart, section.table
    return SectionView(
        id=section_id,
        heading=section.heading,
        level=LEVELS.get(section.level, LEAST),
        paragraphs=section.paragraphs,
        text=section.text,
        facts=section.facts,
        chart=ChartView(
            names.unique(f"Chart: {chart.title}"),
            Markup(chart_svg(chart, prefix=f"{section_id}-chart")),  # noqa: S704  # escaped by chart_svg
        )
        if chart
        else None,
        table=table_view(
            table,
            id=f"{section_id}-table",
            name=names.unique(table.title or section.heading),
            is_titled=not table.title.startswith(section.heading),
        )
        if table
        else None,
    )
