"""The instant a request acts at: UTC for the record, London for the people."""

from datetime import UTC, date, datetime

from qa_app.domain.periods import london_date


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    """Today's civil date in London, which decides the quarter."""
    return london_date(now())
