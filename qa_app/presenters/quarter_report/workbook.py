"""The quarter's report as one workbook: what was written, then every table that can be computed with."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from qa_app.domain.quarter_report import Findings, QuarterContents, TextBlock, months_of
from qa_app.domain.rich_text import Block, Heading, Paragraph, Run
from qa_app.domain.tables import Report, Section
from qa_app.presenters.judgements import workbook as judgements
from qa_app.presenters.markdown import read_markdown
from qa_app.presenters.quarter_report import findings
from qa_app.presenters.quarter_report.about import about, facts, notes, title
from qa_app.presenters.quarter_report.months import month_name
from qa_app.presenters.scorecards import workbook


def quarter_workbook(contents: QuarterContents, *, author: str, drawn_at: datetime) -> Report:
    scorecard = workbook(contents.scorecard, author=author, drawn_at=drawn_at)
    tables = [
        (
            heading,
            judgements.workbook(
                table, title=heading, author=author, drawn_at=drawn_at, limited_to=contents.limited_to
            ),
        )
        for table, heading in ((contents.by_area, "Areas"), (contents.by_domain, "Domains"))
    ]
    return Report(
        title=title(contents),
        subtitle=contents.scorecard.choice.title,
        drawn_at=drawn_at,
        author=author,
        facts=facts(contents),
        sections=(
            *_written(contents),
            *scorecard.sections,
            *(
                replace(section, heading=f"{heading}, {section.heading.lower()}")
                for heading, book in tables
                for section in book.sections
            ),
            Section("Audits by month", paragraphs=(about(contents),), table=findings.months_table(contents)),
            Section("Findings", text=tuple(_findings(contents))),
        ),
        notes=notes(contents, scorecard, *(book for _, book in tables)),
    )


def _written(contents: QuarterContents) -> Iterator[Section]:
    for block in TextBlock:
        if text := read_markdown(contents.texts.get(block, "")):
            yield Section(block.label, text=text)


def _findings(contents: QuarterContents) -> Iterator[Block]:
    for place, month in enumerate(months_of(contents.quarter)):
        found = contents.findings.get(month, Findings())
        yield _heading(month_name(month))
        for name, said in findings.facts(contents, place, found):
            yield Paragraph((Run(f"{name}: {said}"),))
        if found.is_empty:
            yield Paragraph((Run(findings.NOT_WRITTEN),))
        for name, heading in findings.PARTS:
            if text := read_markdown(getattr(found, name)):
                yield _heading(heading)
                yield from text


def _heading(text: str) -> Heading:
    return Heading((Run(text),))
