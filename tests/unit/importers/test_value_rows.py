from datetime import date

import pytest

from qa_app.domain.measure_values import TypedValue
from qa_app.domain.measures import ComparatorKind
from qa_app.domain.periods import Month, Quarter, Year
from qa_app.importers.sheet import read_sheet
from qa_app.importers.value_columns import periods_meant
from qa_app.importers.value_file import ValuesFile
from qa_app.importers.value_rows import read_values
from tests.data_builders.audit_files import csv_file, xlsx_file
from tests.data_builders.publications import CHESHIRE_EAST, SEFTON_BOARD, SEFTON_CHAT

LONG = {"measure": "Visits", "period": "Q3 2016-17", "value": "57%"}
WIDE = {"measure": "Visits", "Q2 2016-17": "57%", "2016-17 Q3": "58%"}


def read(rows, *, workbook: bool = False) -> ValuesFile:
    content = xlsx_file(rows) if workbook else csv_file(rows)
    return read_values(read_sheet(content, "v.xlsx" if workbook else "v.csv"))


def problems(file: ValuesFile) -> list[tuple[int, str, str, str]]:
    return [(p.row, p.column, p.value, p.what_to_do) for p in file.problems.in_order()]


def cells(file: ValuesFile) -> list[tuple[int, str, str, str]]:
    return [(cell.row, cell.measure, cell.periods[0].key, cell.typed.value) for cell in file.cells]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("june_2023", (Month(2023, 6),)),
        ("June 2023", (Month(2023, 6),)),
        ("Jun-23", (Month(2023, 6),)),  # as Excel writes a month that it took for a date
        ("2023-06", (Month(2023, 6),)),
        ("2023-06-01", (Month(2023, 6),)),
        (date(2023, 6, 1), (Month(2023, 6),)),
        ("2015-16 Q1", (Quarter(2015, 1),)),
        ("q1_2015-16", (Quarter(2015, 1),)),
        ("2016-17", (Year(2016),)),
        ("2016/17", (Year(2016),)),
        ("2011-12", (Month(2011, 12), Year(2011))),
        ("2016-18", ()),
        ("threshold_good", ()),
        ("May", ()),
        ("", ()),
    ],
)
def test_the_periods_that_a_heading_may_mean(text, expected):
    assert periods_meant(text) == expected


def test_a_long_file_has_one_value_in_a_row():
    file = read(
        [
            {
                "Measure": " visits  in time",
                "Quarter": "2016-17 Q3",
                "Numerator": "9",
                "Denominator": "10",
                "Value": "",
                "Status": "final",
                "Reason": "Late",
                "Source": "LCS",
            },
            {"Measure": "Visits in time", "Quarter": "Q2 2016-17", "Value": "-"},  # not known: no value
            {"Measure": "Other", "Quarter": "Q2 2016-17", "Value": "N/A"},
        ]
    )

    assert (problems(file), file.is_wide) == ([], False)
    first, second = file.cells
    assert first.typed == TypedValue("9", "10", "", "final", "Late", "LCS")
    assert (first.measure, first.periods) == ("visits in time", (Quarter(2016, 3),))
    assert second.typed.value == "N/A"
    assert [measure.name for measure in file.measures.values()] == ["visits in time", "Other"]
    assert [measure.is_counted for measure in file.measures.values()] == [True, False]


def test_a_measure_is_known_by_its_code_where_there_is_one():
    file = read([{"code": "VISITS", "name": "Visits in time", "period": "Q3 2016-17", "value": "57"}])

    assert list(file.measures) == ["visits"]
    assert (file.measures["visits"].code, file.measures["visits"].name) == ("VISITS", "Visits in time")


