import io
import time
import zipfile

import pytest
import xlsxwriter

from qa_app.importers.file_texts import rows_about, texts_of_file
from qa_app.importers.problems import UnreadableFile

ROWS = 'reference,case reference,overall\nA-1,C-0017,Good\n\nA-2,C-0018,"See C-0017, too"\n'


def workbook(fill):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        fill(book)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_cell_of_a_csv_file_in_any_of_its_encodings(encoding):
    texts = list(texts_of_file(f"{ROWS}Ä,x\n".encode(encoding), "audits.csv"))

    assert {"C-0017", "C-0018", "Good", "Ä", 'A-2,C-0018,"See C-0017, too"'} <= set(texts)


def test_every_sheet_comment_and_property_of_a_workbook():
    def fill(book):
        first, hidden = book.add_worksheet("Audits"), book.add_worksheet("Old C-1")
        hidden.hide()
        first.write_row(0, 0, ["reference", 1234567])
        hidden.write(5, 5, "Ä & <C-2>")
        hidden.write_comment(5, 5, "C-3 here")
        hidden.write_rich_string(7, 7, "C-", book.add_format({"bold": True}), "0017")
        book.set_properties({"title": "About C-4"})
        first.set_footer("C-5")

    texts = set(texts_of_file(workbook(fill), "audits.xlsx"))

    assert {"reference", "1234567", "Ä & <C-2>", "C-3 here", "C-0017", "About C-4", "C-5"} <= texts


def test_what_is_neither_cannot_be_read():
    for content, name in ((b"%PDF-1.7", "x.csv"), (b"PK\x03\x04 damaged", "x.xlsx"), (b"a,b", "x.docx")):
        with pytest.raises(UnreadableFile):
            list(texts_of_file(content, name))


@pytest.mark.parametrize("part", ["<si>" * 200_000, "<" * 800_000, "<si x='" * 100_000, "&" * 800_000])
def test_what_would_keep_a_parser_busy_does_not(part):
    """Each of these makes a pattern that looks ahead take minutes."""
    packed = io.BytesIO()

    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/sharedStrings.xml", part)

    begun = time.process_time()
    for _ in texts_of_file(packed.getvalue(), "x.xlsx"):
        pass

    assert time.process_time() - begun < 10


def test_the_rows_about_a_case_with_their_numbers_and_headings():
    headings, rows = rows_about(ROWS.encode(), "audits.csv", lambda cells: any("C-0017" in c for c in cells))

    assert headings == ("reference", "case reference", "overall")
    assert rows == [(2, ["A-1", "C-0017", "Good"]), (4, ["A-2", "C-0018", "See C-0017, too"])]
