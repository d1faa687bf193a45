from datetime import date

import pytest

from qa_app.domain.scales import FOUR_GRADES
from qa_app.importers.history_rows import HistoryFile, read_history
from qa_app.importers.sheet import read_sheet
from tests.data_builders.audit_files import csv_file, xlsx_file
from tests.data_builders.cheshire_east import PUBLISHED

ROW = {
    "table_kind": "audit stream",
    "table": "ChECS",
    "quarter": "Q3 2016-17",
    "grade": "Good",
    "percent_printed": "100",
    "count_printed": "",
}


def rows(*changes):
    return [
        {name: value for name, value in (ROW | change).items() if value is not None} for change in changes
    ]


def read(given, *, workbook: bool = False) -> HistoryFile:
    content = xlsx_file(given) if workbook else csv_file(given)
    return read_history(read_sheet(content, "h.xlsx" if workbook else "h.csv"), FOUR_GRADES)


def problems(file: HistoryFile) -> list[tuple[int, str, str, str]]:
    return [(p.row, p.column, p.value, p.what_to_do) for p in file.problems.in_order()]


KINDS = "audit stream, quality of work, service area, team, stream, tool, domain"
PERCENT = "Write the percentage as a number from 0 to 100, such as 57 or 0.8"
COUNT = "Write the count as a whole number, 0 or more, or leave it blank"
GRADES = "Write one of these: Outstanding, Good, Requires Improvement, Inadequate"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            {"table_kind": "league"},
            (2, "table_kind", "league", f"Write one of these kinds of table: {KINDS}"),
        ),
        ({"table": ""}, (2, "table", "", "Write the name of the table")),
        (
            {"quarter": "2016-18 Q3"},
            (2, "period", "2016-18 Q3", "Write a quarter as Q3 2016-17 or a month as Dec 2016"),
        ),
        ({"grade": "Great"}, (2, "grade", "Great", GRADES)),
        ({"grade": "N/A"}, (2, "grade", "N/A", GRADES)),  # not in a denominator, so in no table
        ({"percent_printed": "101"}, (2, "percent_printed", "101", PERCENT)),
        ({"percent_printed": "-1"}, (2, "percent_printed", "-1", PERCENT)),
        ({"percent_printed": "NaN"}, (2, "percent_printed", "NaN", PERCENT)),
        ({"percent_printed": "many"}, (2, "percent_printed", "many", PERCENT)),
        ({"count_printed": "-1"}, (2, "count_printed", "-1", COUNT)),
        ({"count_printed": "1.5"}, (2, "count_printed", "1.5", COUNT)),
        ({"grade": None}, (1, "grade", "", "Add a column with the heading “grade”")),
        (
            {"percent_printed": None, "count_printed": None},
            (1, "percent_printed", "", "Add a column “percent_printed” or “count_printed” with the figures"),
        ),
        (
            {"remark": "x"},
            (1, "remark", "remark", "Nobody knows this column, or it is there twice: remove it"),
        ),
        (
            {"percent_printed": ""},
            (2, "percent", "", "No row has a percentage or a count: add them"),
        ),
    ],
)
def test_what_cannot_be_brought_in_is_named_at_its_place(change, expected):
    assert problems(read(rows(change))) == [expected]


def test_the_same_cell_twice():
    file = read(rows({}, {"quarter": "2016-17 Q3", "table": "checs", "percent_printed": "90"}))

    assert problems(file) == [
        (3, "grade", "90%", "Row 2 gives Good of ChECS in Q3 2016-17 too: keep one of them")
    ]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("57", "57"),
        ("57%", "57"),
        ("0.8", "0.8"),
        ("46.0", "46.0"),  # says more about rounding than 46
        ("057", "57"),
        ("33.333333333333336", "33.333333"),  # a spreadsheet's, which nobody printed
    ],
)
def test_percentages_are_kept_as_printed(written, kept):
    assert read(rows({"percent_printed": written})).cells[0].percent == kept


def test_a_workbook_with_other_headings_months_and_numbers():
    file = read(
        [
            {"Kind": "Quality_of_work", "Table": "Visits", "Period": date(2016, 12, 1), "Grade": "RI",
             "Percent": 46.7, "Count": 14, "Trend": "↑"},
            {"Kind": "domain", "Table": " visits ", "Period": "Dec 2016", "Grade": "good", "Count": 7},
        ],
        workbook=True,
    )  # fmt: skip

    assert problems(file) == []
    assert [
        (cell.kind, cell.table, cell.period.key, cell.position, cell.count, cell.percent)
        for cell in file.cells
    ] == [
        ("quality of work", "Visits", "2016-12", 3, 14, "46.7"),
        ("domain", "Visits", "2016-12", 2, 7, None),
    ]


def test_the_published_file_has_no_problems_and_names_its_six_wrong_columns():
    file = read_history(read_sheet(PUBLISHED.read_bytes(), PUBLISHED.name), FOUR_GRADES)

    assert problems(file) == []
    assert len(file.cells) == 268
    assert file.warnings == [
        "ChECS, Q2 2015-16: prints 0% throughout: nothing was audited, shown as N/A.",
        "ChECS, Q3 2015-16: adds to 95%, not 100%.",
        "CIN/CP Macc, Q2 2016-17: adds to 110%, not 100%.",
        "Combined Assessment, Q4 2015-16: Requires Improvement prints 14 of 30 as 46%; it is 46.7%."
        " Inadequate prints 5 of 30 as 16%; it is 16.7%.",
        "Child in Need Plans, Q1 2016-17: Requires Improvement prints 14 of 21 as 66%; it is 66.7%.",
        "Strategy Meetings and Sec 47, Q1 2016-17: adds to 92%, not 100%."
        " Requires Improvement prints 10 of 18 as 48%; it is 55.6%.",
    ]
