"""What can be done in the cells of a sheet: far corners, texts shared a million times, odd values."""

import io

import xlsxwriter

from tests.data_builders.audit_files import audits, xlsx_file
from tests.data_builders.crafted.crafted import (
    DAMAGED,
    LARGE,
    SHEET,
    STYLES,
    TEXTS,
    WORKBOOK,
    cell,
    changed,
    good_parts,
    heavy,
    number,
    read,
    refused,
    row,
    sheet_of,
    workbook,
)


def said_to_have_17_billion_cells() -> bytes:
    return changed(SHEET, (b'<dimension ref="A1:I3"/>', b'<dimension ref="A1:XFD1048576"/>'))


def many_columns(count: int) -> bytes:
    """Two rows of so many columns, of which the first are those of an audit."""
    columns = {f"column {place}": "x" for place in range(count - 9)}
    return xlsx_file(audits(columns, columns))


def many_rows(count: int) -> bytes:
    return sheet_of(b"".join(row(at, number(f"A{at}", "1")) for at in range(2, count + 2)))


def one_text_in_many_cells(length: int, count: int) -> bytes:
    texts = b"<sst><si><t>" + b"x" * length + b"</t></si></sst>"
    cells = b"".join(
        b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (at, at) for at in range(1, count + 1)
    )
    return workbook({TEXTS: texts, SHEET: b"<worksheet><sheetData>" + cells + b"</sheetData></worksheet>"})


def many_texts_that_nobody_uses() -> bytes:
    texts = good_parts()[TEXTS]
    return workbook({TEXTS: texts.replace(b"</sst>", b"<si><t>nobody</t></si>" * 1_000_000 + b"</sst>")})


def many_percent_styles() -> bytes:
    xfs = b'<xf numFmtId="9"/>' * 60_000
    styles = b"<styleSheet><cellXfs>" + xfs + b"</cellXfs></styleSheet>"
    cells = b"".join(row(at, number(f"J{at}", "0.5", style=at * 7 % 60_000)) for at in range(2, 5_000))
    return workbook({STYLES: styles, SHEET: b"<worksheet><sheetData>" + cells + b"</sheetData></worksheet>"})


def unfinished_cells() -> bytes:
    """Where an expression looks for the end of each, this takes the square of the time."""
    return sheet_of(b"<c " * 200_000)


