"""The first visible sheet of a workbook: every value as text as it is seen, real dates as dates."""

import io
from datetime import date, datetime
from decimal import Decimal

from qa_app.domain.decimals import plain_number
from qa_app.importers.problems import UnreadableFile
from qa_app.importers.xlsx_package import checked_package


def xlsx_rows(content: bytes) -> list[list[str | date]]:
    """Every row as wide as the widest and one blank cell more. Raises UnreadableFile."""
    package = checked_package(content)
    if package.error_cells:
        cells = ", ".join(package.error_cells[:10])
        more = f" and {len(package.error_cells) - 10:,} more" if len(package.error_cells) > 10 else ""
        raise UnreadableFile(
            f"These cells of “{package.sheet_name}” hold an error such as #N/A: {cells}{more}."
            " Put values in their place, then try again."
        )
    # Not through pandas, which takes half as long again, and a third of a second to load, for the same cells.
    from python_calamine import CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = workbook.get_sheet_by_name(package.sheet_name).to_python(skip_empty_area=False)
    except (KeyboardInterrupt, SystemExit):
        raise
    except (
        BaseException
    ) as error:  # where calamine gives up on a damaged file, what it raises is no Exception
        raise UnreadableFile(
            "This workbook cannot be read. Open it in Excel, save it under another name and choose that file."
        ) from error
    for row, column in package.percent_cells:
        if row < len(rows) and column < len(rows[row]) and type(rows[row][column]) in (int, float):
            rows[row][column] = f"{plain_number(Decimal(str(rows[row][column])) * 100)}%"
    return [[*map(_cell, row), ""] for row in rows]


def _cell(value: object) -> str | date:
    """> 7 rather than 7.0; a date without its time of day; "" for white space alone"""
    if type(value) is str:
        return "" if value.isspace() else value
    match value:
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
