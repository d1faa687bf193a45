"""Months, quarters and reporting years by how often something is entered or shown."""

from qa_app.domain.measures import Frequency
from qa_app.domain.periods import Month, Quarter, ReportingPeriod, Year

KINDS: dict[Frequency, type[ReportingPeriod]] = {
    Frequency.MONTH: Month,
    Frequency.QUARTER: Quarter,
    Frequency.YEAR: Year,
}


def frequency_of(period: ReportingPeriod) -> Frequency:
    """> Frequency.QUARTER for Q3 2016-17"""
    return next(frequency for frequency, kind in KINDS.items() if isinstance(period, kind))
