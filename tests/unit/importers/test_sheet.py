import io
import re
import zipfile
from contextlib import suppress
from datetime import date

import openpyxl
import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qa_app.importers import sheet as sheets
from qa_app.importers.limits import limits_for
from qa_app.importers.problems import UnreadableFile
from qa_app.importers.sheet import read_sheet
from tests.data_builders.audit_files import csv_file, xlsx_file

UNPACKED = limits_for(0).unpacked
ROWS = [{"name": "Zoë 🙂 עברית", "note": "a, “b”; c\td"}, {"name": "second", "note": "two\nlines"}]
CELLS = [[*row.values(), ""] for row in ROWS]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_csv_in_every_encoding_and_delimiter(encoding, delimiter):
    found = read_sheet(csv_file(ROWS, encoding=encoding, delimiter=delimiter), "a.csv")

    assert found.headings == ("name", "note")
    assert found.rows == CELLS
    assert found.first_row == 2


def test_csv_as_an_old_excel_saves_it():
    found = read_sheet("name;note\r\nZoë – “x”;£5\r\n".encode("cp1252"), "a.csv")

    assert found.rows == [["Zoë – “x”", "£5", ""]]


def test_rows_shorter_and_longer_than_the_headings():
    found = read_sheet(b"a,b\r\n1\r\n1,2,3\r\n \r\n\r\n", "a.csv")

    assert found.headings == ("a", "b", "")
    assert found.rows == [["1", "", "", ""], ["1", "2", "3", ""]]


def test_a_workbook_keeps_text_as_text_and_dates_as_dates():
    rows = [
        {"text": "=1+1", "number": 7.0, "decimal": 46.7, "day": date(2016, 12, 5), "id": "007", "flag": True}
    ]

    found = read_sheet(xlsx_file(rows), "a.xlsx")

    assert found.rows == [["=1+1", "7", "46.7", date(2016, 12, 5), "007", "TRUE", ""]]


PERCENTS = {
    "0%": (0.86, "86%"),
    "0.0%": (0.333, "33.3%"),
    "0.00%": (1, "100%"),  # not 1%
    "[Red]0%": (0.07, "7%"),
    '0"%"': (86, "86"),  # the % is only text behind the number
    "0\\%": (86, "86"),
    "General": (0.86, "0.86"),
}


def written_by_xlsxwriter() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 1, [*PERCENTS, "text"])
        for column, (shown_as, (number, _)) in enumerate(PERCENTS.items(), start=1):
            sheet.write_number(2, column, number, workbook.add_format({"num_format": shown_as}))
        sheet.write_string(2, len(PERCENTS) + 1, "57%", workbook.add_format({"num_format": "0%"}))
    return file.getvalue()


def written_by_openpyxl() -> bytes:
    workbook, file = openpyxl.Workbook(), io.BytesIO()
    sheet = workbook.active
    for column, (shown_as, (number, _)) in enumerate(PERCENTS.items(), start=2):
        sheet.cell(1, column, shown_as)
        sheet.cell(3, column, number).number_format = shown_as
    sheet.cell(1, len(PERCENTS) + 2, "text")
    sheet.cell(3, len(PERCENTS) + 2, "57%").number_format = "0%"
    workbook.save(file)
    return file.getvalue()


@pytest.mark.parametrize("write", [written_by_xlsxwriter, written_by_openpyxl])
def test_a_percentage_in_a_workbook_is_read_as_it_is_seen(write):
    found = read_sheet(write(), "a.xlsx")

    assert found.rows[-1] == ["", *(seen for _, seen in PERCENTS.values()), "57%", ""]


def test_the_first_visible_sheet_is_read_from_its_own_rows():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        hidden = workbook.add_worksheet("Lists")
        hidden.write(0, 0, "hidden")
        hidden.hide()
        shown = workbook.add_worksheet("Audits & more")
        shown.activate()
        shown.set_first_sheet()
        shown.write(2, 1, "a")  # blank rows above and a blank column before
        shown.write(3, 1, "1")

    found = read_sheet(file.getvalue(), "a.xlsx")

    assert found.headings == ("", "a")
    assert found.first_row == 4
    assert found.rows == [["", "1", ""]]


def formatted_to_the_last_row() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_row(1, 0, ["1", "2"])
        sheet.write_blank(1_048_575, 16_383, None, workbook.add_format({"bold": True}))
    return file.getvalue()


def test_cells_that_are_only_formatted_do_not_count():
    assert read_sheet(formatted_to_the_last_row(), "a.xlsx").rows == [["1", "2", ""]]


def one_cell_in_the_far_corner() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, "x")
    return file.getvalue()


def one_text_in_many_cells() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for row in range(9_000):
            sheet.write_string(row, 0, "x" * 32_767)
    return file.getvalue()


def packed_zeros() -> bytes:
    file = io.BytesIO(xlsx_file(ROWS))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/image.bin", bytes(UNPACKED))
    return file.getvalue()


def packed_zeros_that_claim_to_be_few() -> bytes:
    content = with_part("xl/worksheets/sheet1.xml", lambda xml: xml + bytes(UNPACKED))
    size = len(XML) + UNPACKED
    return content.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))


def with_part(name: str, change) -> bytes:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_file(ROWS))) as before,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for info in before.infolist():
            content = before.read(info)
            after.writestr(info.filename, change(content) if info.filename == name else content)
    return file.getvalue()


