"""The month from which something holds: 201610, or 0 for whatever is older too."""

from qa_app.domain.errors import InvalidInput, Problem, UnknownPeriod
from qa_app.domain.periods import Month, parse_reporting_period

THE_BEGINNING = 0


def held_from(text: str, *, field: str = "holds_from") -> int:
    """The first month of a period as people type it; a blank is the beginning.

    Raises InvalidInput about `field`.
    """
    if not text.strip():
        return THE_BEGINNING
    try:
        return parse_reporting_period(text).first_month
    except UnknownPeriod as error:
        raise InvalidInput([Problem(field, str(error))]) from error


def held_from_words(month: int) -> str:
    """> Oct 2016, or > the beginning"""
    return str(Month(*divmod(month, 100))) if month else "the beginning"
