import io
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from qa_app.domain.tables import Column, Figure, Kind, Section, Shorthand, Table, Value
from qa_app.exports.xlsx import ROWS_IN_MEMORY, rows, xlsx_bytes, xlsx_file
from qa_app.exports.xlsx.rows import DoesNotFit
from tests.unit.exports.reports import a_report, a_table
from tests.unit.exports.texts import TEXTS


def opened(written: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(written))


def sheet_of(*values: Value, kind: Kind = Kind.TEXT, streamed: bool = False) -> Worksheet:
    """The only data sheet; its headings are in row 3."""
    some = [(value, "end") for value in values]
    table = Table("T", (Column("Value", kind), Column("End")), iter(some) if streamed else some)
    return opened(xlsx_bytes(a_report(Section("S", table=table))))["S"]


def as_read(text: object) -> str:
    """openpyxl leaves Excel's escapes, > _x000D_, to whoever reads."""
    return str(unescape(str(text or "")))


def as_written(text: str) -> str:
    """No XML can hold these two, which are no characters; they come back escaped."""
    return text.replace("\ufffe", "_xFFFE_").replace("\uffff", "_xFFFF_")


@pytest.mark.parametrize("streamed", [False, True])
@settings(deadline=None, max_examples=40)
@given(texts=st.lists(TEXTS, min_size=1, max_size=20))
def test_any_text_comes_back_whole_and_is_no_formula(streamed: bool, texts: list[str]) -> None:
    some = [(text, "end") for text in texts]
    table = Table("T", (Column("Value"), Column("End")), iter(some) if streamed else some)
    written = xlsx_bytes(a_report(Section("S", table=table)))

    by_calamine = CalamineWorkbook.from_filelike(io.BytesIO(written)).get_sheet_by_name("S").to_python()
    assert [row[0] for row in by_calamine[3:]] == [as_written(text) for text in texts]

    cells = [opened(written)["S"].cell(4 + number, 1) for number in range(len(texts))]
    assert "f" not in {cell.data_type for cell in cells}
    # Of text shared between cells openpyxl undoes half of the escapes, so both are undone wholly.
    assert [as_read(cell.value) for cell in cells] == [text if streamed else as_read(text) for text in texts]


@pytest.mark.parametrize(
    ("value", "kind", "number", "number_format"),
    [
        (14, Kind.COUNT, 14, "#,##0"),
        (Fraction(125, 2), Kind.PERCENT, 0.625, "0%"),  # shown as 63%: Excel rounds half up
        (Fraction(8, 10), Kind.PERCENT, 0.008, "0.0%"),
        (Fraction(4, 100), Kind.PERCENT, 0.0004, '"<0.1%"'),
        (0, Kind.PERCENT, 0, "0%"),
        (57.25, Kind.NUMBER, 57.25, "#,##0.0"),
        (Figure(Fraction(50), Kind.PERCENT), Kind.COUNT, 0.5, "0%"),
        (date(2026, 4, 1), Kind.DATE, datetime(2026, 4, 1), "d mmmm yyyy"),  # noqa: DTZ001  # as Excel has it
        (
            datetime(2026, 3, 31, 23, 30, tzinfo=UTC),
            Kind.TIME,
            datetime(2026, 4, 1, 0, 30),  # noqa: DTZ001  # as Excel has it, by the clock in London
            'd mmmm yyyy" at "hh:mm',
        ),
        (date(1066, 10, 14), Kind.DATE, "14 October 1066", "General"),  # before Excel's calendar
        (Shorthand.SUPPRESSED, Kind.COUNT, "[c]", "General"),
        (None, Kind.TEXT, None, "General"),
    ],
)
def test_figures_are_numbers_and_dates_are_dates(
    value: Value, kind: Kind, number: object, number_format: str
) -> None:
    cell = sheet_of(value, kind=kind).cell(4, 1)
    assert (cell.value, cell.number_format) == (number, number_format)


