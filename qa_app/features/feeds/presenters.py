"""One's own tokens, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from qa_app.domain.feeds import Feed
from qa_app.domain.periods import london_date
from qa_app.models import FeedToken
from qa_app.web.formatters import format_date, format_instant


@dataclass(frozen=True)
class TokenRow:
    id: int
    name: str
    reads: str
    made: str
    until: str
    last_used: str
    works: bool


def token_rows(tokens: Sequence[FeedToken], *, at: datetime) -> list[TokenRow]:
    return [
        TokenRow(
            id=token.id,
            name=token.name,
            reads=", ".join(Feed(feed).label for feed in token.feeds),
            made=format_date(london_date(token.made_at)),
            until=_until(token, at),
            last_used=format_instant(token.last_used_at) if token.last_used_at else "Never",
            works=_works(token, at),
        )
        for token in tokens
    ]


def _works(token: FeedToken, at: datetime) -> bool:
    return token.revoked_at is None and token.expires_at > at


def _until(token: FeedToken, at: datetime) -> str:
    """> Works until 24 February 2027"""
    if token.revoked_at is not None:
        return f"Revoked on {format_date(london_date(token.revoked_at))}"
    day = format_date(london_date(token.expires_at))
    return f"Works until {day}" if token.expires_at > at else f"Expired on {day}"