def with_cells_without_address() -> bytes:
    return with_part("xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'<c r="A1"', b"<c"))


def with_part_twice() -> bytes:
    file = io.BytesIO(xlsx_file(ROWS))
    with zipfile.ZipFile(file, "a") as package:
        package.writestr("XL/worksheets/Sheet1.xml", "<worksheet/>")
    return file.getvalue()


def with_an_error_cell() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Audits")
        sheet.write(0, 0, "a")
        sheet.write_formula(1, 0, "=NA()", None, "#N/A")
    return file.getvalue()


LARGE = "Unpacked, this workbook is too large to be read."
DAMAGED = "This workbook is damaged."


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (lambda: b"", "a.csv", "The file is empty."),
        (lambda: b"\r\n  \r\n", "a.csv", "The file is empty."),
        (lambda: b"a,b\r\n", "a.csv", "The file has headings but no rows below them."),
        (lambda: xlsx_file([]), "a.xlsx", "The file is empty."),
        (lambda: xlsx_file(ROWS), "a.csv", "The name ends in .csv, but this is an Excel workbook"),
        (lambda: csv_file(ROWS), "a.xlsx", "The name ends in .xlsx, but this is not an Excel workbook."),
        (lambda: csv_file(ROWS), "a.pdf", "Choose a CSV file (*.csv) or an Excel workbook (*.xlsx)."),
        (
            lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "a.xlsx",
            "This is a workbook of Excel 97-2003",
        ),
        (lambda: b"\x89PNG\r\n\x1a\n\x81\x8d", "a.csv", "This is a picture, whatever its name says."),
        (lambda: b"a,b\r\n\x81\x8d,1\r\n", "a.csv", "This is not a text file."),
        (
            lambda: b'a,b\r\n1,"x\r\n2,y\r\n',
            "a.csv",
            "Row 2 cannot be read: its quotation marks do not match",
        ),
        (lambda: b"PK\x03\x04 nothing more", "a.xlsx", DAMAGED),
        (lambda: xlsx_file(ROWS)[:-400], "a.xlsx", DAMAGED),
        (lambda: b"," * 1_001 + b"\r\n1\r\n", "a.csv", "The file has more than 1,000 columns,"),
        (lambda: b"," * 900 + b"\r\n1" * 6_000, "a.csv", "The file has more than 1,000 columns,"),
        (lambda: b"a\r\n" * 101_002, "a.csv", "The file has more than 1,000 columns,"),
        (with_part_twice, "a.xlsx", DAMAGED),
        (with_cells_without_address, "a.xlsx", DAMAGED),
        (packed_zeros, "a.xlsx", LARGE),
        (packed_zeros_that_claim_to_be_few, "a.xlsx", DAMAGED),
        (one_cell_in_the_far_corner, "a.xlsx", LARGE),
        (one_text_in_many_cells, "a.xlsx", LARGE),
        (with_an_error_cell, "a.xlsx", "These cells of “Audits” hold an error such as #N/A: A2."),
    ],
)
def test_a_file_that_cannot_be_used_says_what_to_do(content, name, sentence):
    with pytest.raises(UnreadableFile) as refused:
        read_sheet(content(), name)

    assert str(refused.value).startswith(sentence)


def test_a_file_with_too_many_rows_is_to_be_split(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 1)

    with pytest.raises(UnreadableFile, match=r"The file has 2 rows and the most at a time is 1\. Split it"):
        read_sheet(csv_file(ROWS), "a.csv")


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx", "a.txt"]))
@example(b"\xff\xfe\x00", "a.csv")
@example(b"\0\0\0\0", "a.csv")
def test_any_bytes_are_read_or_refused(content, name):
    try:
        found = read_sheet(content, name)
    except UnreadableFile:
        return
    assert {len(row) for row in found.rows} == {len(found.headings) + 1}


WORKBOOK = xlsx_file(ROWS)


@settings(max_examples=200)
@given(st.integers(0, len(WORKBOOK) - 1), st.binary(min_size=1, max_size=20))
def test_any_damage_to_a_workbook_is_read_or_refused(place, damage):
    damaged = WORKBOOK[:place] + damage + WORKBOOK[place + len(damage) :]
    with suppress(UnreadableFile):
        read_sheet(damaged, "a.xlsx")


XML = zipfile.ZipFile(io.BytesIO(WORKBOOK)).read("xl/worksheets/sheet1.xml")


@settings(max_examples=200)
@given(st.integers(0, len(XML) - 1), st.binary(min_size=1, max_size=12))
def test_any_damage_inside_a_workbook_is_read_or_refused(place, damage):
    damaged = with_part(
        "xl/worksheets/sheet1.xml", lambda xml: xml[:place] + damage + xml[place + len(damage) :]
    )
    with suppress(UnreadableFile):
        read_sheet(damaged, "a.xlsx")


def test_a_workbook_of_another_program():
    file = io.BytesIO()
    workbook = openpyxl.Workbook()
    workbook.active.append(["name", "day"])
    workbook.active.append(["Zoë 🙂", date(2016, 12, 5)])
    workbook.save(file)
    prefixed = with_prefixes(file.getvalue())  # as the tools of .NET write it

    for content in (file.getvalue(), prefixed):
        assert read_sheet(content, "a.xlsx").rows == [["Zoë 🙂", date(2016, 12, 5), ""]]


def with_prefixes(workbook: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as before, zipfile.ZipFile(file, "w") as after:
        for info in before.infolist():
            content = before.read(info)
            if info.filename in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"):
                content = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", content.replace(b"xmlns=", b"xmlns:x="))
            after.writestr(info.filename, content)
    return file.getvalue()
