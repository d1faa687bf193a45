"""Names of months, as headings have them."""

from qa_app.domain.periods import MONTH_NAMES, Month


def month_name(month: Month) -> str:
    """> December 2016"""
    return f"{MONTH_NAMES[month.number - 1]} {month.year}"
