"""What one's account shows of where one is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa_app.domain.browsers import browser_name
from qa_app.domain.session_times import SessionLimits, SessionTimes, how_long
from qa_app.models import SignedInBy
from qa_app.queries.sessions import OpenSession
from qa_app.web.formatters import format_instant

_HOW = {
    SignedInBy.PASSWORD: "with a password",
    SignedInBy.SINGLE_SIGN_ON: "by single sign-on",
}


@dataclass(frozen=True)
class ShownSession:
    id: int
    browser: str
    begun: str
    facts: Sequence[tuple[str, str]]
    is_this: bool


def shown_sessions(found: Sequence[OpenSession], *, this: int) -> list[ShownSession]:
    """This one first."""
    return [
        ShownSession(
            each.id,
            browser_name(each.browser),
            format_instant(each.started_at),
            (
                ("Signed in", f"{format_instant(each.started_at)}, {_HOW[each.signed_in_by]}"),
                ("Last active", format_instant(each.last_active_at)),
                ("Network address", each.address or "unknown"),
            ),
            is_this=each.id == this,
        )
        for each in sorted(found, key=lambda each: each.id != this)
    ]


def about_ending(limits: SessionLimits, times: SessionTimes) -> str:
    """In which words the page says how long one stays signed in."""
    return (
        f"You are signed out when you have done nothing here for {how_long(limits.idle)}, and"
        f" {how_long(limits.absolute)} after you signed in, whatever you do: on"
        f" {format_instant(times.at_the_latest)}. Two minutes before, the page warns you."
    )
