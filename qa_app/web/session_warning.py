"""What a page needs to know to warn before its person is signed out."""

from dataclasses import dataclass

from qa_app.web.current import is_signed_in, session_limits, web_session


@dataclass(frozen=True)
class SessionToWarnOf:
    """The same on every page of one session, so that a page which the browser kept is never out of date."""

    session_id: int
    person_id: int
    idle: int
    """Seconds after which a session ends whose person does nothing."""


def session_to_warn_of() -> SessionToWarnOf | None:
    """None for strangers."""
    if not is_signed_in():
        return None
    mine = web_session()
    return SessionToWarnOf(mine.id, mine.person_id, int(session_limits().idle.total_seconds()))
