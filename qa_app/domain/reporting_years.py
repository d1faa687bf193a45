"""A reporting year as people type it into a field of its own."""

from qa_app.domain.errors import InvalidInput, Problem, UnknownPeriod
from qa_app.domain.periods import Year, parse_reporting_period


def typed_year(text: str, *, field: str = "year") -> Year:
    """2016-17, 2016/17 or Year 2016-17; here 2011-12 is the year as well, and no December.

    Raises InvalidInput about `field`.
    """
    if not text.strip():
        raise InvalidInput([Problem(field, "Write the reporting year, such as 2016-17")])
    plain = text.strip().replace("-", "/", 1)
    try:
        period = parse_reporting_period(plain)
    except UnknownPeriod:
        period = None
    if not isinstance(period, Year):
        sentence = f"“{text.strip()[:40]}” is not a reporting year: write it as 2016-17"
        raise InvalidInput([Problem(field, sentence)])
    return period
