"""Who reads a feed: the owner of the token that a program sends, and never whoever is signed in."""

import math
from http import HTTPStatus

from flask import Response, g, jsonify, request
from sqlalchemy.orm import Session

from qa_app.database import patiently
from qa_app.domain.errors import NotPermitted
from qa_app.domain.feeds import Feed, TokenUnknown, TooManyUses
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.models import Person
from qa_app.queries.people import find_person
from qa_app.services.feed_tokens import use_token
from qa_app.web.clock import now

FEED_OF = {Permission.FEED_TABLES: Feed.JUDGEMENTS, Permission.FEED_SCORECARDS: Feed.SCORECARDS}
"""What a view for programs declares instead of a permission of the person signed in."""

NO_TOKEN = "Send a token in the header: Authorization: Bearer …"  # noqa: S105 - a sentence


def check_token(feed: Feed) -> Response | None:
    """None where the token opens the feed; its owner is then the reader of this request."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        return refusal(HTTPStatus.UNAUTHORIZED, NO_TOKEN)
    try:
        g.reader_id = _count_use(token.strip(), feed)
    except TokenUnknown as error:
        return refusal(HTTPStatus.UNAUTHORIZED, str(error))
    except TooManyUses as error:
        answer = refusal(HTTPStatus.TOO_MANY_REQUESTS, str(error))
        answer.headers["Retry-After"] = str(math.ceil(error.wait.total_seconds()))
        return answer
    except NotPermitted as error:
        return refusal(HTTPStatus.FORBIDDEN, str(error))
    return None


def reader() -> Person:
    """The owner of the token; only for views that declare a feed."""
    return find_person(db.session, g.reader_id)


def refusal(status: HTTPStatus, message: str) -> Response:
    answer: Response = jsonify(message=message)
    answer.status_code = status
    if status is HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _count_use(token: str, feed: Feed) -> int:
    """In a transaction of its own: reading itself changes nothing, and uses that are refused count too."""
    with patiently(db.engine) as connection, Session(connection) as session:
        try:
            found: int | NotPermitted = use_token(session, token, feed, at=now()).id
        except NotPermitted as error:
            found = error
        session.commit()
    if isinstance(found, NotPermitted):
        raise found
    return found
