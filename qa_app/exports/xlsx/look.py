"""The formats of a workbook: plain, 12 point Arial, no colour."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from qa_app.domain.tables import Kind

FONT = {"font_name": "Arial", "font_size": 12, "valign": "top"}


@dataclass(frozen=True)
class Look:
    """The formats a workbook uses, each made once."""

    workbook: Workbook
    title: Format
    heading: Format
    line: Format
    link: Format
    text: Format
    mark: Format
    column: Format
    number_column: Format
    _numbers: dict[str, Format] = field(default_factory=dict)

    @classmethod
    def of(cls, workbook: Workbook, *, wrapping: bool) -> "Look":
        def new(**properties: object) -> Format:
            return workbook.add_format({**FONT, **properties})

        below = {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1}
        return cls(
            workbook=workbook,
            title=new(bold=True, font_size=16),
            heading=new(bold=True, font_size=14),
            line=new(),
            link=new(font_color="#1d70b8", underline=1),
            text=new(text_wrap=wrapping),
            mark=new(align="right", indent=1),
            column=new(**below),
            number_column=new(**below, align="right", indent=1),
        )

    def number(self, kind: Kind, value: int | float | Fraction | Decimal, decimals: int) -> Format:
        """The format that shows a value as `shown` does; `value` is a percentage as 0 to 100."""
        if kind is Kind.PERCENT:
            return self._numbered(_percent_format(value))
        if decimals == 0 or (kind is not Kind.NUMBER and isinstance(value, int)):
            return self._numbered("#,##0")
        return self._numbered(f"#,##0.{'0' * decimals}")

    @property
    def date(self) -> Format:
        return self._numbered("d mmmm yyyy", align="left")

    @property
    def time(self) -> Format:
        return self._numbered('d mmmm yyyy" at "hh:mm', align="left")

    def _numbered(self, number_format: str, *, align: str = "right") -> Format:
        if number_format not in self._numbers:
            indent = 1 if align == "right" else 0  # so that figures keep clear of the text beside them
            self._numbers[number_format] = self.workbook.add_format(
                {**FONT, "num_format": number_format, "align": align, "indent": indent}
            )
        return self._numbers[number_format]


def _percent_format(value: int | float | Fraction | Decimal) -> str:
    """Excel rounds half up by itself; below 1 it is told to show a decimal, as `rounded_percent` does."""
    size = max(value, -value)
    if size == 0 or size >= 0.95:
        return "0%"
    return "0.0%" if size >= 0.05 else '"<0.1%"'
