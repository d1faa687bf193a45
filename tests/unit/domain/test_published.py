import csv
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.percentages import Share, rounded_percent
from qa_app.domain.periods import Month, Period, Quarter, parse_period
from qa_app.domain.published import Column, Figure, contradictions
from qa_app.domain.scales import FOUR_GRADES

PUBLISHED = Path(__file__).parents[2] / "data" / "cheshire_east_judgements.csv"

Cell = tuple[str | None, int | None]


def figures(*cells: Cell) -> tuple[Figure, ...]:
    return tuple(
        Figure(label, None if percent is None else Decimal(percent), count)
        for label, (percent, count) in zip(FOUR_GRADES.labels, cells, strict=False)
    )


def reasons(*cells: Cell) -> str:
    """What is said against a column of these cells, without the table and the period."""
    said = contradictions("Referral", Month(2016, 12), figures(*cells))
    return said[0].removeprefix("Referral, Dec 2016: ") if said else ""


def published_columns() -> dict[tuple[str, Period], list[Figure]]:
    columns = defaultdict[tuple[str, Period], list[Figure]](list)
    with PUBLISHED.open(newline="", encoding="utf-8") as file:
        for cell in csv.DictReader(file):
            count = int(cell["count_printed"]) if cell["count_printed"] else None
            figure = Figure(cell["grade"], Decimal(cell["percent_printed"]), count)
            columns[cell["table"], parse_period(cell["quarter"])].append(figure)
    return columns


def test_six_published_columns_contradict_themselves() -> None:
    columns = published_columns()
    warnings = [
        warning
        for (table, period), column in columns.items()
        for warning in contradictions(table, period, column)
    ]

    assert len(columns) == 5 * 7 + 8 * 4
    assert sorted(warnings) == [
        "CIN/CP Macc, Q2 2016-17: adds to 110%, not 100%.",
        "ChECS, Q2 2015-16: prints 0% throughout: nothing was audited, shown as N/A.",
        "ChECS, Q3 2015-16: adds to 95%, not 100%.",
        "Child in Need Plans, Q1 2016-17: Requires Improvement prints 14 of 21 as 66%; it is 66.7%.",
        "Combined Assessment, Q4 2015-16: Requires Improvement prints 14 of 30 as 46%; it is 46.7%. "
        "Inadequate prints 5 of 30 as 16%; it is 16.7%.",
        "Strategy Meetings and Sec 47, Q1 2016-17: adds to 92%, not 100%. "
        "Requires Improvement prints 10 of 18 as 48%; it is 55.6%.",
    ]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ([("0", None)] * 4, "prints 0% throughout: nothing was audited, shown as N/A."),
        ([("0", 0)] * 4, "prints 0% throughout: nothing was audited, shown as N/A."),
        ([(None, 0)] * 4, "prints 0% throughout: nothing was audited, shown as N/A."),
        ([(None, None)] * 4, ""),  # nothing printed, nothing contradicted
    ],
)
def test_nothing_audited(cells: list[Cell], reason: str) -> None:
    assert reasons(*cells) == reason


