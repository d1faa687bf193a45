"""What a page, a spreadsheet and a document all show: one description, so that a figure never differs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import Enum
from fractions import Fraction

from qa_app.domain.charts import Chart
from qa_app.domain.percentages import rounded_percent
from qa_app.domain.periods import london_time
from qa_app.domain.rich_text import Block
from qa_app.domain.statuses import Tone

MOST_DIGITS = 27
"""One less than Decimal reckons with."""


class Kind(Enum):
    """How the values of a column are written for people, e.g. > 1,204 or > 57% or > 1 April 2026."""

    TEXT = "text"
    COUNT = "count"
    PERCENT = "percent"  # a number from 0 to 100, not rounded; shown whole, or with one decimal below 1
    DECIMAL_PERCENT = "decimal percent"  # the same, shown with as many decimals as are asked for
    NUMBER = "number"
    DATE = "date"
    TIME = "time"  # an aware datetime, shown in Europe/London

    @property
    def is_numeric(self) -> bool:
        return self in (Kind.COUNT, Kind.PERCENT, Kind.DECIMAL_PERCENT, Kind.NUMBER)


class Shorthand(Enum):
    """What stands in a cell that has no figure (Government Analysis Function, with our meanings)."""

    NOT_APPLICABLE = ("[z]", "not applicable, or nothing was audited")
    NOT_AVAILABLE = ("[x]", "not available")
    SUPPRESSED = ("[c]", "suppressed, so that no child can be identified")
    PROVISIONAL = ("[p]", "provisional: moderation is not finished")
    REVISED = ("[r]", "revised since it was first published")
    LOW_RELIABILITY = ("[u]", "low reliability: few were audited")
    BREAK = ("[b]", "break: the form or the definition changed, so not comparable")

    def __init__(self, mark: str, meaning: str) -> None:
        self.mark = mark
        self.meaning = meaning

    def __str__(self) -> str:
        """The mark, so that every writer of text puts the same thing in a file."""
        return self.mark

    @property
    def shown(self) -> str:
        """What people read on a page or in a document: > N/A where nothing was audited, else the mark."""
        return "N/A" if self is Shorthand.NOT_APPLICABLE else self.mark


def marks_in(text: str) -> set[Shorthand]:
    """The shorthand written into a text, as in a heading: > Q3 2016-17 [u]"""
    return {mark for mark in Shorthand if mark.mark in text} if "[" in text else set()


Plain = str | int | float | Fraction | Decimal | date | datetime | None | Shorthand


@dataclass(frozen=True)
class Figure:
    """A value with more to it than its column says.

    Its kind may be another, as where a scorecard puts a count below a percentage. `beside` stands behind
    it wherever people read it: > of 9, > [p]. On a page `href` leads to what is behind it, and `tone`
    colours it; the word that says the same is in the value itself.
    """

    value: Plain
    kind: Kind
    decimals: int = 1
    beside: str = ""
    href: str = ""
    tone: Tone | None = None


Value = Plain | Figure


def marks_of(value: Value) -> set[Shorthand]:
    """What a cell needs explained: it is a shorthand, or has one written in it or beside it."""
    match value:
        case Shorthand():
            return {value}
        case str():
            return marks_in(value)
        case Figure():
            return marks_of(value.value) | marks_in(value.beside)
        case _:
            return set()


@dataclass(frozen=True)
class Column:
    """A heading and how the values below it are written.

    `decimals` is for NUMBER and DECIMAL_PERCENT only; `width` is a hint in characters, guessed from the
    kind where None. The columns that say what a row is (`is_heading`) stand first, and stay in view
    while the others scroll.
    """

    heading: str
    kind: Kind = Kind.TEXT
    decimals: int = 1
    width: int | None = None
    is_heading: bool = False


@dataclass(frozen=True)
class Table:
    """Rows below one row of headings.

    `rows` may be a generator, which can be read once only: CSV and XLSX never hold all of it.
    None is an answer left empty; a figure that does not exist is a Shorthand.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Value]]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it, in this order: paragraphs, text, facts, chart, table.

    `text` is what somebody wrote, with headings and lists of its own. `page_break` begins the section on
    a page of its own in a document to print.
    """

    heading: str
    level: int = 1
    paragraphs: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    chart: Chart | None = None
    table: Table | None = None
    page_break: bool = False
    text: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Report:
    """A whole document. `facts` are what every export names: filter, period, moderation state, form versions.

    `drawn_at` is aware; the writers add it to the facts themselves. `author` is the council's name.
    With `contents`, a document to print lists its sections and their pages after the front.
    """

    title: str
    drawn_at: datetime
    author: str
    subtitle: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    sections: tuple[Section, ...] = ()
    notes: tuple[str, ...] = ()
    language: str = "en-GB"
    contents: bool = False


def shown(value: Value, column: Column) -> str:
    """A cell as people read it on a page or in a document, e.g. > 57% or > 1,204 or > N/A."""
    if isinstance(value, Figure):
        own = _written(value.value, value.kind, value.decimals)
        return f"{own} {value.beside}" if value.beside else own
    return _written(value, column.kind, column.decimals)


def _written(value: Plain, kind: Kind, decimals: int) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case Shorthand():
            return value.shown
        case datetime():
            return shown_time(value)
        case date():
            return shown_date(value)
        case _:
            return _written_number(value, kind, decimals)


def shown_date(day: date) -> str:
    """> 1 April 2026"""
    return f"{day.day} {day:%B %Y}"


def shown_time(moment: datetime) -> str:
    """> 1 April 2026 at 00:30, in London whatever the zone given; raises ValueError for a naive time."""
    local = london_time(moment)
    return f"{shown_date(local)} at {local:%H:%M}"


def _written_number(value: int | float | Fraction | Decimal, kind: Kind, decimals: int) -> str:
    if kind is Kind.PERCENT:
        return f"{rounded_percent(Decimal(str(value)) if isinstance(value, float) else value)}%"
    if kind is Kind.DECIMAL_PERCENT:
        return f"{half_up(value, decimals):,}%"
    if kind is Kind.NUMBER or not isinstance(value, int):
        return f"{half_up(value, decimals):,}"
    return f"{value:,}"


def half_up(value: int | float | Fraction | Decimal, decimals: int) -> Decimal:
    """Rounded half away from zero to so many decimals, of the decimal a person would read: 0.15 -> 0.2."""
    if isinstance(value, Fraction):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
    else:
        exact = Decimal(str(value))
    digit = Decimal(1).scaleb(-decimals)
    if exact.adjusted() + decimals < MOST_DIGITS:
        return exact.quantize(digit, rounding=ROUND_HALF_UP)
    # What was divided by next to nothing has more digits than Decimal rounds by itself.
    with localcontext(prec=exact.adjusted() + decimals + 2):
        return exact.quantize(digit, rounding=ROUND_HALF_UP)
