"""How values are written on pages; each docstring shows the output."""

from datetime import date, datetime

from flask import Flask

from qa_app.domain.periods import london_time


def format_date(day: date) -> str:
    """> 3 April 2026"""
    return f"{day.day} {day:%B %Y}"


def format_short_date(day: date) -> str:
    """> 3 Apr 2026"""
    return f"{day.day} {day:%b %Y}"


def format_instant(instant: datetime) -> str:
    """> 3 April 2026 at 14:02"""
    local = london_time(instant)
    return f"{format_date(local.date())} at {local:%H:%M}"


def format_time(instant: datetime) -> str:
    """> 14:02"""
    return f"{london_time(instant):%H:%M}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """> 1 audit or > 1,204 audits"""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def register_formatters(app: Flask) -> None:
    app.jinja_env.filters |= {
        "format_date": format_date,
        "format_short_date": format_short_date,
        "format_instant": format_instant,
        "format_time": format_time,
        "plural": plural,
    }