def test_a_sheet_is_title_sentence_headings_rows() -> None:
    book = opened(xlsx_bytes(a_report()))
    about = (
        "This worksheet contains one table, with one row of headings. Its notes are in the worksheet Notes."
    )
    assert book.sheetnames == ["Cover", "Notes", "Overall judgements", "Voice of the child"]
    assert [[cell.value for cell in row] for row in book["Voice of the child"].iter_rows()] == [
        ["Voice of the child [note 2]", None, None],
        [about, None, None],
        ["Judgement", "Count", "Share"],
        ["Good", 14, pytest.approx(4 / 7)],
        ["Inadequate", 0, "[z]"],
    ]
    assert not any(sheet.merged_cells.ranges for sheet in book)
    assert book["Voice of the child"].freeze_panes == "A4"


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ((Column("No.", is_heading=True), Column("Measure", is_heading=True), Column("Q1")), "C4"),
        ((Column("Measure"), Column("Q1"), Column("Q2"), Column("Q3")), "B4"),
        ((Column("Measure"), Column("Q1")), "A4"),
    ],
)
def test_what_a_row_is_stays_in_view(columns: tuple[Column, ...], expected: str) -> None:
    table = Table("T", columns, [("x",) * len(columns)])
    assert opened(xlsx_bytes(a_report(Section("S", table=table))))["S"].freeze_panes == expected


def test_the_tables_are_table_objects_with_different_names() -> None:
    book = opened(xlsx_bytes(a_report()))
    tables = {table.name: table.ref for sheet in book for table in sheet.tables.values()}
    assert tables == {"Notes_table": "A3:B6", "Table_1": "A5:C7", "Table_2": "A3:C5"}


def test_columns_of_one_name_are_told_apart() -> None:
    table = Table("T", (Column("Good"), Column("good"), Column("")), [("a", "b", "c")])
    sheet = opened(xlsx_bytes(a_report(Section("S", table=table))))["S"]
    assert [cell.value for cell in sheet[3]] == ["Good", "good (2)", "Column"]


def test_the_cover_names_the_report_and_leads_to_every_sheet() -> None:
    sheet = opened(xlsx_bytes(a_report()))["Cover"]
    assert [cell.value for cell in sheet["A"]] == [
        "Quality of audits, Q3 2016-17",
        "Case file audits",
        "Cheshire East Council",
        "Period: Q3 2016-17",
        "Moderation: After moderation",
        "Drawn on 1 April 2026 at 00:30",
        "Contents",
        "Notes: Notes and shorthand",
        "Overall judgements: Judgements by quarter",
        "Voice of the child",
    ]
    links = [cell.hyperlink.location for cell in sheet["A"] if cell.hyperlink]
    assert links == ["'Notes'!A1", "'Overall judgements'!A1", "'Voice of the child'!A1"]


def test_the_notes_are_numbered_and_explain_the_shorthand_that_is_used() -> None:
    table = Table("T", (Column("Q3 [u]", Kind.PERCENT),), [(Shorthand.NOT_APPLICABLE,)], notes=("A note.",))
    sheet = opened(xlsx_bytes(a_report(Section("S", table=table))))["Notes"]
    assert [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=3)] == [
        ("Mark", "Meaning"),
        ("[note 1]", "Judgements that count are the moderated ones."),
        ("[note 2]", "A note."),
        ("[z]", "not applicable, or nothing was audited"),
        ("[u]", "low reliability: few were audited"),
    ]


