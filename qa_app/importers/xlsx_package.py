"""A workbook as it is handed on to be read: its first visible sheet, what belongs to it, and nothing else.

What must be known before a workbook is read is found here, because reading is where it could do harm. Names,
links, macros, pictures and other sheets are left behind, so that nothing comes of whatever they hold.
"""

import posixpath
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from qa_app.importers.limits import Limits
from qa_app.importers.problems import UnreadableFile
from qa_app.importers.xlsx_cells import check_sheet
from qa_app.importers.xlsx_styles import percent_cells
from qa_app.importers.xml_parts import elements, parsed
from qa_app.importers.zip_parts import DAMAGED, ZipParts, packed, plain_name

SHEET_NAME = "Sheet"

_CONTENT_TYPES = "[content_types].xml"
_WORKBOOK = "xl/workbook.xml"
_LINKS = "xl/_rels/workbook.xml.rels"
_STYLES = "xl/styles.xml"
_TEXTS = "xl/sharedstrings.xml"

_OTHER_PROGRAMS = {
    "xl/workbook.bin": "This is a binary workbook (*.xlsb). Open it in Excel and save it as “Excel Workbook"
    " (*.xlsx)”.",
    "mimetype": "This is a file of OpenDocument or a book. Open the table in its program and save it as"
    " Excel workbook (*.xlsx) or as CSV.",
    "word/document.xml": "This is a document of Word. Copy its table into a new workbook and save it as"
    " “Excel Workbook (*.xlsx)”.",
}
_NO_WORKBOOK = (
    "This is a packed file, but there is no Excel workbook in it. Unpack it and choose the file inside."
)
_HAS_MACROS = (
    "This workbook has macros, although its name says that it has none. Open it in Excel and save it as"
    " “Excel Workbook (*.xlsx)”."
)


@dataclass(frozen=True)
class Package:
    """A workbook that is safe to read, with one sheet in it."""

    content: bytes
    percent_cells: tuple[tuple[int, int], ...] = ()
    """The places, row and column from 0, whose numbers a spreadsheet shows as per cent: 0.57 as 57%."""


def checked_package(content: bytes, limits: Limits, *, may_have_macros: bool = False) -> Package:
    """Raises UnreadableFile for what is no workbook, is damaged or locked, or too large when unpacked."""
    parts = ZipParts(content, most_unpacked=limits.unpacked)
    _check_kind(parts, may_have_macros=may_have_macros)
    workbook = parsed(parts.xml(_WORKBOOK))
    name, path = _first_sheet(parts, workbook)
    sheet, texts, styles = parts.xml(path), parts.xml(_TEXTS), parts.xml(_STYLES)
    check_sheet(name, sheet, texts, most_text=limits.answer)
    shown = tuple(percent_cells(sheet, parsed(styles))) if styles else ()
    return Package(_with_one_sheet(workbook, sheet, texts, styles), shown)


def _check_kind(parts: ZipParts, *, may_have_macros: bool) -> None:
    """By the parts and by what the package declares its workbook to be."""
    for name, sentence in _OTHER_PROGRAMS.items():
        if name in parts:
            raise UnreadableFile(sentence)
    if _WORKBOOK not in parts:
        raise UnreadableFile(DAMAGED if _CONTENT_TYPES in parts else _NO_WORKBOOK)
    declared = {
        plain_name(element.get("PartName", "")).lstrip("/"): element.get("ContentType", "").lower()
        for element in elements(parsed(parts.xml(_CONTENT_TYPES)), "Override")
    }
    kind = declared.get(_WORKBOOK, "")
    has_macros = "macroenabled" in kind or any(name.endswith("vbaproject.bin") for name in parts.names)
    if has_macros and not may_have_macros:
        raise UnreadableFile(_HAS_MACROS)
    if not kind.endswith(".main+xml"):
        raise UnreadableFile(DAMAGED)


def _first_sheet(parts: ZipParts, workbook: Element) -> tuple[str, str]:
    """The name of the first visible worksheet and the part it is in."""
    targets = {
        link.get("Id", ""): posixpath.normpath(posixpath.join("/xl", link.get("Target", ""))).lstrip("/")
        for link in elements(parsed(parts.xml(_LINKS)), "Relationship")
        if link.get("Type", "").endswith("/worksheet")
    }
    for element in elements(workbook, "sheet"):
        if element.get("state", "visible") != "visible":
            continue
        link = next((value for key, value in element.items() if key.endswith("}id")), "")
        if link in targets:
            path = plain_name(targets[link])
            if path not in parts:
                raise UnreadableFile(DAMAGED)
            return element.get("name", ""), path
    raise UnreadableFile("This workbook has no visible worksheet. Choose the file with the rows.")


def _with_one_sheet(workbook: Element, sheet: bytes, texts: bytes, styles: bytes) -> bytes:
    """Written anew around the parts that were checked."""
    since_1904 = any(
        element.get("date1904", "0") in ("1", "true", "on") for element in elements(workbook, "workbookPr")
    )
    parts = {
        "_rels/.rels": _WRITTEN_ROOT.encode(),
        "xl/workbook.xml": _WRITTEN_WORKBOOK.format(since=int(since_1904), name=SHEET_NAME).encode(),
        "xl/_rels/workbook.xml.rels": _WRITTEN_LINKS.encode(),
        "xl/worksheets/sheet1.xml": sheet,
        "xl/sharedStrings.xml": texts,
        "xl/styles.xml": styles,
    }
    return packed({name: part for name, part in parts.items() if part})


_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WRITTEN_WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="' + _OFFICE + '">'
    '<workbookPr date1904="{since}"/><sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets>'
    "</workbook>"
)
_PACKAGE = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
_WRITTEN_ROOT = (
    f'{_PACKAGE}<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>"
)
_WRITTEN_LINKS = (
    f'{_PACKAGE}<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
