"""What is said of audits in several places."""

from datetime import date, datetime

from qa_app.domain.periods import london_date
from qa_app.domain.plurals import plural
from qa_app.web.formatters import format_date, format_instant, format_time


def due_in_words(due_on: date, today: date) -> str:
    """> 5 December 2016, 3 days overdue, or > 5 December 2016, today, or > 5 December 2016"""
    late = (today - due_on).days
    if late > 0:
        return f"{format_date(due_on)}, {plural(late, 'day')} overdue"
    return f"{format_date(due_on)}, today" if late == 0 else format_date(due_on)


def saved_in_words(at: datetime | None, today: date) -> str:
    """> Saved 14:02, or > Saved 4 December 2016 at 14:02, or nothing before the first time"""
    if at is None:
        return ""
    return f"Saved {format_time(at) if london_date(at) == today else format_instant(at)}"
