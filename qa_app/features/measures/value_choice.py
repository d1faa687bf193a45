"""Which values the address of the grid asks for, and the lists to choose them from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from qa_app.domain.errors import UnknownPeriod
from qa_app.domain.measures import Frequency
from qa_app.domain.period_kinds import KINDS
from qa_app.domain.periods import Month, Quarter, ReportingPeriod, Year, parse_reporting_period
from qa_app.features.measures.choosing import LONGEST_WORDS
from qa_app.queries.value_grid import GridChoice, GridOptions
from qa_app.web.addresses import row_number
from qa_app.web.asked_words import asked_words
from qa_app.web.selects import Select

OFFERED = ((Quarter, 8), (Month, 13), (Year, 4))
"""The kinds of period and how many of each are offered; any other can stand in the address."""


@dataclass(frozen=True)
class Asked:
    """The choice, and a sentence where the period could not be read."""

    choice: GridChoice
    typed_period: str
    error: str = ""

    @property
    def query(self) -> str:
        """> period=2016-17-Q3&outcome=Demand, as the address of the grid says it"""
        return self.query_of(self.choice.period.key)

    def query_of(self, period_key: str) -> str:
        """The same measures in another period."""
        choice = self.choice
        values = {
            "period": period_key,
            "text": choice.text,
            "outcome": choice.outcome,
            "scorecard": choice.scorecard_id,
        }
        return urlencode({name: str(value) for name, value in values.items() if value})


def asked(args: Mapping[str, str], *, usual: Frequency, today: date) -> Asked:
    """The last period of the usual kind that is over, where none is asked for."""
    typed, error = args.get("period", "").strip(), ""
    period: ReportingPeriod = KINDS[usual].of(today).previous()
    if typed:
        try:
            period = parse_reporting_period(typed)
        except UnknownPeriod as unknown:
            error = str(unknown)
    choice = GridChoice(
        period=period,
        text=asked_words(args, "text", limit=LONGEST_WORDS),
        outcome=asked_words(args, "outcome", limit=LONGEST_WORDS),
        scorecard_id=row_number(args.get("scorecard", "")),
    )
    return Asked(choice, typed if error else period.key, error)


def grid_selects(wanted: Asked, options: GridOptions, *, today: date) -> list[Select]:
    """The lists; what was asked for is among them."""
    periods = [
        (period.key, str(period))
        for kind, count in OFFERED
        for period in kind.since(None, today=today, at_least=count)
    ]
    chosen, shown = wanted.typed_period, wanted.typed_period if wanted.error else str(wanted.choice.period)
    if chosen not in dict(periods):
        periods.insert(0, (chosen, shown))
    scorecards = [("", "Any or none"), *((str(number), title) for number, title in options.scorecards)]
    outcomes = [("", "Any outcome"), *((each, each) for each in options.outcomes)]
    return [
        Select("period", "Period", tuple(periods), chosen, wanted.error),
        Select("scorecard", "On the scorecard", tuple(scorecards), str(wanted.choice.scorecard_id or "")),
        Select("outcome", "Outcome", tuple(outcomes), wanted.choice.outcome),
    ]
