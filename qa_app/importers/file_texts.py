"""Every text in a file, whichever sheet or cell it is in, to see whom the file is about.

Nothing is parsed that a file could make long or deep: each byte is looked at once.
"""

import html
import re
from collections.abc import Callable, Iterator, Sequence

from qa_app.importers.apart import read_apart
from qa_app.importers.file_kinds import FileKind, kind_of
from qa_app.importers.limits import limits_for
from qa_app.importers.sheet import Cell
from qa_app.importers.zip_parts import ZipParts

_TAG_OR_TEXT = re.compile(r"<(/?)(?:\w+:)?(\w*)[^<>]*>|([^<]+)")
_IN_RUNS = frozenset({"si", "is", "comment"})
"""One text in these may be written in several runs, each in an element of its own."""
_BETWEEN_CELLS = re.compile(r'[,;\t\r\n"]+')
_TEXT_PARTS = (".xml", ".rels", ".vml")


def texts_of_file(content: bytes, file_name: str) -> Iterator[str]:
    """Raises UnreadableFile for what is no CSV file or workbook, or is larger unpacked than one may be."""
    if kind_of(content, file_name) is FileKind.TEXT:
        for line in _decoded(content).splitlines():
            yield line
            yield from _BETWEEN_CELLS.split(line)
        return
    package = ZipParts(content, most_unpacked=limits_for(len(content)).unpacked)
    for name in package.names:
        if name.endswith(_TEXT_PARTS):
            yield from _texts_of_part(package.part(name).decode("utf-8", "replace"))


def rows_about(
    content: bytes, file_name: str, is_about: Callable[[Sequence[str]], bool]
) -> tuple[Sequence[str], Sequence[tuple[int, Sequence[Cell]]]]:
    """The headings of the sheet that is brought in, and those of its rows, with their numbers, that are
    about something. Raises UnreadableFile.
    """
    sheet = read_apart(content, file_name)
    numbered = enumerate(sheet.rows, start=sheet.first_row)
    return sheet.headings, [
        (number, row[:-1]) for number, row in numbered if is_about([str(cell) for cell in row if cell])
    ]


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    if b"\0" in content[:4]:
        return content.decode("utf-16-be" if content[0] == 0 else "utf-16-le", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _texts_of_part(xml: str) -> Iterator[str]:
    together: list[str] = []
    for closes, element, text in _TAG_OR_TEXT.findall(xml):
        if text and not text.isspace():
            together.append(text)
            yield html.unescape(text)
        elif element in _IN_RUNS:
            if closes and len(together) > 1:
                yield html.unescape("".join(together))
            together = []
