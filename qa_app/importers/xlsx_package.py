"""What must be known of a workbook before it is unpacked, because unpacking is where it could do harm.

A small file can unpack to more than the machine holds: by compression, by one cell in the far corner
of a sheet (the reader keeps every cell between), or by one long text that a million cells share.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from qa_app.importers.limits import MOST_CELLS, MOST_UNPACKED
from qa_app.importers.problems import UnreadableFile

MOST_PARTS = 2_000

# How a cell begins, up to its address; nearly all are written the usual way, which is far faster to find.
_CELL = rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="'
_USUAL_CELL = b'<c r="'
_UNUSUAL_CELL = (re.compile(rb"<c[^a-zA-Z ]"), re.compile(rb":c[^a-zA-Z]"))
_ANY_CELL = re.compile(rb"<(?:[^\s<>/:]+:)?c[\s/>]")
_ERROR_CELL = re.compile(_CELL + rb'([A-Z]{1,3}[0-9]{1,7})"[^>]*?\st="e"[^>]*>')
_NUMBER_OF_TEXT = re.compile(rb"<(?:\w+:)?v[^>]*>\s*([0-9]{1,9})\s*<")
_SHARED_TEXT = re.compile(rb"<(?:\w+:)?si[\s>]")

_TOO_LARGE = (
    "Unpacked, this workbook is too large to be read. Copy the rows that hold audits or figures into a"
    " new workbook, or save the sheet as CSV."
)
_DAMAGED = "This workbook is damaged. Open it in Excel, save it under another name and choose that file."


@dataclass(frozen=True)
class Package:
    """A workbook that is safe to read: its first visible sheet, and cells there that hold an error."""

    sheet_name: str
    error_cells: tuple[str, ...]
    percent_cells: tuple[tuple[int, int], ...] = ()
    """The places, row and column from 0, whose numbers a spreadsheet shows as per cent: 0.57 as 57%."""


def checked_package(content: bytes) -> Package:
    """Raises UnreadableFile for a workbook that is damaged, locked or too large when unpacked."""
    try:
        parts = _unpacked(content)
        name, path = _first_sheet(parts)
    except (
        zipfile.BadZipFile,
        zlib.error,
        ElementTree.ParseError,
        UnicodeError,
        NotImplementedError,
        LookupError,
        ValueError,
        EOFError,
    ) as error:
        raise UnreadableFile(_DAMAGED) from error
    for part in parts.values():
        if b"sheetData" in part:
            _check_sheet(part, parts.get("xl/sharedstrings.xml", b""))
    sheet = parts[path]
    errors = _ERROR_CELL.findall(sheet) if b't="e"' in sheet else []
    try:
        shown = _percent_cells(sheet, parts.get("xl/styles.xml", b""))
    except (ElementTree.ParseError, ValueError) as error:
        raise UnreadableFile(_DAMAGED) from error
    return Package(name, tuple(address.decode() for address in errors), tuple(shown))


def _unpacked(content: bytes) -> dict[str, bytes]:
    """The parts by their names in small letters, each no larger than it says."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        infos = package.infolist()
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise UnreadableFile(_TOO_LARGE)
    parts = {_name(info.filename): _inflated(content, info) for info in infos}
    if len(parts) < len(infos):  # which of two parts of one name is read depends on the reader
        raise UnreadableFile(_DAMAGED)
    return parts


def _inflated(content: bytes, info: zipfile.ZipInfo) -> bytes:
    """What is really packed, whatever size the package claims."""
    if info.flag_bits & 1:
        raise UnreadableFile("This workbook has a password. Remove it in Excel, save, and try again.")
    header = content[info.header_offset : info.header_offset + 30]
    start = info.header_offset + 30 + int.from_bytes(header[26:28], "little")
    start += int.from_bytes(header[28:30], "little")
    packed = content[start : start + info.compress_size]
    if info.compress_type == zipfile.ZIP_STORED:
        part = packed
    elif info.compress_type == zipfile.ZIP_DEFLATED:
        part = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, info.file_size + 1)
    else:
        raise UnreadableFile(_DAMAGED)
    if len(part) != info.file_size:
        raise UnreadableFile(_DAMAGED)
    return part


def _name(file_name: str) -> str:
    return file_name.replace("\\", "/").lower()


