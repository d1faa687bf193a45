"""What is shown where the text of an audit was, once it was removed."""

from datetime import datetime

from qa_app.domain.periods import london_date
from qa_app.domain.tables import shown_date


def removed_in_words(at: datetime | None) -> str:
    """> Removed on 3 April 2026, the day in London; nothing where the text is kept"""
    return f"Removed on {shown_date(london_date(at))}" if at is not None else ""


def case_in_words(reference: str, erased_at: datetime | None) -> str:
    """> case C00123, or > case reference removed on 3 April 2026"""
    removed = removed_in_words(erased_at)
    return f"case reference {removed[0].lower()}{removed[1:]}" if removed else f"case {reference}"


def removal_in_a_sentence(at: datetime | None) -> str:
    """What a reader of the audit is told; nothing where the text is kept."""
    if at is None:
        return ""
    return (
        f"The case reference and all that was written in this audit were removed on"
        f" {shown_date(london_date(at))}. Its grades and dates stay, so that the tables stay as they are."
    )
