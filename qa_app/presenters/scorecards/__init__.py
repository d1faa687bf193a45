"""A scorecard as a page, a document, a workbook and rows; the layout is the one it is read in."""

from dataclasses import replace
from datetime import datetime

from qa_app.domain.scorecard import MeasureFacts, Scorecard
from qa_app.domain.scorecard_choice import Layout
from qa_app.domain.tables import Column, Report, Section, Table, Value, shown_time
from qa_app.presenters.measures.catalogue import catalogue_report, catalogue_rows
from qa_app.presenters.scorecards import columns, sheets, wording
from qa_app.presenters.scorecards.figures import figures_of, figures_table
from qa_app.presenters.scorecards.layouts import LAYOUTS
from qa_app.presenters.scorecards.links import NO_LINKS, Links
from qa_app.presenters.scorecards.notes import notes
from qa_app.presenters.scorecards.parts import Part, joined

__all__ = ["Links", "csv_table", "figures_of", "figures_table", "lay_out", "workbook"]


def lay_out(scorecard: Scorecard, *, author: str, drawn_at: datetime, links: Links | None = None) -> Report:
    """What the page and the PDF show. `author` is the council; without `links` no cell leads anywhere."""
    choice = scorecard.choice
    if choice.layout is Layout.CATALOGUE:
        return catalogue_report(
            _measures(scorecard),
            title=choice.title,
            author=author,
            drawn_at=drawn_at,
            facts=wording.catalogue_facts(scorecard),
        )
    layout = LAYOUTS[choice.layout]
    return Report(
        title=choice.title,
        subtitle=wording.span(choice.periods_shown),
        drawn_at=drawn_at,
        author=author,
        facts=wording.facts(scorecard),
        sections=layout.sections(scorecard, links or NO_LINKS),
        notes=notes(scorecard),
        contents=layout.contents,
    )


def workbook(scorecard: Scorecard, *, author: str, drawn_at: datetime) -> Report:
    """The scorecard in one table, then what was counted, standards, comments, and a row for every figure."""
    laid_out = lay_out(scorecard, author=author, drawn_at=drawn_at)
    main = Section("Scorecard", table=_one_table(scorecard))
    further = (
        Section("Counts", table=sheets.counts(scorecard)),
        Section("Thresholds and standards", table=sheets.standards(scorecard)),
        Section("Comments", table=sheets.comments(scorecard)),
        Section("All figures", table=figures_table(scorecard)),
    )
    is_catalogue = scorecard.choice.layout is Layout.CATALOGUE
    return replace(laid_out, sections=(main,) if is_catalogue else (main, *further), contents=False)


def csv_table(scorecard: Scorecard, *, drawn_at: datetime) -> Table:
    """The same one table; a CSV has no front, so that each row says how and when it was drawn."""
    table = _one_table(scorecard)
    said = (
        wording.status_rule(scorecard.choice),
        wording.service_areas(scorecard),
        wording.provisional(scorecard),
        shown_time(drawn_at),
    )
    headings = ("Status rule", "Service areas", "Provisional periods", "Drawn at")
    return replace(
        table,
        columns=(*table.columns, *map(Column, headings)),
        rows=[(*(_without_sign(value) for value in row), *said) for row in table.rows],
    )


def _one_table(scorecard: Scorecard) -> Table:
    choice = scorecard.choice
    title = f"{choice.title}, {wording.span(choice.periods_shown)}"
    if choice.layout is Layout.CATALOGUE:
        return catalogue_rows(_measures(scorecard), title=choice.title)
    layout = LAYOUTS[choice.layout]
    parts: tuple[Part, ...] = (*layout.parts(scorecard, NO_LINKS), columns.code(), columns.kind())
    return joined(title, parts, scorecard, theme=layout.theme)


def _without_sign(value: Value) -> Value:
    """> same, no change: a spreadsheet takes a cell that begins with = for a formula"""
    return value.removeprefix("= ") if isinstance(value, str) else value


def _measures(scorecard: Scorecard) -> tuple[MeasureFacts, ...]:
    """Each once, though it may stand under several themes."""
    return tuple({measure.id: measure for measure in scorecard.choice.measures}.values())