def formulas(*, computed: bool) -> bytes:
    """As a program writes them that computes nothing, or as Excel saves them."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Audits")
        for place, (heading, value) in enumerate(audits({})[0].items()):
            sheet.write_string(0, place, heading)
            sheet.write_formula(1, place, f'="{value}"', None, value if computed else "")
    return file.getvalue()


def with_external_links() -> bytes:
    link = b"<externalLink><externalBook><sheetNames/></externalBook></externalLink>"
    relation = (
        b'<Relationships><Relationship Id="r" Target="file:///c:/a" TargetMode="External"/></Relationships>'
    )
    return workbook(
        {
            "xl/externalLinks/externalLink1.xml": link,
            "xl/externalLinks/_rels/externalLink1.xml.rels": relation,
        }
    )


DATES = ("42709", "0", "-1", "1", "59", "60", "61", "2958465", "42709.5", "0.5")
"""5 December 2016, and where the calendars of spreadsheets are odd: before the first day, 29 February 1900,
the last day of all, times of day."""


def dates(*values: str, since_1904: bool = False) -> bytes:
    styles = b'<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    rows = b"".join(row(at, number(f"A{at}", value, style=1)) for at, value in enumerate(values, start=2))
    sheet = b"<worksheet><sheetData>" + row(1, cell("A1", "day")) + rows + b"</sheetData></worksheet>"
    book = good_parts()[WORKBOOK]
    if since_1904:
        book = book.replace(b"<workbookPr ", b'<workbookPr date1904="1" ')
    return workbook({STYLES: styles, SHEET: sheet, WORKBOOK: book})


def numbers() -> bytes:
    values = (
        "1e309",
        "-1e309",
        "NaN",
        "nan",
        "inf",
        "-0",
        "1e-400",
        "0x10",
        "1,5",
        "",
        " ",
        "9" * 5_000,
        "--1",
    )
    return sheet_of(b"".join(row(at, number(f"A{at}", value)) for at, value in enumerate(values, start=2)))


def percentages() -> bytes:
    """Numbers that are shown as per cent, and have none."""
    styles = b'<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/></cellXfs></styleSheet>'
    values = ("1e309", "NaN", "-1e309", "1e300", "0.57", "1e-300")
    rows = b"".join(row(at, number(f"A{at}", value, style=1)) for at, value in enumerate(values, start=2))
    sheet = b"<worksheet><sheetData>" + row(1, cell("A1", "a")) + rows + b"</sheetData></worksheet>"
    return workbook({STYLES: styles, SHEET: sheet})


def hidden(state: bytes) -> bytes:
    return changed(WORKBOOK, (b'<sheet name="Audits"', b'<sheet state="' + state + b'" name="Audits"'))


FORMULA = "These cells of “Audits” hold a formula that was never computed"

FILES = {
    "17 billion cells, it says": read(said_to_have_17_billion_cells),
    "a cell in the far corner": refused(LARGE, lambda: sheet_of(row(1_048_576, cell("XFD1048576", "x")))),
    "two cells far apart": refused(
        LARGE, lambda: sheet_of(row(2, cell("ALL2", "x")) + row(99_999, cell("A99999", "x")))
    ),
    "a cell beyond the last": refused(LARGE, lambda: sheet_of(row(9_999_999, cell("ZZZ9999999", "x")))),
    "255 columns": read(lambda: many_columns(255)),
    "16,384 columns": refused("“Audits” has more than 1,000 columns.", lambda: many_columns(16_384)),
    "200,000 rows": heavy(
        refused("The file has 200,000 rows and the most at a time is 100,000.", lambda: many_rows(200_000))
    ),
    "cells without an address": refused(DAMAGED, lambda: sheet_of(b"<row><c><v>1</v></c></row>")),
    "a cell in row nought": refused(DAMAGED, lambda: sheet_of(row(0, cell("A0", "x")))),
    "a cell in a column of four letters": refused(DAMAGED, lambda: sheet_of(row(2, cell("AAAA2", "x")))),
    "a cell in a row of eight figures": refused(DAMAGED, lambda: sheet_of(row(2, cell("A99999999", "x")))),
    "a cell twice": read(lambda: sheet_of(row(2, cell("A2", "R1"), cell("A2", "R2")))),
    "rows in no order": read(lambda: sheet_of(row(3, cell("A3", "R1")) + row(2, cell("A2", "R2")))),
    "one text in a million cells": refused(LARGE, lambda: one_text_in_many_cells(32_767, 100_000)),
    "one enormous text": refused(LARGE, lambda: one_text_in_many_cells(30_000_000, 2)),
    "a million texts that nobody uses": heavy(read(many_texts_that_nobody_uses)),
    "a text that is not there": refused(DAMAGED, lambda: changed(SHEET, (b"<v>0</v>", b"<v>999999999</v>"))),
    "60,000 styles of per cent": read(many_percent_styles),
    "200,000 cells without an end": refused(DAMAGED, unfinished_cells),
    "formulas that were never computed": refused(FORMULA, lambda: formulas(computed=False)),
    "formulas with their values": read(lambda: formulas(computed=True)),
    "text that begins as a formula": read(
        lambda: sheet_of(row(2, cell("A2", "=cmd|'/c calc'!A1"), cell("B2", "@SUM(1+1)")))
    ),
    "links to other workbooks": read(with_external_links),
    "errors in place of values": refused(
        "These cells of “Audits” hold an error such as #N/A: A2.",
        lambda: sheet_of(b'<row r="2"><c r="A2" t="e"><v>#N/A</v></c></row>'),
    ),
    "dates since 1900": read(lambda: dates(*DATES)),
    "dates since 1904": read(lambda: dates(*DATES, since_1904=True)),
    "a date after the last": read(lambda: dates("2958466")),
    "a date in another aeon": read(lambda: dates("1e10")),
    "a date before all time": refused(DAMAGED, lambda: dates("-1e308")),
    "numbers that are none": read(numbers),
    "percentages of nothing": read(percentages),
    "no sheet that can be seen": refused(
        "This workbook has no visible worksheet.", lambda: hidden(b"veryHidden")
    ),
    "a sheet of charts alone": refused(
        "This workbook has no visible worksheet.",
        lambda: changed(
            "xl/_rels/workbook.xml.rels", (b"relationships/worksheet", b"relationships/chartsheet")
        ),
    ),
    "NUL in a sheet": refused(DAMAGED, lambda: sheet_of(row(2, cell("A2", "R\0")))),
    "characters that XML forbids": refused(
        DAMAGED, lambda: sheet_of(row(2, cell("A2", "R&#0;&#1;&#xFFFF;")))
    ),
    "half a character": refused(DAMAGED, lambda: sheet_of(row(2, cell("A2", "R&#xD800;")))),
    "bytes that are no text": refused(
        DAMAGED, lambda: sheet_of(row(2, b'<c r="A2" t="inlineStr"><is><t>R\xff\xfe</t></is></c>'))
    ),
    "no cells at all": refused("The file is empty.", lambda: workbook({SHEET: b"<worksheet/>"})),
    "only headings": refused("The file has headings but no rows below them.", lambda: sheet_of(b"")),
}
