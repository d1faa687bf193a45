"""Every figure of a scorecard: as rows to compute with, and as printed, to tell later what has changed."""

from collections.abc import Iterator

from qa_app.domain.periods import ReportingPeriod
from qa_app.domain.readings import Reading, shown_reading
from qa_app.domain.scorecard import Line, MeasureFacts, Scorecard
from qa_app.domain.scorecard_choice import Layout, Shown
from qa_app.domain.tables import Column, Kind, Shorthand, Table, Value
from qa_app.presenters.scorecards import cells, printed, wording

FIGURES = (
    Column("theme"),
    Column("number"),
    Column("code"),
    Column("measure"),
    Column("kind"),
    Column("period"),
    Column("value", Kind.NUMBER, decimals=2),
    Column("unit"),
    Column("numerator", Kind.COUNT),
    Column("denominator", Kind.COUNT),
    Column("shown"),
    Column("status"),
    Column("bands"),
    Column("target"),
    Column("polarity"),
    Column("measure_period"),
    Column("marks"),
    Column("reason"),
    Column("definition"),
)


def figures_table(scorecard: Scorecard) -> Table:
    """One row for every measure and period, oldest first; a share is in per cent, 0 to 100."""
    return Table(
        title="One row for each measure and period",
        columns=FIGURES,
        rows=[
            _row(theme.title, line, place, period)
            for theme in scorecard.themes
            for line in theme.lines
            for place, period in enumerate(scorecard.choice.periods_shown)
        ],
    )


def _row(theme: str, line: Line, place: int, period: ReportingPeriod) -> tuple[Value, ...]:
    measure, reading, status = line.measure, line.readings[place], line.statuses[place]
    bands, target = line.standards.bands.get(period), line.standards.targets.get(period)
    return (
        theme,
        line.number,
        measure.code,
        measure.name,
        measure.kind.value,
        period.key,
        reading.value if reading.value is not None else reading.missing,
        measure.unit.value,
        cells.count_or_mark(reading.numerator, reading),
        cells.count_or_mark(reading.denominator, reading),
        _shown(measure, reading),
        status.word if status else None,
        " / ".join(bands.printed) if bands else None,
        str(target) if target else None,
        measure.polarity.value,
        measure.measure_period.value,
        " ".join(map(str, _marks(measure, reading))) or None,
        reading.reason or None,
        measure.description or None,
    )


def _marks(measure: MeasureFacts, reading: Reading) -> tuple[Shorthand, ...]:
    few = (Shorthand.LOW_RELIABILITY,) if cells.is_of_few(measure, reading) else ()
    return (*reading.marks, *few)


def figures_of(scorecard: Scorecard) -> dict[str, str]:
    """What the layout prints, by the measure's code, the period's key and what it is.

    > CE22|2016-17-Q3|value → 44%, > CE22|2016-17-Q3|counted → 4 of 9,
    > CE22|2016-17-Q3|status → × Inadequate,
    > CE22|2016-17-Q3|direction since 2016-17-Q2 → ↓ down, worse; could be chance
    """
    return {
        f"{line.measure.code}|{key}": said
        for line in scorecard.lines
        for key, said in _figures(line, scorecard)
    }


def _figures(line: Line, scorecard: Scorecard) -> Iterator[tuple[str, str]]:
    choice, measure, standards = scorecard.choice, line.measure, line.standards
    last = choice.last.key
    shown = () if choice.layout is Layout.CATALOGUE else choice.columns
    for period, reading in printed.readings(line, choice):
        yield f"{period.key}|value", _shown(measure, reading)
        if reading.numerator is not None and reading.denominator is not None and measure.unit.is_share:
            counted, of = cells.count(reading.numerator), cells.count(reading.denominator)
            yield f"{period.key}|counted", f"{counted:,} of {of:,}"
    for period, status in printed.statuses(line, choice):
        yield f"{period.key}|status", str(status)
    for travel in printed.travels(line, choice):
        yield f"{last}|direction since {travel.since.key}", wording.direction(travel)
    if Shown.THRESHOLDS in shown and (bands := standards.bands.get(choice.last)):
        yield f"{last}|thresholds", wording.thresholds(bands)
    if Shown.TARGET in shown and (target := standards.targets.get(choice.last)):
        yield f"{last}|target", cells.target_words(measure, target)
    if Shown.COMPARATORS in shown:
        for comparator in standards.comparators:
            yield f"{last}|{comparator.kind.value}", wording.comparator(measure, comparator)


def _shown(measure: MeasureFacts, reading: Reading) -> str:
    """> 67%, or > N/A, or > [x] where it is not known"""
    return shown_reading(reading, measure.unit, measure.decimals) or Shorthand.NOT_AVAILABLE.mark
