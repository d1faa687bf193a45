"""A report as a PDF: A4, with an outline, the headings of a table on each of its pages, charts as vectors.

First every page is filled with marks, then all are drawn, so that each can say which of how many it is.
Text is text, never mark-up, and none of it is cut: what does not fit goes on to the next line or page.
The document has a title, an author and a language; reportlab cannot tag its structure, so the page and
the workbook are the accessible forms, and this is the one to print.
"""

import io

from qa_app.domain.tables import Report
from qa_app.exports.pdf.drawing import draw
from qa_app.exports.pdf.paper import Paper
from qa_app.exports.pdf.parts import write_front, write_notes, write_section


def pdf_bytes(report: Report) -> bytes:
    """The whole document; every row is held in memory, so not for a table of a hundred thousand."""
    paper = Paper()
    write_front(paper, report)
    level = 0
    for section in report.sections:
        # An outline may go down one level at a time only.
        level = min(max(section.level, 1), level + 1)
        write_section(paper, section, level)
    write_notes(paper, report)
    file = io.BytesIO()
    draw(paper.pages, report, file)
    return file.getvalue()
