"""How long the case text of an audit is kept: which rule holds for it, and from which day it may go."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from qa_app.domain.errors import InvalidInput, Problem

FEWEST_YEARS, MOST_YEARS = 1, 100


@dataclass(frozen=True)
class Kept:
    """So many years for audits of this stream and with this tool; None: of any."""

    years: int
    stream_id: int | None = None
    tool_id: int | None = None

    @property
    def holds_for(self) -> str:
        """> 3/7, or > 3/* for any tool: one text for what a rule is for, so that no two are for the same"""
        return f"{self.stream_id or '*'}/{self.tool_id or '*'}"

    def covers(self, *, stream_id: int, tool_id: int) -> bool:
        return self.stream_id in (None, stream_id) and self.tool_id in (None, tool_id)


def closest(rules: Iterable[Kept], *, stream_id: int, tool_id: int) -> Kept | None:
    """The rule that holds: for both, then for the tool, then for the stream, then for everything else.

    None where there is no such rule: then the text is kept.
    """
    covering = [rule for rule in rules if rule.covers(stream_id=stream_id, tool_id=tool_id)]
    return max(covering, key=_closeness, default=None)


def _closeness(rule: Kept) -> tuple[bool, bool]:
    return rule.tool_id is not None, rule.stream_id is not None


def due_on(audit_date: date, years: int) -> date:
    """The first day on which the text may be removed: it has been kept for so many whole years.

    What is of 29 February comes due on 1 March where there is none.
    """
    year = audit_date.year + years
    try:
        return audit_date.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def latest_due(today: date, years: int) -> date:
    """The latest audit date that is due today, so that a database can be asked with one comparison."""
    year = today.year - years
    try:
        return today.replace(year=year)
    except ValueError:
        return date(year, 3, 1) - timedelta(days=1)


def check_years(text: str, *, field: str = "years") -> int:
    """Raises InvalidInput for anything but a whole number of years from 1 to 100."""
    written = text.strip()
    years = int(written) if written.isascii() and written.isdecimal() and len(written) < 9 else 0
    if not FEWEST_YEARS <= years <= MOST_YEARS:
        raise InvalidInput([Problem(field, f"Write a whole number from {FEWEST_YEARS} to {MOST_YEARS}")])
    return years
