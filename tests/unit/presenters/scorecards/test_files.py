"""Every file that a scorecard is taken away in says the same figures as its page."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pytest
from pypdf import PdfReader

from qa_app.domain.directions import Polarity
from qa_app.domain.frozen_reports import freeze, thaw
from qa_app.domain.measures import ComparatorKind, Unit, ValueStatus
from qa_app.domain.periods import Year
from qa_app.domain.readings import NOTHING_TO_COUNT, Reading
from qa_app.domain.scorecard import Comment, Comparator, Scorecard
from qa_app.domain.scorecard_choice import Against, Layout, Shown, StatusRule
from qa_app.domain.tables import Figure, Kind, Shorthand, Table, Value, shown
from qa_app.domain.targets import Target
from qa_app.exports.csv_file import csv_bytes
from qa_app.exports.pdf import fonts, pdf_bytes
from qa_app.exports.xlsx import xlsx_bytes
from qa_app.presenters.scorecards import csv_table, lay_out, wording, workbook
from tests.unit.exports.test_figures import as_excel_shows
from tests.unit.presenters.scorecards.cards import (
    COUNCIL,
    DRAWN_AT,
    a_card,
    audited,
    bands,
    facts,
    headings,
    held_against,
    of,
    read,
    tables,
    value,
)

SMART = audited(22, "Plans are SMART", responsible="Ann Lee")
LONG_ON_A_PLAN = facts(21, "On a plan, 15 months", unit=Unit.NUMBER, polarity=Polarity.LOWER_IS_BETTER)
RATE = facts(3, "Referrals", unit=Unit.RATE, decimals=1, polarity=Polarity.NEUTRAL)
UNKNOWN = facts(4, "Vacancy rate", decimals=2)
READINGS: dict[int, dict[str, Reading]] = {
    22: {"Q1 2016-17": NOTHING_TO_COUNT, "Q2 2016-17": of(11, 18), "Q3 2016-17": of(1, 160)},
    21: {"Q2 2016-17": value("1204"), "Q3 2016-17": value("1204", status=ValueStatus.PROVISIONAL)},
    3: {"Q3 2015-16": of(400, 36_000, Unit.RATE), "Q3 2016-17": of(475, 36_209, Unit.RATE)},
}
STANDARDS = {
    22: held_against(bands=bands("60-69", "70-79", "80-100"), target=Target(Decimal(85), Decimal(85))),
    21: held_against(bands=bands("21-25", "11-20", "0-10")),
    3: held_against(
        target=Target(Decimal(138), Decimal("168.6")),
        comparators=(Comparator(ComparatorKind.ENGLAND, Year(2014), Fraction("111.5")),),
    ),
}
COMMENTS = {
    (22, "2016-17-Q3"): Comment(
        "=SUM(A1) is no formula",
        "Analysis of it",
        "Train managers",
        "Ann Lee",
        date(2017, 3, 31),
        number=2,
        written_by="Ann Lee",
        written_at=datetime(2017, 1, 10, 9, 0, tzinfo=UTC),
    ),
    (22, "2016-17-Q2"): Comment("Said last quarter"),
}


def card(layout: Layout) -> Scorecard:
    return a_card(
        {"We take action": [SMART, LONG_ON_A_PLAN], "Demand": [RATE, UNKNOWN]},
        READINGS,
        standards=STANDARDS,
        comments=COMMENTS,
        layout=layout,
        against=Against.BOTH,
        columns=tuple(Shown),
    )


WITH_FIGURES = [layout for layout in Layout if layout is not Layout.CATALOGUE]


@pytest.mark.parametrize("layout", Layout)
def test_the_document_prints_every_cell_and_every_fact_of_the_page(layout: Layout) -> None:
    report = lay_out(card(layout), author=COUNCIL, drawn_at=DRAWN_AT)
    reader = PdfReader(io.BytesIO(pdf_bytes(report)))
    printed = "".join("".join(page.extract_text() for page in reader.pages).split())
    said = [text for table in tables(report) for row in read(table) for text in row]
    # Only what the facts say: a long name goes on in a second line beside it.
    said += [text for section in report.sections for _, text in section.facts]
    said += [*report.notes, *(text for _, text in report.facts)]
    missing = [text for text in said if "".join(text.split()) not in printed]
    assert missing == []
    assert "[U+" not in printed  # a symbol that no font of the document has


def as_in_a_file(value: Value, table: Table, place: int) -> str:
    if isinstance(value, Shorthand):
        return value.mark
    return shown(value, table.columns[place])


@pytest.mark.parametrize("layout", Layout)
def test_the_workbook_shows_every_cell_of_its_tables(layout: Layout) -> None:
    report = workbook(card(layout), author=COUNCIL, drawn_at=DRAWN_AT)
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(report)))
    for section in report.sections:
        assert section.table is not None
        sheet = book[section.heading]
        top = next(row[0].row for row in sheet.iter_rows() if row[0].value == headings(section.table)[0])
        written = [[as_excel_shows(cell) for cell in row] for row in sheet.iter_rows(min_row=top + 1)]
        expected = [
            [as_in_a_file(cell, section.table, place) for place, cell in enumerate(row)]
            for row in section.table.rows
        ]
        numbers = [
            place
            for place, column in enumerate(section.table.columns)
            if column.kind in (Kind.DATE, Kind.TIME)
        ]
        assert without(written, numbers) == without(expected, numbers)


def without(rows: list[list[str]], places: list[int]) -> list[list[str]]:
    """Without the columns of days and times, which a workbook holds as such."""
    return [[text for place, text in enumerate(row) if place not in places] for row in rows]


def test_the_workbook_has_the_table_then_what_it_rests_on() -> None:
    report = workbook(card(Layout.QUARTERLY), author=COUNCIL, drawn_at=DRAWN_AT)
    main, counts, standards, comments, figures = tables(report)
    assert [section.heading for section in report.sections] == [
        "Scorecard",
        "Counts",
        "Thresholds and standards",
        "Comments",
        "All figures",
    ]
    assert [row[0] for row in read(main)] == ["We take action", "We take action", "Demand", "Demand"]
    assert headings(main)[:3] == ["Theme", "No.", "Measure"]
    assert headings(main)[-4:] == ["Exception commentary", "Action", "Code", "Kind of measure"]
    smart = dict(zip(headings(counts), read(counts)[0], strict=True))
    assert (smart["Q2 2016-17: counted"], smart["Q2 2016-17: of"], smart["Q1 2016-17: of"]) == (
        "11",
        "18",
        "N/A",
    )
    held = dict(zip(headings(standards), read(standards)[2], strict=True))
    assert (held["Target from"], held["Target to"]) == ("138.0", "168.6")
    assert (held["England"], held["England, year"], held["Good"]) == ("111.5", "2014-15", "")
    assert dict(zip(headings(standards), read(standards)[1], strict=True))["Good"] == "11-20"
    said = dict(zip(headings(comments), read(comments)[0], strict=True))
    assert (said["Comment"], said["Who"], said["By when"], said["Version"]) == (
        "=SUM(A1) is no formula",
        "Ann Lee",
        "31 March 2017",
        "2",
    )
    assert said["Comment on Q2 2016-17"] == "Said last quarter"
    assert said["Written at"] == "10 January 2017 at 09:00"
    assert len(read(figures)) == 4 * 3


@pytest.mark.parametrize("layout", WITH_FIGURES)
def test_the_rows_hold_the_exact_values_of_the_same_cells(layout: Layout) -> None:
    table = csv_table(card(layout), drawn_at=DRAWN_AT)
    names, *written = csv.reader(io.StringIO(csv_bytes(table).decode("utf-8-sig"), newline=""))
    assert names == headings(table)
    laid_out = tables(workbook(card(layout), author=COUNCIL, drawn_at=DRAWN_AT))[0]
    for texts, row in zip(written, laid_out.rows, strict=True):
        for text, cell in zip(texts, row, strict=False):
            exact = cell.value if isinstance(cell, Figure) else cell
            if isinstance(exact, Fraction):
                assert Fraction(text) == pytest.approx(exact)
            elif isinstance(exact, Shorthand):
                assert text == exact.mark


def test_a_csv_says_how_and_when_it_was_drawn_and_runs_no_formula() -> None:
    table = csv_table(card(Layout.QUARTERLY), drawn_at=DRAWN_AT)
    rows = list(csv.DictReader(io.StringIO(csv_bytes(table).decode("utf-8-sig"), newline="")))
    assert {
        (row["Status rule"], row["Service areas"], row["Provisional periods"], row["Drawn at"])
        for row in rows
    } == {
        (
            "Bands: Outstanding, Good, Requires Improvement, or worse than every band",
            "All",
            "Q3 2016-17",
            "20 January 2017 at 09:30",
        )
    }
    assert rows[0]["Exception commentary"] == "'=SUM(A1) is no formula"
    assert rows[1]["Direction since Q2 2016-17"] == "same, no change"  # and not “= same”
    assert [row["Kind of measure"] for row in rows] == ["Audit", "Activity", "Activity", "Activity"]


def test_the_rows_of_a_board_table_are_its_sections() -> None:
    assert headings(csv_table(card(Layout.BOARD), drawn_at=DRAWN_AT))[:3] == ["Section", "Metric", "Status"]


@pytest.mark.parametrize("layout", Layout)
def test_a_layout_can_be_kept_for_good(layout: Layout) -> None:
    for report in (
        lay_out(card(layout), author=COUNCIL, drawn_at=DRAWN_AT),
        workbook(card(layout), author=COUNCIL, drawn_at=DRAWN_AT),
    ):
        assert thaw(json.loads(json.dumps(freeze(report)))) == report


@pytest.mark.parametrize("rule", StatusRule)
def test_the_document_has_a_font_for_the_symbol_of_every_status(rule: StatusRule) -> None:
    for status in wording.statuses_of(replace(card(Layout.QUARTERLY).choice, status_rule=rule)):
        for face in (fonts.regular(), fonts.bold()):
            assert face.printable(str(status)) == str(status)
