"""The quarter's report to print: a section for everything it holds, with its contents in front."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from qa_app.domain.quarter_report import QuarterContents, TextBlock
from qa_app.domain.tables import Report, Section
from qa_app.presenters.judgements.document import document
from qa_app.presenters.markdown import read_markdown
from qa_app.presenters.quarter_report.about import about, facts, notes, title
from qa_app.presenters.quarter_report.exceptions import exceptions
from qa_app.presenters.quarter_report.findings import month_sections
from qa_app.presenters.scorecards import lay_out

DEEPEST = 3


def quarter_document(contents: QuarterContents, *, author: str, drawn_at: datetime) -> Report:
    scorecard = lay_out(contents.scorecard, author=author, drawn_at=drawn_at)
    tables = [
        document(table, title=heading, author=author, drawn_at=drawn_at, limited_to=contents.limited_to)
        for table, heading in (
            (contents.by_area, "Overall judgement by service area"),
            (contents.by_domain, "Judgements by audit domain"),
        )
    ]
    return Report(
        title=title(contents),
        subtitle=contents.scorecard.choice.title,
        drawn_at=drawn_at,
        author=author,
        facts=facts(contents),
        sections=(
            *_written(contents, TextBlock.INTRODUCTION),
            replace(_part("Scorecard", contents, TextBlock.SCORECARD), facts=scorecard.facts),
            *_below(scorecard),
            *exceptions(contents.scorecard, level=2),
            replace(_part("Judgement tables", contents, TextBlock.JUDGEMENTS), facts=tables[0].facts),
            *(section for table in tables for section in (Section(table.title, level=2), *_below(table, 2))),
            Section("Audit findings", paragraphs=(about(contents),), page_break=True),
            *month_sections(contents, level=2),
            *_written(contents, TextBlock.NEXT_STEPS),
        ),
        notes=notes(contents, scorecard, *tables),
        contents=True,
    )


def _written(contents: QuarterContents, block: TextBlock) -> Iterator[Section]:
    """A section of its own, where something was written."""
    if text := read_markdown(contents.texts.get(block, "")):
        yield Section(block.label, text=text)


def _part(heading: str, contents: QuarterContents, block: TextBlock) -> Section:
    """A heading on a page of its own, with the commentary that belongs below it."""
    return Section(heading, text=read_markdown(contents.texts.get(block, "")), page_break=True)


def _below(report: Report, by: int = 1) -> Iterator[Section]:
    """The sections of another report, so many levels down."""
    for section in report.sections:
        yield replace(section, level=min(section.level + by, DEEPEST))
