"""What a file is by its first bytes, whatever its name says; the name has to agree with it.

A browser's own word for the kind of a file comes from the name too, so that nobody asks for it.
"""

import re
from enum import Enum
from pathlib import PurePath

from qa_app.importers.problems import UnreadableFile


class FileKind(Enum):
    TEXT = (".csv", ".txt", ".tsv")
    WORKBOOK = (".xlsx", ".xlsm")
    """Or anything else that is packed: the parts inside tell."""

    @property
    def endings(self) -> tuple[str, ...]:
        endings: tuple[str, ...] = self.value
        return endings


CHOOSE = "Choose a CSV file (*.csv) or an Excel workbook (*.xlsx)."
OLD_OR_LOCKED = (
    "This is a workbook of Excel 97-2003, or one with a password. Open it in Excel, remove the"
    " password if there is one, and save it as “Excel Workbook (*.xlsx)”."
)

_PACKED = b"PK\x03\x04"
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = {
    b"%PDF-": "a PDF document",
    b"\x89PNG\r\n": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"II*\0": "a picture",
    b"MM\0*": "a picture",
    b"RIFF": "a picture, a film or a sound",
    b"MZ": "a program",
    b"\x7fELF": "a program",
    b"#!/": "a program",
    b"\x1f\x8b": "a packed file",
    b"7z\xbc\xaf\x27\x1c": "a packed file",
    b"Rar!\x1a": "a packed file",
    b"\xfd7zXZ\0": "a packed file",
    b"PK\x05\x06": "a packed file with nothing in it",
    b"SQLite format 3\0": "a database",
    b"{\\rtf": "a document of a word processor",
}
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|!--|\?xml|/?(?:html|head|body|script|style|table|svg|meta|div)\b)",
    re.I,
)
_TEXT_OR_NOT = (b"MZ", b"RIFF", b"GIF8", b"#!/")
"""A table could begin with these letters too, and then goes on as text."""

_LOOKED_AT = 512


def kind_of(content: bytes, file_name: str) -> FileKind:
    """Raises UnreadableFile for what is neither text nor packed, and where the name says otherwise."""
    kind = _by_content(content)
    ending = PurePath(file_name).suffix.lower()
    if ending in kind.endings:
        return kind
    if ending in FileKind.TEXT.endings:
        raise UnreadableFile(
            f"The name ends in {ending}, but this is an Excel workbook or another packed file. Give it"
            " a name that ends in .xlsx, or open it in Excel and save it as CSV."
        )
    if ending in FileKind.WORKBOOK.endings:
        raise UnreadableFile(
            f"The name ends in {ending}, but this is not an Excel workbook. Open it in the program it"
            " comes from and save it as an Excel workbook (*.xlsx) or as CSV."
        )
    raise UnreadableFile(CHOOSE)


def _by_content(content: bytes) -> FileKind:
    if content.startswith(_PACKED):
        return FileKind.WORKBOOK
    if content.startswith(_OLD_OR_LOCKED):
        raise UnreadableFile(OLD_OR_LOCKED)
    beginning = content[:_LOOKED_AT]
    if _MARKUP.match(beginning):
        raise UnreadableFile(_is_not("a web page or another file of markup"))
    for first, name in _OTHERS.items():
        if beginning.startswith(first) and (first not in _TEXT_OR_NOT or _is_no_text(beginning)):
            raise UnreadableFile(_is_not(name))
    return FileKind.TEXT


def _is_no_text(beginning: bytes) -> bool:
    return b"\0" in beginning or beginning.startswith(b"#!/")


def _is_not(name: str) -> str:
    return (
        f"This is {name}, whatever its name says. Open the table in the program it comes from and save it"
        " as an Excel workbook (*.xlsx) or as CSV."
    )
