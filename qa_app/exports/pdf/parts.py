"""The parts of a report on paper: its front, its sections, its notes."""

from collections.abc import Sequence

from qa_app.domain.charts import Chart
from qa_app.domain.tables import Report, Section, Shorthand, Table, shown_time
from qa_app.exports.chart_colours import GREY
from qa_app.exports.chart_layout import lay_out
from qa_app.exports.chart_shapes import Drawing
from qa_app.exports.pdf import fonts
from qa_app.exports.pdf.lines import wrapped
from qa_app.exports.pdf.marks import Panel, Picture, Text
from qa_app.exports.pdf.paper import A4, LEADING, MARGIN, PANEL, Paper, Place
from qa_app.exports.pdf.rich_text import write_blocks
from qa_app.exports.pdf.table import TableWriter, best_fit, texts_of

BODY = 10.0
SMALL = 8.5
HEADINGS = {1: 16.0, 2: 13.0, 3: 11.0}
TITLE = 24.0
FACT_NAMES = 120.0  # points
PANEL_EDGE = 6.0
WITH_A_HEADING = 90.0  # points below it on the same page
CHART_CAPTION = 3 * BODY * LEADING
TABLE_TITLE = 2 * BODY * LEADING
CHART_WIDTH = A4[0] - 2 * MARGIN


def write_front(paper: Paper, report: Report) -> None:
    """Title, subtitle, and in a panel what every export names."""
    paper.mark_place(report.title, level=0)
    paper.write(report.author, size=BODY, colour=GREY)
    paper.skip(2)
    paper.write(report.title, size=TITLE, bold=True)
    if report.subtitle:
        paper.write(report.subtitle, size=13, colour=GREY)
    paper.skip(10)
    _write_facts(paper, (*report.facts, ("Drawn", shown_time(report.drawn_at))), panel=True)


def write_section(paper: Paper, section: Section, level: int) -> Place:
    """`level` counts from nought in the outline, below the report's title."""
    table, chart = _table(paper, section), lay_out(section.chart) if section.chart else None
    paper.turn(landscape=table.fit.landscape if table else _stays_turned(paper, section))
    if section.page_break and not paper.is_fresh:
        paper.start_page()
    size = HEADINGS.get(section.level, HEADINGS[3])
    if not paper.is_fresh:
        paper.skip(size * 1.2)
    paper.keep(size * LEADING + _first_part(paper, section, chart, table))
    place = paper.mark_place(section.heading, level=level)
    paper.write(section.heading, size=size, bold=True)
    paper.skip(4)
    for paragraph in section.paragraphs:
        paper.write(paragraph, size=BODY)
        paper.skip(6)
    write_blocks(paper, section.text, size=BODY)
    _write_facts(paper, section.facts, panel=False)
    if section.chart and chart:
        _write_chart(paper, section.chart, chart)
    if table:
        _write_table(paper, table, heading=section.heading)
    return place


def write_notes(paper: Paper, notes: Sequence[str]) -> Place:
    paper.turn(landscape=False)
    paper.skip(20)
    paper.keep(WITH_A_HEADING)
    place = paper.mark_place("Notes", level=1)
    paper.write("Notes", size=HEADINGS[1], bold=True)
    paper.skip(4)
    for note in notes:
        paper.write(note, size=BODY)
        paper.skip(6)
    return place


def _stays_turned(paper: Paper, section: Section) -> bool:
    """Part of a section goes on where that is, because a page of its own would leave half of two empty."""
    return paper.landscape and section.level > 1 and not section.page_break


def _table(paper: Paper, section: Section) -> TableWriter | None:
    if section.table is None:
        return None
    texts = texts_of(section.table)
    return TableWriter(paper, texts, best_fit(texts, turned=_stays_turned(paper, section)))


def _first_part(paper: Paper, section: Section, chart: Drawing | None, table: TableWriter | None) -> float:
    """Points of what stands right below the heading and is not parted from it."""
    if section.paragraphs or section.text or section.facts:
        return WITH_A_HEADING
    if chart:
        return CHART_CAPTION + chart.height * _scale(paper, chart)
    return table.kept_together() + TABLE_TITLE if table else WITH_A_HEADING


def _write_facts(paper: Paper, facts: tuple[tuple[str, str], ...], *, panel: bool) -> None:
    """Names on the left, what they are on the right, a panel behind each if wished."""
    leading = BODY * LEADING
    if panel:
        _strip(paper)
    for name, value in facts:
        names = wrapped(name, fonts.bold(), BODY, FACT_NAMES)
        values = wrapped(value, fonts.regular(), BODY, paper.width - FACT_NAMES - 32)
        while names or values:
            paper.keep(leading + 8)
            lines = max(1, min(int((paper.room - 8) / leading), max(len(names), len(values))))
            height = lines * leading + 6
            if panel:
                paper.put(Panel(MARGIN, paper.y - height, paper.width, height, PANEL))
            left = MARGIN + (10 if panel else 0)
            for line in range(lines):
                y = paper.y - 4 - BODY - line * leading
                for x, texts, bold in ((left, names, True), (left + FACT_NAMES + 12, values, False)):
                    if line < len(texts):
                        paper.put(Text(x, y, texts[line], BODY, bold))
            names, values = names[lines:], values[lines:]
            paper.skip(height)
    if panel:
        _strip(paper)
    if facts:
        paper.skip(10)


def _strip(paper: Paper) -> None:
    """Room inside the panel, above and below what it holds."""
    paper.skip(PANEL_EDGE)
    paper.put(Panel(MARGIN, paper.y, paper.width, PANEL_EDGE, PANEL))


def _write_chart(paper: Paper, chart: Chart, drawing: Drawing) -> None:
    """In one piece, made smaller if a page is not high enough for it."""
    scale = _scale(paper, drawing)
    paper.keep(drawing.height * scale + CHART_CAPTION)
    paper.write(chart.title, size=BODY, bold=True)
    if chart.description:
        paper.write(chart.description, size=SMALL, colour=GREY)
    paper.skip(6)
    paper.keep(drawing.height * scale)
    paper.put(Picture(MARGIN, paper.y, drawing.width * scale, drawing))
    paper.skip(drawing.height * scale + 14)


def _scale(paper: Paper, drawing: Drawing) -> float:
    """Points to a pixel."""
    return min(CHART_WIDTH / drawing.width, (paper.body_height - CHART_CAPTION) / drawing.height)


def _write_table(paper: Paper, table: TableWriter, *, heading: str) -> None:
    """Its title only where that says more than the heading above."""
    title = table.texts.table.title
    paper.keep(table.kept_together() + TABLE_TITLE)
    if title and title != heading:
        paper.write(title, size=BODY, bold=True)
    table.write()
    _write_below_table(paper, table.texts.table, table.texts.shorthand)


def _write_below_table(paper: Paper, table: Table, shorthand: tuple[Shorthand, ...]) -> None:
    paper.skip(6)
    for mark in shorthand:
        paper.write(f"{mark.shown}: {mark.meaning}.", size=SMALL, colour=GREY)
    for note in table.notes:
        paper.write(f"Note: {note}", size=SMALL, colour=GREY)
