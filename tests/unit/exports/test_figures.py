"""A figure says the same in the document, in the workbook and in the tidy rows as it does on a page."""

import csv
import io
import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell import Cell
from openpyxl.utils.escape import unescape
from pypdf import PdfReader

from qa_app.domain.contrast import READABLE, contrast_ratio
from qa_app.domain.statuses import Tone
from qa_app.domain.tables import Column, Figure, Kind, Section, Shorthand, Table, Value, shown
from qa_app.exports.chart_colours import BLACK, WHITE
from qa_app.exports.csv_file import csv_bytes
from qa_app.exports.pdf import fonts, pdf_bytes
from qa_app.exports.pdf.marks import Panel, Text
from qa_app.exports.pdf.paper import Paper
from qa_app.exports.pdf.table import TableWriter, best_fit, texts_of
from qa_app.exports.tones import TINTS
from qa_app.exports.xlsx import number_formats, xlsx_bytes
from tests.unit.exports.reports import a_report
from tests.unit.exports.texts import TEXTS

COLUMN = Column("Q3 2016-17", Kind.PERCENT)


def a_table_of(*values: Value) -> Table:
    return Table("T", (Column("Line"), COLUMN), [(f"{number}", value) for number, value in enumerate(values)])


def cells_of(*values: Value) -> list[Cell]:
    """From a workbook; its headings are in row 3."""
    written = xlsx_bytes(a_report(Section("S", table=a_table_of(*values))))
    sheet = openpyxl.load_workbook(io.BytesIO(written))["S"]
    return [sheet.cell(4 + number, 2) for number in range(len(values))]


def as_excel_shows(cell: Cell) -> str:
    """What the number format makes of the value: half up, of the fifteen digits that Excel reads."""
    if not isinstance(cell.value, int | float):
        return str(unescape(str(cell.value or "")))
    sections = _sections(cell.number_format)
    value = Decimal(f"{cell.value:.15g}")
    negative = value < 0 and len(sections) > 1
    said = [piece if is_literal else _number(piece, value) for is_literal, piece in sections[negative]]
    return "".join(said)


def _sections(shape: str) -> list[list[tuple[bool, str]]]:
    """Of each section the pieces, and whether they are literal."""
    found: list[list[tuple[bool, str]]] = [[]]
    for quoted, escaped, plain in re.findall(r'"([^"]*)"|\\(.)|([^"\\]+)', shape):
        if quoted or escaped:
            found[-1].append((True, quoted or escaped))
            continue
        first, *others = plain.split(";")
        found[-1] += [(False, first)] if first else []
        found += [[(False, other)] if other else [] for other in others]
    return found


def _number(shape: str, value: Decimal) -> str:
    percent = shape.endswith("%")
    decimals = len(shape.rstrip("%").partition(".")[2])
    scaled = value * 100 if percent else value
    rounded = scaled.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = f"{rounded:,}" if "," in shape else f"{rounded}"
    return f"{text}%" if percent else text


def as_written(value: Value) -> str:
    """As `shown`, but for a shorthand, which files have as its mark."""
    if isinstance(value, Figure) and isinstance(value.value, Shorthand):
        return f"{value.value.mark} {value.beside}" if value.beside else value.value.mark
    return shown(value, COLUMN)


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (Figure(Fraction(400, 7), Kind.PERCENT, beside="of 14"), "57% of 14"),
        (Figure(Fraction(4, 100), Kind.PERCENT, beside="of 2,500"), "<0.1% of 2,500"),
        (Figure(Fraction(-4, 100), Kind.PERCENT), ">-0.1%"),
        (Figure(Fraction(400, 7), Kind.DECIMAL_PERCENT, decimals=2), "57.14%"),
        (Figure(Decimal("1234.55"), Kind.DECIMAL_PERCENT, decimals=1, beside="[p]"), "1,234.6% [p]"),
        (Figure(Decimal("703.9"), Kind.NUMBER, beside='so-called "rate"'), '703.9 so-called "rate"'),
        (Figure(1204, Kind.COUNT), "1,204"),
        (Figure(1204, Kind.NUMBER, decimals=0), "1,204"),
        (Figure(5, Kind.TEXT), "5"),
        (Figure("✓ Good", Kind.TEXT, beside="[p]", tone=Tone.GOOD), "✓ Good [p]"),
        (Figure(Shorthand.NOT_APPLICABLE, Kind.PERCENT, beside="[b]"), "[z] [b]"),
        (Figure(None, Kind.PERCENT), ""),
        (Figure(None, Kind.PERCENT, tone=Tone.POOR), ""),
        (Figure(date(1066, 10, 14), Kind.DATE, beside="or so"), "14 October 1066 or so"),
    ],
)
def test_the_workbook_shows_what_the_page_does(figure: Figure, expected: str) -> None:
    (cell,) = cells_of(figure)
    assert as_excel_shows(cell) == expected == as_written(figure)


def test_a_figure_with_words_beside_it_is_still_a_number() -> None:
    (cell,) = cells_of(Figure(Fraction(400, 7), Kind.PERCENT, beside="of 14"))
    assert cell.value == pytest.approx(4 / 7)
    assert cell.number_format == '0%" of 14"'


def test_a_day_with_words_beside_it_is_still_a_day() -> None:
    (cell,) = cells_of(Figure(date(2026, 4, 1), Kind.DATE, beside="[p]"))
    assert (cell.value, cell.number_format) == (datetime(2026, 4, 1), "d mmmm yyyy\\ \\[\\p\\]")  # noqa: DTZ001  # as Excel has it


def test_figures_of_a_text_kind_are_text() -> None:
    assert [cell.data_type for cell in cells_of(Figure(5, Kind.TEXT), Figure("=1", Kind.TEXT))] == ["s", "s"]


