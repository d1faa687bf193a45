"""Every text in a file, whichever sheet or cell it is in, to see whom the file is about."""

import html
import re
from collections.abc import Callable, Iterator, Sequence

from qa_app.importers.csv_rows import csv_rows
from qa_app.importers.file_kinds import FileKind, kind_of
from qa_app.importers.limits import MOST_UNPACKED
from qa_app.importers.sheet import Cell, read_sheet
from qa_app.importers.zip_parts import ZipParts

# One shared text, or one comment, may be written in several runs, each in an element of its own.
_IN_RUNS = re.compile(r"<(?:\w+:)?(si|is|comment)[\s>].*?</(?:\w+:)?\1>", re.DOTALL)
_BETWEEN_TAGS = re.compile(r">([^<>]+)<")


def texts_of_file(content: bytes, file_name: str) -> Iterator[str]:
    """Raises UnreadableFile for what is no CSV file or workbook, or would be too large when unpacked."""
    if kind_of(content, file_name) is FileKind.TEXT:
        for row in csv_rows(content):
            yield from (str(cell) for cell in row if cell)
        return
    package = ZipParts(content, most_unpacked=MOST_UNPACKED)
    for name in package.names:
        if name.endswith((".xml", ".rels", ".vml")):
            yield from _texts_of_part(package.part(name).decode("utf-8", "replace"))


def rows_about(
    content: bytes, file_name: str, is_about: Callable[[Sequence[str]], bool]
) -> tuple[Sequence[str], Sequence[tuple[int, Sequence[Cell]]]]:
    """The headings of the sheet that is brought in, and those of its rows, with their numbers, that are
    about something. Raises UnreadableFile.
    """
    sheet = read_sheet(content, file_name)
    numbered = enumerate(sheet.rows, start=sheet.first_row)
    return sheet.headings, [
        (number, row[:-1]) for number, row in numbered if is_about([str(cell) for cell in row if cell])
    ]


def _texts_of_part(xml: str) -> Iterator[str]:
    for together in _IN_RUNS.finditer(xml):
        yield html.unescape("".join(_BETWEEN_TAGS.findall(together.group())))
    for text in _BETWEEN_TAGS.finditer(xml):
        if not text.group(1).isspace():
            yield html.unescape(text.group(1))
