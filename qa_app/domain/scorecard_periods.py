"""The periods that the columns of a scorecard are about: all months, all quarters or all years."""

from datetime import date

from qa_app.domain.errors import UnknownPeriod
from qa_app.domain.measures import Frequency
from qa_app.domain.period_kinds import KINDS
from qa_app.domain.periods import ReportingPeriod, parse_reporting_period

_EXAMPLES = {
    Frequency.MONTH: "a month, like Dec 2016",
    Frequency.QUARTER: "a quarter, like Q3 2016-17",
    Frequency.YEAR: "a reporting year, like Year 2016-17",
}


def period_of(frequency: Frequency, day: date) -> ReportingPeriod:
    """The month, quarter or year that the day is in."""
    return KINDS[frequency].of(day)


def latest_finished(frequency: Frequency, today: date) -> ReportingPeriod:
    """The newest one that is over: what a board reads, and what comments are asked for."""
    return period_of(frequency, today).previous()


def parse_column(text: str, frequency: Frequency) -> ReportingPeriod:
    """A period of this kind as people write it. Raises UnknownPeriod, also for one of another kind."""
    period = parse_reporting_period(text)
    if not isinstance(period, KINDS[frequency]):
        raise UnknownPeriod(
            f"The columns of this scorecard are {frequency.value}s, and {period} is none: write "
            f"{_EXAMPLES[frequency]}"
        )
    return period
