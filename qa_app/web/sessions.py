"""Which answers carry the session cookie."""

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

CACHED = frozenset({"static", "account.brand", "health.index"})


class PageSessions(SecureCookieSessionInterface):
    """Every page that is opened starts the idle time afresh, but for what a proxy may keep.

    A style sheet kept by a proxy must not hand one person's session to the next.
    """

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        return request.endpoint not in CACHED and super().should_set_cookie(app, session)
