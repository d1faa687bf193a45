"""What is said of audits in several places."""

from datetime import date

from qa_app.web.formatters import format_date, plural


def due_in_words(due_on: date, today: date) -> str:
    """> 5 December 2016, 3 days overdue, or > 5 December 2016, today, or > 5 December 2016"""
    late = (today - due_on).days
    if late > 0:
        return f"{format_date(due_on)}, {plural(late, 'day')} overdue"
    return f"{format_date(due_on)}, today" if late == 0 else format_date(due_on)
