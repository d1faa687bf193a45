"""How values are written on pages; each docstring shows the output."""

from datetime import date, datetime

from flask import Flask

from qa_app.domain.periods import london_time
from qa_app.domain.plurals import plural
from qa_app.domain.removed_text import case_in_words
from qa_app.domain.tables import shown_date, shown_time

# As every export writes them.
format_date = shown_date
format_instant = shown_time


def format_short_date(day: date) -> str:
    """> 3 Apr 2026"""
    return f"{day.day} {day:%b %Y}"


def by_whom(name: str | None) -> str:
    """> Ada Example, or > A command on the server"""
    return name or "A command on the server"


def format_time(instant: datetime) -> str:
    """> 14:02"""
    return f"{london_time(instant):%H:%M}"


def register_formatters(app: Flask) -> None:
    app.jinja_env.filters |= {
        "format_date": format_date,
        "format_short_date": format_short_date,
        "format_instant": format_instant,
        "format_time": format_time,
        "plural": plural,
        "case_in_words": case_in_words,
    }