@pytest.mark.parametrize(
    ("percents", "reason"),
    [
        (["0", "33", "33", "33"], ""),
        (["13", "13", "38", "38"], ""),  # 12.5, 12.5, 37.5, 37.5
        (["13", "13", "38", "39"], "adds to 103%, not 100%."),
        (["24", "24", "24", "26"], ""),
        (["24", "24", "24", "25"], "adds to 97%, not 100%."),
        (["0.8", "18", "70", "11"], ""),  # a tenth carries 0.05, the others a half each
        (["0.8", "18", "69.0", "11"], "adds to 98.8%, not 100%."),
        (["25.0", "25.0", "25.0", "25.2"], ""),
        (["25.0", "25.0", "25.0", "25.3"], "adds to 100.3%, not 100%."),
        (["0", "0", "51", "51"], "adds to 102%, not 100%."),  # a printed 0 cannot be less than 0
        (["0", "0", "51", "50"], ""),
        (["0", None, "51", "49"], ""),
        (["0", None, "51", "41"], "adds to 92%, not 100%."),
    ],
)
def test_what_does_not_add_to_100(percents: list[str | None], reason: str) -> None:
    assert reasons(*[(percent, None) for percent in percents]) == reason


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ([("63", 5), ("38", 3)], ""),  # 62.5 and 37.5
        ([("62", 5), ("38", 3)], "Outstanding prints 5 of 8 as 62%; it is 62.5%."),  # half up, not to even
        ([("62.5", 5), ("37.5", 3)], ""),
        ([("33.4", 1), ("66.7", 2)], "Outstanding prints 1 of 3 as 33.4%; it is 33.33%."),
        ([("33", 1), ("67", 2), ("0", None)], ""),  # a blank count beside 0% is 0
        ([("33", 1), ("67", 2), (None, 0), (None, None)], ""),
        ([("50", 1), ("49", 1)], "Good prints 1 of 2 as 49%; it is 50%."),
        ([("50", 1), ("50", None)], "Good prints 50% without its count."),
        (
            [("50", 1), (None, 1)],
            "adds to 50%, not 100%. Good prints 1 of 2 without its percentage; it is 50%.",
        ),
        (
            [("33", 1), (None, 2)],
            "adds to 33%, not 100%. Good prints 2 of 3 without its percentage; it is 66.7%.",
        ),
        ([("100", 0), ("0", 0)], "Outstanding prints 0 of 0 as 100%; nothing was audited."),
        (
            [("0", 1), ("0", 2)],
            "adds to 0%, not 100%. Outstanding prints 1 of 3 as 0%; it is 33.3%. "
            "Good prints 2 of 3 as 0%; it is 66.7%.",
        ),
        ([(None, 1), (None, 2)], ""),  # a table of counts alone
    ],
)
def test_what_is_not_the_share_of_its_count(cells: list[Cell], reason: str) -> None:
    assert reasons(*cells) == reason


@pytest.mark.parametrize(
    ("cells", "audited", "percents"),
    [
        ([("33", 1), ("67", 2), ("0", None)], 3, (Fraction(100, 3), Fraction(200, 3), 0)),
        (
            [("48", 10), ("52", 8)],
            18,
            (Fraction(1000, 18), Fraction(800, 18)),
        ),  # the counts are what was found
        ([(None, 1), (None, 1)], 2, (50, 50)),
        ([("0.8", None), ("99", None)], None, (Fraction(4, 5), 99)),
        ([("50", 1), ("50", None)], None, (50, 50)),  # without every count, the percentages
        ([("50", None), (None, None)], None, (50, None)),
        ([("0", None), ("0", None)], None, None),
        ([("0", 0), ("0", 0)], 0, None),
        ([("100", 0), ("0", 0)], 0, None),
    ],
)
def test_column(
    cells: list[Cell], audited: int | None, percents: tuple[Fraction | int | None, ...] | None
) -> None:
    column = Column(figures(*cells))

    assert column.audited == audited
    assert column.percents == percents


@given(st.lists(st.integers(min_value=0, max_value=400), min_size=4, max_size=4).filter(any))
def test_a_rightly_printed_column_is_believed_with_and_without_its_counts(counts: list[int]) -> None:
    percents = [Share(count, sum(counts)).percent or Fraction(0) for count in counts]
    printed = [str((2 * percent + 1) // 2) for percent in percents]

    assert reasons(*zip(printed, counts, strict=True)) == ""
    assert reasons(*[(percent, None) for percent in printed]) == ""


@given(st.lists(st.integers(min_value=1, max_value=40), min_size=4, max_size=4), st.integers(0, 3))
def test_a_percentage_off_by_one_is_named(counts: list[int], wrong: int) -> None:
    percents = [Share(count, sum(counts)).percent or Fraction(0) for count in counts]
    printed = [rounded_percent(percent) for percent in percents]
    printed[wrong] = str(int(Decimal(printed[wrong])) + 1) if Decimal(printed[wrong]) >= 1 else "5"

    said = reasons(*zip(printed, counts, strict=True))

    assert f"{FOUR_GRADES.labels[wrong]} prints {counts[wrong]} of {sum(counts)} as {printed[wrong]}%" in said


def test_the_warning_names_the_quarter_as_people_do() -> None:
    assert contradictions("Visits", Quarter(2016, 3), figures(("50", None))) == [
        "Visits, Q3 2016-17: adds to 50%, not 100%."
    ]


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="not a percentage"):
        reasons(("NaN", None))
