"""A page that has not changed since it was last fetched is not drawn again."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, current_app, make_response, request, session
from flask_wtf.csrf import generate_csrf

from qa_app.web.clock import today
from qa_app.web.current import web_session
from qa_app.web.kept import version

View = Callable[..., Any]


def unless_unchanged(view: View) -> View:
    """Answers 304 when nothing that the page shows can have changed since the browser fetched it.

    The tag covers the data, the address, the day, the person and their session, so that it is
    never stale after a write, and the browser keeps the page for that person alone.
    """

    @wraps(view)
    def answer(*args: Any, **named: Any) -> Any:
        tag = _tag()
        if request.if_none_match.contains(tag) and not session.get("_flashes"):
            response: Response = current_app.response_class(status=304)
        else:
            response = make_response(view(*args, **named))
        if response.status_code in (200, 304):
            response.set_etag(tag)
            response.headers["Cache-Control"] = "private, no-cache"
            response.vary.add("Cookie")
        return response

    return answer


def _tag() -> str:
    # The page's forms carry the token of this session, which is made when it is first asked for.
    generate_csrf()
    seen = (
        version(),
        request.full_path,
        str(today()),
        str(web_session().id),
        str(session.get("csrf_token")),
        current_app.extensions["code_version"],
    )
    return hashlib.sha256("\n".join(seen).encode()).hexdigest()[:32]
