"""Files that are something else than their names say, and workbooks of other kinds."""

from tests.data_builders.audit_files import audits, csv_file
from tests.data_builders.crafted.crafted import TYPES, changed, packed, read, refused, workbook

OLD = "This is a workbook of Excel 97-2003, or one with a password."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MACROS = (
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
)


def compound(*names: str) -> bytes:
    """As much of an old file of Office as tells what it is: a header and the names of its streams."""
    header = OLE + bytes(16) + b"\x3e\x00\x03\x00\xfe\xff\x09\x00" + bytes(480)
    return header + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in names) + bytes(1024)


def with_macros() -> bytes:
    with_program = workbook({"xl/vbaProject.bin": compound("VBA", "ThisWorkbook")})
    assert len(with_program) > 1_000
    types = changed(TYPES, MACROS)
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(types)) as package:
        return workbook({TYPES: package.read(TYPES), "xl/vbaProject.bin": compound("VBA", "ThisWorkbook")})


def binary_workbook() -> bytes:
    return packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"\x83\x01\x00"})


def open_document() -> bytes:
    return packed(
        {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<office:document/>"}
    )


def document_of_word() -> bytes:
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})


PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00" + bytes(200) + b"This program cannot be run in DOS mode."
PAGE = b"<!DOCTYPE html><html><head><script>alert(1)</script></head><body><table><tr><td>1</table>"

FILES = {
    "a PDF document as a workbook": refused(
        "This is a PDF document", lambda: b"%PDF-1.7\n%\xe2\xe3\n1 0 obj"
    ),
    "a PDF document as CSV": refused("This is a PDF document", lambda: b"%PDF-1.7\n1,2,3\n", "audits.csv"),
    "a program as a workbook": refused("This is a program", lambda: PROGRAM),
    "a program as CSV": refused("This is a program", lambda: PROGRAM, "audits.csv"),
    "a program with a workbook behind it": refused("This is a program", lambda: PROGRAM + workbook()),
    "a program of Linux": refused("This is a program", lambda: b"\x7fELF\x02\x01\x01" + bytes(200)),
    "a script as CSV": refused("This is a program", lambda: b"#!/bin/sh\nrm -rf /\n", "audits.csv"),
    "a picture as a workbook": refused("This is a picture", lambda: PICTURE),
    "a picture as CSV": refused("This is a picture", lambda: PICTURE, "audits.csv"),
    "a photograph as CSV": refused("This is a picture", lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF", "a.csv"),
    "a web page as CSV": refused("This is a web page", lambda: PAGE, "audits.csv"),
    "a web page as a workbook, as some systems export": refused("This is a web page", lambda: PAGE),
    "a drawing as CSV": refused("This is a web page", lambda: b'<svg onload="alert(1)"/>', "audits.csv"),
    "an XML spreadsheet of 2003": refused(
        "This is a web page or another file of markup",
        lambda: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
    ),
    "a document of a word processor": refused("This is a document", lambda: b"{\\rtf1\\ansi a,b}", "a.csv"),
    "another packed file": refused("This is a packed file", lambda: b"\x1f\x8b\x08\x00" + bytes(100)),
    "a packed file with nothing in it": refused("This is a packed file", lambda: b"PK\x05\x06" + bytes(18)),
    "a database": refused("This is a database", lambda: b"SQLite format 3\0" + bytes(84), "audits.csv"),
    "a workbook as CSV": refused("The name ends in .csv, but this is an Excel workbook", workbook, "a.csv"),
    "CSV as a workbook": refused(
        "The name ends in .xlsx, but this is not an Excel workbook.", lambda: csv_file(audits({}))
    ),
    "CSV under the name of a program": refused(
        "Choose a CSV file", lambda: csv_file(audits({})), "audits.csv.exe"
    ),
    "CSV without an ending": refused("Choose a CSV file", lambda: csv_file(audits({})), "audits"),
    "a workbook with macros": read(with_macros, "audits.xlsm"),
    "macros that are denied": refused("This workbook has macros, although", with_macros),
    "macros without a word of them": refused(
        "This workbook has macros, although", lambda: workbook({"xl/vbaProject.bin": compound("VBA")})
    ),
    "an old workbook with macros": refused(OLD, lambda: compound("Workbook", "_VBA_PROJECT_CUR"), "a.xls"),
    "a workbook with a password": refused(OLD, lambda: compound("EncryptionInfo", "EncryptedPackage")),
    "a binary workbook": refused("This is a binary workbook (*.xlsb).", binary_workbook),
    "a binary workbook by its name": refused("Choose a CSV file", binary_workbook, "audits.xlsb"),
    "a spreadsheet of OpenDocument": refused("This is a file of OpenDocument", open_document),
    "a document of Word": refused("This is a document of Word.", document_of_word),
}
