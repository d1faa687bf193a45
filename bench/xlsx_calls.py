"""What is asked of XlsxWriter while a workbook is written, so that it can be asked again by nobody else."""

import io
from collections.abc import Callable
from typing import Any, NamedTuple
from unittest.mock import patch

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from qa_app.domain.tables import Report
from qa_app.exports import xlsx


class Call(NamedTuple):
    """`sheet` counts from nought; None: asked of the workbook. Formats stand for themselves by number."""

    sheet: int | None
    name: str
    given: tuple[Any, ...]
    named: dict[str, Any]


class FormatNumber(NamedTuple):
    number: int


def calls_of(report: Report) -> list[Call]:
    calls: list[Call] = []
    sheets: list[Worksheet] = []
    formats: list[Format] = []
    inside = [False]

    def noted(found: Callable[..., Any], sheet: int | None, name: str) -> Callable[..., Any]:
        def called(*given: Any, **named: Any) -> Any:
            calls.append(
                Call(
                    sheet, name, tuple(map(plain, given)), {key: plain(value) for key, value in named.items()}
                )
            )
            inside[0] = True
            try:
                answer = found(*given, **named)
            finally:
                inside[0] = False
            if name == "add_worksheet":
                sheets.append(answer)
            if name == "add_format":
                formats.append(answer)
            return answer

        return called

    def plain(value: Any) -> Any:
        if isinstance(value, Format):
            return FormatNumber(formats.index(value))
        if isinstance(value, dict):
            return {key: plain(each) for key, each in value.items()}
        return [plain(each) for each in value] if isinstance(value, list) else value

    class Noting:
        def __getattribute__(self, name: str) -> Any:
            found = super().__getattribute__(name)
            if name.startswith("_") or not callable(found) or inside[0] or isinstance(found, type):
                return found
            return noted(found, sheets.index(self) if isinstance(self, Worksheet) else None, name)

    class NotingSheet(Noting, Worksheet):
        pass

    class NotingBook(Noting, xlsxwriter.Workbook):
        worksheet_class = NotingSheet

        def __init__(self, *given: Any, **named: Any) -> None:
            inside[0] = True  # it makes formats of its own, as it will again
            super().__init__(*given, **named)
            inside[0] = False

    with patch.object(xlsxwriter, "Workbook", NotingBook):
        xlsx.xlsx_bytes(report)
    return calls


def replay(calls: list[Call]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    sheets: list[Worksheet] = []
    formats: list[Format] = []

    def real(value: Any) -> Any:
        match value:
            case FormatNumber():
                return formats[value.number]
            case dict():
                return {key: real(each) for key, each in value.items()}
            case list():
                return [real(each) for each in value]
            case _:
                return value

    for sheet, name, given, named in calls:
        asked = book if sheet is None else sheets[sheet]
        answer = getattr(asked, name)(*map(real, given), **{key: real(value) for key, value in named.items()})
        if name == "add_worksheet":
            sheets.append(answer)
        if name == "add_format":
            formats.append(answer)
    return file.getvalue()