def _first_sheet(parts: dict[str, bytes]) -> tuple[str, str]:
    """The name of the first visible worksheet and the part it is in."""
    targets = {
        link.get("Id", ""): posixpath.normpath(posixpath.join("/xl", link.get("Target", ""))).lstrip("/")
        for link in ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])  # noqa: S314  # size is bounded, and expat refuses entity bombs
        if link.get("Type", "").endswith("/worksheet")
    }
    for element in ElementTree.fromstring(parts["xl/workbook.xml"]).iter():  # noqa: S314  # as above
        if element.tag.rpartition("}")[2] != "sheet" or element.get("state", "visible") != "visible":
            continue
        link = next((value for key, value in element.items() if key.endswith("}id")), "")
        if link in targets:
            path = _name(targets[link])
            if path not in parts:
                raise UnreadableFile(_DAMAGED)
            return element.get("name", ""), path
    raise UnreadableFile("This workbook has no visible worksheet. Choose the file with the rows.")


def _percent_cells(sheet: bytes, styles: bytes) -> Iterator[tuple[int, int]]:
    """The reader gives 0.57 for a cell that somebody sees as 57%, and cannot say so."""
    numbers = b"|".join(str(number).encode() for number in _percent_styles(styles))
    if not numbers:
        return
    styled = re.compile(_CELL + rb'([A-Z]{1,3})([0-9]{1,7})"[^>]*?\ss="(?:' + numbers + rb')"')
    for letters, row in styled.findall(sheet):
        yield int(row) - 1, _column_number(letters) - 1


def _percent_styles(styles: bytes) -> list[int]:
    """The numbers of the cell styles that show per cent; a % that is only text behind a number is none."""
    if b"%" not in styles and b'numFmtId="9"' not in styles and b'numFmtId="10"' not in styles:
        return []
    root = ElementTree.fromstring(styles)  # noqa: S314  # size is bounded, and expat refuses entity bombs
    percent = {"9", "10"}
    for element in root.iter():
        if element.tag.rpartition("}")[2] == "numFmt":
            code = _TEXT_IN_FORMAT.sub("", element.get("formatCode", ""))
            if "%" in code:
                percent.add(element.get("numFmtId", ""))
    cells = next((each for each in root.iter() if each.tag.rpartition("}")[2] == "cellXfs"), ())
    return [number for number, style in enumerate(cells) if style.get("numFmtId") in percent]


_TEXT_IN_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.')


def _check_sheet(sheet: bytes, shared: bytes) -> None:
    """Cells that are only formatted do not count, because the reader leaves them out."""
    is_usual = sheet.count(b"<c ") == sheet.count(_USUAL_CELL) and not any(
        unusual.search(sheet) for unusual in _UNUSUAL_CELL
    )
    cell = _USUAL_CELL if is_usual else _CELL
    columns = re.findall(cell + rb"([A-Z]{1,3})[0-9]{1,7}", sheet)
    cells = sheet.count(_USUAL_CELL) if is_usual else len(_ANY_CELL.findall(sheet))
    if len(columns) != cells or b"\0" in sheet:
        # Cells without an address, or in another encoding: no program we know writes them.
        raise UnreadableFile(_DAMAGED)
    if _area(sheet, cell) > MOST_CELLS and _area(sheet, cell, filled=rb'"[^>]*(?<!/)>') > MOST_CELLS:
        raise UnreadableFile(_TOO_LARGE)
    texts = [len(text) for text in _SHARED_TEXT.split(shared)[1:]]
    if max(texts, default=0) * cells > MOST_UNPACKED:
        used = map(int, _NUMBER_OF_TEXT.findall(sheet))
        if sum(texts[number] for number in used if number < len(texts)) > MOST_UNPACKED:
            raise UnreadableFile(_TOO_LARGE)


def _area(sheet: bytes, cell: bytes, *, filled: bytes = b"") -> int:
    """The cells of the rectangle that begins at A1 and holds them all."""
    columns = set(re.findall(cell + rb"([A-Z]{1,3})[0-9]{1,7}" + filled, sheet))
    rows = set(re.findall(cell + rb"[A-Z]{1,3}([0-9]{1,7})" + filled, sheet))
    return max(map(_column_number, columns), default=0) * max(map(int, rows), default=0)


def _column_number(letters: bytes) -> int:
    """> 1 for A, or > 28 for AB"""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
