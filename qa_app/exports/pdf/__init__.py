"""A report as a PDF: A4, with an outline, the headings of a table on each of its pages, charts as vectors.

First every page is filled with marks, then all are drawn, so that each can say which of how many it is.
Text is text, never mark-up, and none of it is cut: what does not fit goes on to the next line or page.
The document has a title, an author and a language; reportlab cannot tag its structure, so the page and
the workbook are the accessible forms, and this is the one to print.
"""

import io

from qa_app.domain.tables import Report
from qa_app.exports.pdf.contents import Contents
from qa_app.exports.pdf.drawing import draw
from qa_app.exports.pdf.paper import Paper
from qa_app.exports.pdf.parts import write_front, write_notes, write_section


def pdf_bytes(report: Report) -> bytes:
    """The whole document; every row is held in memory, so not for a table of a hundred thousand."""
    paper, contents, levels = Paper(), None, _levels(report)
    write_front(paper, report)
    if report.contents:
        contents = Contents(paper)
        titles = [(section.heading, level) for section, level in zip(report.sections, levels, strict=True)]
        contents.write([*titles, ("Notes", 1)] if report.notes else titles)
    places = [
        write_section(paper, section, level) for section, level in zip(report.sections, levels, strict=True)
    ]
    if report.notes:
        places.append(write_notes(paper, report.notes))
    if contents:
        contents.finish(places)
    file = io.BytesIO()
    draw(paper.pages, report, file)
    return file.getvalue()


def _levels(report: Report) -> list[int]:
    """Of each section: an outline may go down one level at a time only."""
    levels: list[int] = []
    for section in report.sections:
        levels.append(min(max(section.level, 1), levels[-1] + 1 if levels else 1))
    return levels