def test_the_document_says_what_and_whose_it_is() -> None:
    properties = opened(xlsx_bytes(a_report())).properties
    assert (properties.title, properties.creator) == (
        "Quality of audits, Q3 2016-17",
        "Cheshire East Council",
    )
    assert opened(xlsx_bytes(a_report())).custom_doc_props["Language"].value == "en-GB"


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "a" * 40_000,
        "🙂" * 20_000,  # 40,000 for Excel, which counts an emoji as two
        "<r>" + "&" * 32_000 + "</r>",  # XlsxWriter would take it for mark-up of its own
        "b" * 100_000,
    ],
)
def test_text_too_long_for_a_cell_goes_on_in_another_sheet(text: str, streamed: bool) -> None:
    some = [("before", "end"), (text, "end")]
    table = Table("T", (Column("Evidence"), Column("End")), iter(some) if streamed else some)
    book = opened(xlsx_bytes(a_report(Section("S", table=table))))
    cell = book["S"]["A5"].value
    match = re.fullmatch(r"(.*)\n\[goes on in the worksheet Continued text, row (\d+)\]", cell, re.DOTALL)
    assert match
    first, where = match.groups()
    others = list(book["Continued text"].iter_rows(min_row=int(where), values_only=True))
    assert {other[:3] for other in others} == {("S", 5, 1)}
    assert first + "".join(other[3] for other in others) == text
    assert (
        max(len(piece.encode("utf-16-le")) for piece in (cell, *(other[3] for other in others))) <= 2 * 32_767
    )


def test_text_like_the_mark_up_of_the_writer_is_text() -> None:
    assert sheet_of("<r>&lt; & <b></r>")["A4"].value == "<r>&lt; & <b></r>"


def test_a_generator_is_streamed_with_a_filter_and_a_named_range() -> None:
    def rows_given() -> Iterator[tuple[Value, ...]]:
        for number in range(3):
            yield ("Good", number, Fraction(number))

    table = Table("T", a_table().columns, rows_given())
    book = opened(xlsx_bytes(a_report(Section("Children's homes", table=table))))
    assert book["Children's homes"].auto_filter.ref == "A3:C6"
    assert book.defined_names["Table_1"].value == "'Children''s homes'!$A$3:$C$6"
    assert book["Children's homes"].max_row == 6


def test_a_long_list_is_streamed_too() -> None:
    some = [("Good", 1, 1.0)] * (ROWS_IN_MEMORY + 1)
    book = opened(xlsx_bytes(a_report(Section("S", table=a_table(*some)))))
    assert not book["S"].tables
    assert book["S"].max_row == ROWS_IN_MEMORY + 4


def test_more_rows_than_a_worksheet_holds_are_refused_and_leave_no_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(rows, "LAST_ROW", 5)
    some = [("Good", 1, 1.0)] * 4
    with pytest.raises(DoesNotFit, match="CSV"):
        xlsx_file(a_report(Section("S", table=a_table(*some))), tmp_path / "report.xlsx")
    assert not list(tmp_path.iterdir())


def test_a_file_and_the_bytes_are_the_same_workbook(tmp_path: Path) -> None:
    xlsx_file(a_report(), tmp_path / "report.xlsx")
    with (
        zipfile.ZipFile(tmp_path / "report.xlsx") as file,
        zipfile.ZipFile(io.BytesIO(xlsx_bytes(a_report()))) as data,
    ):
        assert {name: file.read(name) for name in file.namelist()} == {
            name: data.read(name) for name in data.namelist()
        }


def test_sections_without_a_table_are_read_too() -> None:
    section = Section("What we will do", paragraphs=("First.",), facts=(("Owner", "Head of Service"),))
    sheet = opened(xlsx_bytes(a_report(Section("Heading only"), section)))["What we will do"]
    assert [cell.value for cell in sheet["A"]] == ["What we will do", "First.", "Owner: Head of Service"]


@settings(deadline=None, max_examples=60)
@given(texts=st.lists(TEXTS, min_size=3, max_size=3))
def test_no_text_anywhere_makes_a_workbook_that_cannot_be_opened(texts: list[str]) -> None:
    title, heading, other = texts
    table = Table(title, (Column(heading), Column(other)), [texts[:2]], notes=(other,))
    section = Section(heading, paragraphs=(other,), facts=((title, other),), table=table)
    written = xlsx_bytes(a_report(section, Section(other, paragraphs=(heading,)), title=title))
    names = opened(written).sheetnames
    assert CalamineWorkbook.from_filelike(io.BytesIO(written)).sheet_names == names
