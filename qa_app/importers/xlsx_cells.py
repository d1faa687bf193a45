"""What is asked of the cells of a sheet before it is read, from their addresses and not from the size that
the sheet says it has.

The reader keeps every cell between A1 and the last, so that one in the far corner would take more than the
machine holds; and a copy of a text for each cell that shares it.
"""

import re
from collections.abc import Iterator

from qa_app.importers.limits import MOST_CELLS, MOST_COLUMNS, SPLIT_IT
from qa_app.importers.problems import UnreadableFile, shortened
from qa_app.importers.zip_parts import DAMAGED, TOO_LARGE

CELL = rb'<(?:\w+:)?c\s(?:[^<>]*?\s)?r="'
"""How a cell begins, up to its address."""

_USUAL_CELL = b'<c r="'
"""Nearly all are written so, which is far faster to find."""

_UNUSUAL_CELL = (re.compile(rb"<c[^a-zA-Z ]"), re.compile(rb":c[^a-zA-Z]"))
_ANY_CELL = re.compile(rb"<(?:[^\s<>/:]+:)?c[\s/>]")
_FILLED = rb"[^<>]*(?<!/)>"
_ERROR_CELL = re.compile(CELL + rb'([A-Z]{1,3}[0-9]{1,7})"[^<>]*?\st="e"[^<>]*>')
_FORMULA = re.compile(
    CELL + rb'([A-Z]{1,3}[0-9]{1,7})"[^<>]*>\s*<(?:\w+:)?f(?:[^<>]*/>|(?:\s[^<>]*)?>[^<]*</(?:\w+:)?f>)'
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v\s*>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_NUMBER_OF_TEXT = re.compile(rb"<(?:\w+:)?v[^<>]*>\s*([0-9]{1,9})\s*<")
_SHARED_TEXT = re.compile(rb"<(?:\w+:)?si[\s>]")

_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = b"0123456789"
_STRETCH = 4 * 1024 * 1024
"""Bytes looked through at a time, so that the addresses of a long sheet are not all kept."""


def check_sheet(name: str, sheet: bytes, texts: bytes, *, most_text: int) -> None:
    """Raises UnreadableFile, also for cells without a value: errors, and formulas never computed."""
    cell, (cells, columns, rows) = _USUAL_CELL, _extent(sheet, _USUAL_CELL)
    if cells != sheet.count(b"<c ") or any(unusual.search(sheet) for unusual in _UNUSUAL_CELL):
        cell, (cells, columns, rows) = CELL, _extent(sheet, CELL)
        if cells != len(_ANY_CELL.findall(sheet)):
            # Cells without an address: no program we know writes them.
            raise UnreadableFile(DAMAGED)
    if columns > MOST_COLUMNS or columns * rows > MOST_CELLS:
        # Cells that are only formatted do not count, because the reader leaves them out.
        _, columns, rows = _extent(sheet, cell, filled=_FILLED)
        if columns * rows > MOST_CELLS:
            raise UnreadableFile(TOO_LARGE)
        if columns > MOST_COLUMNS:
            raise UnreadableFile(f"“{shortened(name)}” has more than {MOST_COLUMNS:,} columns. {SPLIT_IT}")
    _check_texts(sheet, texts, cells, most_text)
    if b't="e"' in sheet:
        _refuse(name, "hold an error such as #N/A", "Put values in their place", _ERROR_CELL.findall(sheet))
    if b"<f" in sheet or cell is CELL:
        cured = "Open the file in Excel, save it"
        _refuse(name, "hold a formula that was never computed", cured, _FORMULA.findall(sheet))


def column_number(letters: bytes) -> int:
    """> 1 for A, or > 28 for AB"""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _extent(sheet: bytes, cell: bytes, *, filled: bytes = b"") -> tuple[int, int, int]:
    """How many cells have an address, and the last column and row of them."""
    address = re.compile(cell + rb'([A-Z]{1,3}[0-9]{1,7})"' + filled)
    addressed, columns, rows = 0, set[bytes](), set[bytes]()
    for stretch in _stretches(sheet):
        found = address.findall(stretch)
        addressed += len(found)
        together = b" ".join(found)
        columns.update(together.translate(None, _DIGITS).split())
        rows.update(together.translate(None, _LETTERS).split())
    return addressed, max(map(column_number, columns), default=0), max(map(int, rows), default=0)


def _stretches(sheet: bytes) -> Iterator[bytes]:
    """The whole sheet in pieces, none of which ends within a tag."""
    begun = 0
    while begun < len(sheet):
        end = sheet.rfind(b"<", begun + 1, begun + _STRETCH) if begun + _STRETCH < len(sheet) else len(sheet)
        if end == -1:
            end = sheet.find(b"<", begun + _STRETCH)
        if end == -1:
            end = len(sheet)
        yield sheet[begun:end]
        begun = end


def _check_texts(sheet: bytes, texts: bytes, cells: int, most_text: int) -> None:
    lengths = [len(text) for text in _SHARED_TEXT.split(texts)[1:]]
    if max(lengths, default=0) * cells <= most_text:
        return
    used = map(int, _NUMBER_OF_TEXT.findall(sheet))
    if sum(lengths[number] for number in used if number < len(lengths)) > most_text:
        raise UnreadableFile(TOO_LARGE)


def _refuse(name: str, what: str, cure: str, addresses: list[bytes]) -> None:
    """> These cells of “Audits” hold an error such as #N/A: B2. Put values in their place, then try again."""
    if addresses:
        cells = b", ".join(addresses[:10]).decode()
        more = f" and {len(addresses) - 10:,} more" if len(addresses) > 10 else ""
        raise UnreadableFile(
            f"These cells of “{shortened(name)}” {what}: {cells}{more}. {cure}, then try again."
        )
