"""Which cells of a sheet show their numbers as per cent."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from qa_app.importers.xlsx_cells import CELL, column_number
from qa_app.importers.xml_parts import elements

_PERCENT = {"9", "10"}
"""The two formats that every workbook has."""

_STYLED = re.compile(CELL + rb'([A-Z]{1,3})([0-9]{1,7})"[^<>]*?\ss="([0-9]{1,6})"')

_TEXT_IN_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\*.')


def percent_cells(sheet: bytes, styles: Element) -> Iterator[tuple[int, int]]:
    """Row and column from 0. The reader gives 0.57 for what somebody sees as 57%, and cannot say so."""
    percent = _percent_styles(styles)
    if not percent:
        return
    for letters, row, style in _STYLED.findall(sheet):
        if style in percent:
            yield int(row) - 1, column_number(letters) - 1


def _percent_styles(styles: Element) -> set[bytes]:
    """The numbers of the cell styles that show per cent; a % that is only text behind a number is none."""
    percent = _PERCENT | {
        element.get("numFmtId", "")
        for element in elements(styles, "numFmt")
        if "%" in _TEXT_IN_FORMAT.sub("", element.get("formatCode", ""))
    }
    cells = next(elements(styles, "cellXfs"), ())
    return {b"%d" % number for number, style in enumerate(cells) if style.get("numFmtId") in percent}