def test_no_workbook_has_more_number_formats_than_excel_keeps() -> None:
    figures = [Figure(Fraction(number), Kind.PERCENT, beside=f"of {number}") for number in range(300)]
    cells = cells_of(*figures)
    assert len({cell.number_format for cell in cells}) <= number_formats.MOST + 1
    assert [as_excel_shows(cell) for cell in cells] == [shown(figure, COLUMN) for figure in figures]


NUMBERS = st.fractions(min_value=-10_000, max_value=10_000, max_denominator=1_000) | st.integers(
    -(10**6), 10**6
)
FIGURES = st.builds(
    Figure,
    NUMBERS,
    st.sampled_from([Kind.COUNT, Kind.PERCENT, Kind.DECIMAL_PERCENT, Kind.NUMBER, Kind.TEXT]),
    decimals=st.integers(0, 3),
    beside=TEXTS | st.sampled_from(["", "of 9", 'a "b"', '"', '""', '"0S', "\\", "d;b", "[s]", "[hh]"]),
    tone=st.none() | st.sampled_from(Tone),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(FIGURES, min_size=1, max_size=20))
def test_whatever_the_figure_the_workbook_shows_what_the_page_does(figures: list[Figure]) -> None:
    expected = [as_written(figure) for figure in figures]
    texts = [str(unescape(text)) if "_x" in text else text for text in expected]
    assert [
        as_excel_shows(cell).replace("_xFFFE_", "\ufffe").replace("_xFFFF_", "\uffff")
        for cell in cells_of(*figures)
    ] == texts


@settings(deadline=None, max_examples=30)
@given(st.lists(FIGURES.filter(lambda figure: len(figure.beside) < 100), min_size=1, max_size=8))
def test_whatever_the_figure_the_document_shows_what_the_page_does(figures: list[Figure]) -> None:
    printed = _marks(*figures)
    said = "".join(mark.text for mark in printed if isinstance(mark, Text))
    for figure in figures:
        expected = fonts.regular().printable(shown(figure, COLUMN).replace("\r\n", "\n").replace("\r", "\n"))
        assert "".join(expected.split()) in "".join(said.split())


@given(st.lists(FIGURES, min_size=1, max_size=8))
def test_whatever_the_figure_the_rows_have_its_exact_value_alone(figures: list[Figure]) -> None:
    rows = list(csv.reader(io.StringIO(csv_bytes(a_table_of(*figures)).decode("utf-8-sig"))))[1:]
    for (_, written), figure in zip(rows, figures, strict=True):
        assert float(written) == float(figure.value)  # type: ignore[arg-type]  # all are numbers


def _marks(*values: Value) -> list[object]:
    """What is put on paper for these cells."""
    paper = Paper()
    texts = texts_of(a_table_of(*values))
    TableWriter(paper, texts, best_fit(texts)).write()
    return [mark for page in paper.pages for mark in page.marks]


def test_a_tone_is_a_tint_behind_the_text_of_its_cell_alone() -> None:
    marks = _marks(Figure("✗ Inadequate", Kind.TEXT, tone=Tone.POOR), "plain")
    (tint,) = [mark for mark in marks if isinstance(mark, Panel)]
    (word,) = [mark for mark in marks if isinstance(mark, Text) and "Inadequate" in mark.text]
    assert tint.colour == TINTS[Tone.POOR]
    assert tint.x < word.x - fonts.regular().width(word.text, word.size)  # right-aligned, x is its end
    assert tint.y < word.y < word.y + word.size < tint.y + tint.height
    assert tint.x > max(mark.x for mark in marks if isinstance(mark, Text) and mark.text in ("0", "1"))
    assert marks.index(tint) < marks.index(word)
    others = [mark for mark in marks if isinstance(mark, Text) and mark.text == "plain"]
    assert not any(tint.y < other.y < tint.y + tint.height for other in others)


def test_the_tint_goes_on_with_a_cell_that_goes_on_over_pages() -> None:
    marks = _marks(Figure("word " * 20_000, Kind.TEXT, tone=Tone.FAIR))
    assert sum(isinstance(mark, Panel) for mark in marks) > 1


def test_in_the_workbook_a_tone_is_a_light_fill() -> None:
    poor, plain, number, nothing = cells_of(
        Figure("✗ Inadequate", Kind.TEXT, tone=Tone.POOR),
        "plain",
        Figure(50, Kind.PERCENT, tone=Tone.GOOD),
        Figure(None, Kind.PERCENT, tone=Tone.BEST),
    )
    assert poor.fill.fgColor.rgb == "FF" + TINTS[Tone.POOR].removeprefix("#").upper()
    assert plain.fill.fill_type is None
    assert number.fill.fgColor.rgb == "FF" + TINTS[Tone.GOOD].removeprefix("#").upper()
    assert nothing.fill.fill_type == "solid"
    assert poor.alignment.wrap_text


@pytest.mark.parametrize("tone", Tone)
def test_black_text_can_be_read_on_every_tint(tone: Tone) -> None:
    assert contrast_ratio(TINTS[tone], BLACK) >= 2 * READABLE
    assert contrast_ratio(TINTS[tone], WHITE) > 1.1


def test_a_mark_beside_a_figure_is_explained_in_every_file() -> None:
    section = Section("S", table=a_table_of(Figure(50, Kind.PERCENT, beside="[p]"), Figure("[r]", Kind.TEXT)))
    report = a_report(section)
    printed = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf_bytes(report))).pages)
    notes = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(report)))["Notes"]
    in_notes = {row[0].value: row[1].value for row in notes.iter_rows()}
    for mark in (Shorthand.PROVISIONAL, Shorthand.REVISED):
        assert mark.meaning in printed
        assert in_notes[mark.mark] == mark.meaning
