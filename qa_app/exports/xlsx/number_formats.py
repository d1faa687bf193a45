"""Number formats, so that a cell of Excel holds the exact number and shows what `shown` says.

> 0% or > #,##0.0 or, with words beside the figure, > 0%" of 9"
"""

from decimal import Decimal
from fractions import Fraction

from qa_app.domain.tables import Kind

DATE = "d mmmm yyyy"
TIME = 'd mmmm yyyy" at "hh:mm'

# Excel keeps 200 to 250 of a workbook's own number formats (Excel specifications and limits, Microsoft).
MOST = 180  # with words beside the figure
LONGEST = 255  # characters of one format
LAST_OF_ONE_UNIT = "\uffff"  # of UTF-16, in which Excel counts characters
UNQUOTABLE = frozenset('";[')

Number = int | float | Fraction | Decimal


def number_format(kind: Kind, value: Number, decimals: int) -> str:
    """Of a value as the domain has it, a percentage as 0 to 100."""
    if kind is Kind.PERCENT:
        return _percent(value)
    if kind is not Kind.NUMBER and kind is not Kind.DECIMAL_PERCENT and isinstance(value, int):
        return "#,##0"
    shape = f"#,##0.{'0' * decimals}" if decimals else "#,##0"
    return f"{shape}%" if kind is Kind.DECIMAL_PERCENT else shape


class NumberFormats:
    """Those of one workbook, never more with words in them than Excel keeps."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], str | None] = {}

    def with_beside(self, shape: str, beside: str) -> str | None:
        """The format with words behind the number; None where no format, or no further one, can say them."""
        if not beside:
            return shape
        asked = (shape, beside)
        if asked not in self._known:
            self._known[asked] = _with_beside(shape, beside) if self._said < MOST else None
        return self._known[asked]

    @property
    def _said(self) -> int:
        return sum(shape is not None for shape in self._known.values())


def _with_beside(shape: str, beside: str) -> str | None:
    if not beside.isprintable() or max(beside) > LAST_OF_ONE_UNIT:
        return None
    longer = ";".join(f"{section}{_literal(f' {beside}')}" for section in shape.split(";"))
    return longer if len(longer) <= LONGEST else None


def _literal(text: str) -> str:
    """Text in a format: within quotation marks, or each character behind a backslash.

    The second where the text has such a mark itself, or what openpyxl, and so pandas, would take for the
    end of a format or for a time, quoted or not: > [s]
    """
    if UNQUOTABLE.isdisjoint(text):
        return f'"{text}"'
    return "".join(f"\\{character}" for character in text)


def _percent(value: Number) -> str:
    """Excel rounds half up by itself; below 1 it is told to show a decimal, as `rounded_percent` does."""
    size = abs(float(value))
    if size == 0 or size >= 0.95:
        return "0%"
    if size >= 0.05:
        return "0.0%"
    return '"<0.1%"' if value > 0 else '0%;">-0.1%"'
