"""What a file of values of measures holds, before the database is asked about any of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qa_app.domain.measure_values import TypedValue
from qa_app.domain.measures import ComparatorKind
from qa_app.domain.periods import ReportingPeriod
from qa_app.importers.problems import Problems


@dataclass(frozen=True)
class ValueCell:
    """One value, not yet checked; `measure` is the key of a FileMeasure.

    `periods` are what the words may mean, the likelier first: 2011-12 is December and a reporting year.
    `columns` say where a problem about `numerator`, `value`, `period` ... stands.
    """

    row: int
    measure: str
    periods: tuple[ReportingPeriod, ...]
    typed: TypedValue
    columns: Mapping[str, str]
    period: str = ""
    """As it is written in the row; "" in a wide file, where it is the heading."""

    def column(self, name: str) -> str:
        return self.columns.get(name, self.columns["value"])

    def text(self, name: str) -> str:
        """What stands in that column."""
        if name == "period" and self.period:
            return self.period
        return str(getattr(self.typed, name, self.typed.value))


@dataclass
class FileMeasure:
    """A measure as the file first names it, and, in a wide file, what else its row says of it."""

    name: str
    row: int
    column: str
    code: str = ""
    theme: str = ""
    bands: tuple[str, str, str] = ("", "", "")
    """From Requires Improvement to Outstanding, as printed."""
    status: str = ""
    comment: str = ""
    comparators: dict[ComparatorKind, str] = field(default_factory=dict)
    printed: list[str] = field(default_factory=list)
    """Its values, as they stand in the file."""
    is_counted: bool = False
    """Whether any of its values has a denominator."""
    periods: list[tuple[ReportingPeriod, ...]] = field(default_factory=list)

    @property
    def has_bands(self) -> bool:
        return any(self.bands)


@dataclass
class ValuesFile:
    """With problems, `cells` is not fit to be added. A blank is no cell."""

    rows: int
    is_wide: bool = False
    measures: dict[str, FileMeasure] = field(default_factory=dict)
    """By code or name in small letters."""
    cells: list[ValueCell] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)
    headings: dict[str, str] = field(default_factory=dict)
    """What the file calls `good`, `status`, `comment` ..., where it has such a column."""