def test_a_wide_file_has_a_column_for_each_period_and_more_about_the_measure():
    file = read(
        [
            WIDE
            | {
                "number": "1",
                "theme": "Children first",
                "threshold_requires_improvement": "60-69",
                "threshold_good": "70-79",
                "threshold_outstanding": "80-100",
                "status": "2",
                "statistical_neighbours": "61.5",
                "England": "60",
                "exception_commentary": "Staff left.\nMore come.",
                "2015-16 Q4": "",
                "2016-17 Q1": "n/a",
            }
        ]
    )

    assert (problems(file), file.is_wide) == ([], True)
    assert cells(file) == [
        (2, "visits", "2016-17-Q2", "57%"),
        (2, "visits", "2016-17-Q3", "58%"),
        (2, "visits", "2016-17-Q1", "n/a"),  # a blank is no value, N/A is one
    ]
    measure = file.measures["visits"]
    assert (measure.theme, measure.bands) == ("Children first", ("60-69", "70-79", "80-100"))
    assert (measure.status, measure.comment) == ("2", "Staff left.\nMore come.")
    assert measure.comparators == {
        ComparatorKind.STATISTICAL_NEIGHBOURS: "61.5",
        ComparatorKind.ENGLAND: "60",
    }
    assert file.headings["comment"] == "exception_commentary"
    assert file.cells[0].column("numerator") == "Q2 2016-17"


UNKNOWN = "Nobody knows this column, or it is there twice: remove it"
PERIODS = "Add a column “period”, or a column for each period, such as Q3 2016-17"
MEASURES = "Add a column with the heading “measure”"
VALUES = "Add a column “value”, or columns “numerator” and “denominator”"
UNNAMED = "This column has no heading: give it one, or remove what is in it"
TWICE = "The column “september 2016” is about this period too: keep one of them"
NAME_IT = "Write the code or the name of the measure"
PERIOD = "Write a month as Dec 2016, a quarter as Q3 2016-17 or a reporting year as 2016-17"
NOTHING = "No row has a value: write them, then bring the file in"
SHORTEN = "Shorten this to 300 characters: it has 301"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"measure": "Visits", "value": "57"}, (1, "period", "", PERIODS)),
        ({"period": "Q3 2016-17", "value": "57"}, (1, "measure", "", MEASURES)),
        ({"measure": "Visits", "period": "Q3 2016-17"}, (1, "value", "", VALUES)),
        (LONG | {"remark": "x"}, (1, "remark", "remark", UNKNOWN)),
        (WIDE | {"remark": "x"}, (1, "remark", "remark", UNKNOWN)),
        (WIDE | {"Measure ": "x"}, (1, "Measure", "Measure", UNKNOWN)),
        (WIDE | {"": "x"}, (1, "column 4", "", UNNAMED)),
        (WIDE | {"september 2016": "x", "2016-09": "x"}, (1, "2016-09", "2016-09", TWICE)),
        (LONG | {"measure": ""}, (2, "measure", "", NAME_IT)),
        (WIDE | {"measure": ""}, (2, "measure", "", NAME_IT)),
        (LONG | {"period": "2016-18 Q3"}, (2, "period", "2016-18 Q3", PERIOD)),
        (LONG | {"measure": "x" * 301}, (2, "measure", f"{'x' * 59}…", SHORTEN)),
        (LONG | {"value": ""}, (2, "value", "", NOTHING)),
    ],
)
def test_what_cannot_be_read_is_named_at_its_place(row, expected):
    assert problems(read([row]))[:1] == [expected]


def test_a_measure_has_one_row_in_a_wide_file():
    assert problems(read([WIDE, WIDE])) == [
        (3, "measure", "Visits", "Row 2 is about this measure too: keep one of them")
    ]


def test_a_workbook_with_dates_and_numbers():
    file = read([LONG | {"period": date(2016, 12, 1), "value": 57.5}], workbook=True)

    assert cells(file) == [(2, "visits", "2016-12", "57.5")]
    assert file.cells[0].typed.source == ""


@pytest.mark.parametrize(
    ("path", "measures", "values", "commented"),
    [(CHESHIRE_EAST, 42, 216, 22), (SEFTON_BOARD, 32, 59, 0), (SEFTON_CHAT, 18, 36, 13)],
)
def test_the_published_files_are_read_whole(path, measures, values, commented):
    file = read_values(read_sheet(path.read_bytes(), path.name))

    assert problems(file) == []
    assert (len(file.measures), len(file.cells)) == (measures, values)
    assert sum(bool(measure.comment) for measure in file.measures.values()) == commented


def test_progress_is_told_to_the_end():
    told = []

    read_values(read_sheet(csv_file([LONG] * 1_200), "v.csv"), progress=lambda done, total: told.append(done))

    assert told == [0, 500, 1_000, 1_200]
