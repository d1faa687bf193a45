"""Which answers carry the session cookie."""

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

CACHED = frozenset({"static", "account.brand", "health.index"})


class PageSessions(SecureCookieSessionInterface):
    """The cookie is set when there is something new in it, but never by what a proxy may keep.

    A style sheet kept by a proxy must not hand one person's session to the next. How long a session lasts
    is said in the database; the browser forgets the cookie when it is closed.
    """

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        return request.endpoint not in CACHED and super().should_set_cookie(app, session)
