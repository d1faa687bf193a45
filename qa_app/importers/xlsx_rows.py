"""The first visible sheet of a workbook: every value as text as it is seen, real dates as dates."""

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from qa_app.domain.decimals import plain_number
from qa_app.importers.limits import Limits
from qa_app.importers.problems import UnreadableFile
from qa_app.importers.xlsx_package import SHEET_NAME, checked_package
from qa_app.importers.zip_parts import DAMAGED

Value = Any
"""What the reader gives: text, a number, a date, a time of day, a length of time, true or false."""


def xlsx_rows(content: bytes, limits: Limits, *, may_have_macros: bool = False) -> Iterator[list[str | date]]:
    """Every row as wide as the widest and one blank cell more. Raises UnreadableFile."""
    package = checked_package(content, limits, may_have_macros=may_have_macros)
    per_cent = _by_row(package.percent_cells)
    for number, row in enumerate(_values(package.content)):
        for place in per_cent.get(number, ()):
            if place < len(row):
                row[place] = _per_cent(row[place])
        yield [*(cell if type(cell) is str and not cell.isspace() else _cell(cell) for cell in row), ""]


def _values(package: bytes) -> Iterator[list[Value]]:
    # Not through pandas, which takes half as long again, and a third of a second to load, for the same cells.
    from python_calamine import CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(package)).get_sheet_by_name(SHEET_NAME)
        before = [""] * (sheet.start[1] if sheet.start else 0)
        for row in sheet.iter_rows():
            yield before + row
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except (
        BaseException
    ) as error:  # where calamine gives up on a damaged file, what it raises is no Exception
        raise UnreadableFile(DAMAGED) from error


def _by_row(places: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found = defaultdict[int, list[int]](list)
    for row, column in places:
        found[row].append(column)
    return found


def _per_cent(value: Value) -> Value:
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = Decimal(str(value))
        if number.is_finite():
            return f"{plain_number(number * 100)}%"
    return value


def _cell(value: Value) -> str | date:
    """> 7 rather than 7.0; a date without its time of day; "" for white space alone"""
    match value:
        case str():
            return "" if value.isspace() else value
        case datetime():
            return value.date()
        case date():
            return value
        case bool():
            return str(value).upper()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)
