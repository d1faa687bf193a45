"""The file that a council fills in with the values of a period."""

from collections.abc import Sequence

from qa_app.domain.measure_values import CheckedValue, TypedValue
from qa_app.domain.measures import ValueStatus
from qa_app.domain.periods import ReportingPeriod
from qa_app.domain.tables import Column, Kind, Table, Value
from qa_app.exports.csv_file import csv_bytes
from qa_app.exports.template_xlsx import FillColumn, template_xlsx
from qa_app.queries.value_grid import GridRow
from qa_app.services.importing_template import TemplateFormat

GUIDANCE_HEADINGS = ("Column", "Needed", "What to write")
STATUSES = tuple(ValueStatus)

COLUMNS = (
    FillColumn("code", ""),
    FillColumn("measure", ""),
    FillColumn("unit", ""),
    FillColumn("period", ""),
    FillColumn("numerator", ""),
    FillColumn("denominator", ""),
    FillColumn("value", ""),
    FillColumn("status", "", STATUSES),
    FillColumn("reason", ""),
    FillColumn("source", ""),
)
GUIDANCE = (
    ("code", "Always", "Which measure it is; leave it as it is"),
    ("measure", "Filled in", "Its name, so that you know it; the code is what counts"),
    ("unit", "Filled in", "What it is counted in; a rate is per 10,000 children"),
    ("period", "Always", "A month as Dec 2016, a quarter as Q3 2016-17 or a year as Year 2016-17"),
    ("numerator", "If known", "How many of them; with the denominator, the value is computed"),
    ("denominator", "If known", "Of how many; for a rate, left blank, the children of the year"),
    ("value", "If not computed", "57, 57% or 7.5; N/A if there was nothing to count; blank if not known"),
    ("status", "If not final", "provisional, final or revised; final if left blank"),
    ("reason", "If it differs", "Why a final value is revised, or why it is above 100%"),
    ("source", "If known", "Where the figure comes from"),
)


def values_template(
    rows: Sequence[GridRow], period: ReportingPeriod, wanted: TemplateFormat, *, title: str
) -> bytes:
    """A row for each measure, with the value that is there already, which changes nothing if it is left."""
    if wanted is TemplateFormat.CSV:
        headings = tuple(Column(column.heading, Kind.TEXT) for column in COLUMNS)
        return csv_bytes(Table(title, headings, [_plain(row, period) for row in rows]))
    return template_xlsx(
        "Values",
        COLUMNS,
        guidance_headings=GUIDANCE_HEADINGS,
        guidance=GUIDANCE,
        rows=[(*_about(row, period), *_texts(row.value)) for row in rows],
    )


def _about(row: GridRow, period: ReportingPeriod) -> tuple[str, str, str, str]:
    written = period.key if period.key.endswith("Y") else str(period)  # 2011-12 is December as well
    return row.measure.code, row.measure.name, row.measure.unit.value, written


def _texts(value: CheckedValue | None) -> tuple[str, str, str, str, str, str]:
    typed = value.as_typed() if value else TypedValue()
    return (*typed.figures, typed.status, "", typed.source)


def _plain(row: GridRow, period: ReportingPeriod) -> tuple[Value, ...]:
    """With numbers as numbers, because text that begins with a minus would be guarded as a formula."""
    numerator, denominator, value, *rest = _texts(row.value)
    kept = row.value or CheckedValue()
    numbers = zip(
        (kept.numerator, kept.denominator, kept.value), (numerator, denominator, value), strict=True
    )
    return (*_about(row, period), *(text if number is None else number for number, text in numbers), *rest)
