"""One crafted file, and how workbooks are taken apart and put together again."""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from tests.data_builders.audit_files import audits, xlsx_file

SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"
WORKBOOK = "xl/workbook.xml"
LINKS = "xl/_rels/workbook.xml.rels"
STYLES = "xl/styles.xml"
TYPES = "[Content_Types].xml"

LARGE = "Unpacked, this workbook is too large to be read."
DAMAGED = "This workbook is damaged."
ENTITIES = "This workbook has a part that no spreadsheet program writes"
EMPTY = "The file is empty."


@dataclass(frozen=True)
class Crafted:
    """`refused` is how the sentence about it begins; without one it is read as what it is."""

    name: str
    build: Callable[[], bytes]
    refused: str = ""
    is_heavy: bool = False
    """Whether it takes a gigabyte, or many seconds, where nothing limits what reads it."""


def heavy(crafted: Crafted) -> Crafted:
    return replace(crafted, is_heavy=True)


def refused(sentence: str, build: Callable[[], bytes], name: str = "audits.xlsx") -> Crafted:
    return Crafted(name, build, sentence)


def read(build: Callable[[], bytes], name: str = "audits.xlsx") -> Crafted:
    return Crafted(name, build)


@cache
def good_parts() -> Mapping[str, bytes]:
    """Of a workbook with two audits."""
    with zipfile.ZipFile(io.BytesIO(xlsx_file(audits({}, {})))) as package:
        return {name: package.read(name) for name in package.namelist()}


def workbook(
    changes: Mapping[str, bytes | None] | None = None, *, compression: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """The good workbook with these parts instead of its own, or besides them; None leaves one out."""
    parts = {**good_parts(), **(changes or {})}
    return packed({name: part for name, part in parts.items() if part is not None}, compression=compression)


def packed(parts: Mapping[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return file.getvalue()


def changed(part: str, *replacements: tuple[bytes, bytes]) -> bytes:
    """The good workbook with something else in one of its parts, where it must stand."""
    content = good_parts()[part]
    for old, new in replacements:
        assert old in content, (part, old)
        content = content.replace(old, new)
    return workbook({part: content})


def sheet_of(rows: bytes, *, before: bytes = b"") -> bytes:
    """A workbook whose sheet has these rows below the headings of the good one."""
    sheet = good_parts()[SHEET]
    heading = sheet[sheet.index(b'<row r="1"') : sheet.index(b'<row r="2"')]
    own = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return workbook({SHEET: own + before + b"<sheetData>" + heading + rows + b"</sheetData></worksheet>"})


def cell(address: str, text: str) -> bytes:
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'.encode()


def number(address: str, value: str, *, style: int | None = None) -> bytes:
    styled = "" if style is None else f' s="{style}"'
    return f'<c r="{address}"{styled}><v>{value}</v></c>'.encode()


def row(at: int, *cells: bytes) -> bytes:
    return f'<row r="{at}">'.encode() + b"".join(cells) + b"</row>"
