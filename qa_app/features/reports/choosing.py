"""From an address to the quarter or month it names; one that there is not yet leads to no page."""

from datetime import date

from flask import abort

from qa_app.domain.errors import UnknownPeriod
from qa_app.domain.periods import Month, Quarter, parse_period


def quarter_at(address: str, *, today: date) -> Quarter:
    """> 2016-17-Q3, as the product writes it; one that has not begun is not found."""
    found = _period_at(address)
    if not isinstance(found, Quarter) or found > Quarter.of(today):
        abort(404)
    return found


def month_at(address: str, *, today: date) -> Month:
    """> 2016-12, as the product writes it; one that has not begun is not found."""
    found = _period_at(address)
    if not isinstance(found, Month) or found > Month.of(today):
        abort(404)
    return found


def _period_at(address: str) -> Month | Quarter | None:
    try:
        found = parse_period(address)
    except UnknownPeriod:
        return None
    return found if found.key == address else None
