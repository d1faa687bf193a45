"""Browsers at which somebody has signed in before are known again by a cookie.

It lets nobody in: a browser that is known has guesses of its own, that is all (OWASP, device cookies).
"""

import hmac
import secrets

from flask import Response, after_this_request, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from qa_app.domain.keys import key_for
from qa_app.models import Person
from qa_app.services.guesses import account_of
from qa_app.web.council import settings

A_YEAR = 366 * 24 * 60 * 60
MOST_PEOPLE = 5
"""Who signed in last at this browser; an office shares a computer or two."""


def known_device(email: str) -> str:
    """What this browser is called for this person; empty where they have not signed in at it before."""
    return _people().get(_pseudonym(account_of(email)), "")


def remember_device(person: Person) -> None:
    """From this answer on, this browser is known for them."""
    if person.email is None:
        return
    me = _pseudonym(person.email)
    others = {who: device for who, device in _people().items() if who != me}
    latest = dict(list(others.items())[1 - MOST_PEOPLE :]) | {me: known_device(person.email) or _new_name()}

    @after_this_request
    def answer(response: Response) -> Response:
        response.set_cookie(
            _cookie_name(),
            _signer().dumps(latest),
            max_age=A_YEAR,
            secure=settings().https,
            httponly=True,
            samesite="Lax",
        )
        return response


def _people() -> dict[str, str]:
    try:
        people: dict[str, str] = _signer().loads(request.cookies.get(_cookie_name(), ""), max_age=A_YEAR)
    except BadSignature:
        return {}
    return people


def _new_name() -> str:
    return secrets.token_urlsafe(16)


def _pseudonym(email: str) -> str:
    """So that who looks at a shared computer's cookies does not read who works at it."""
    key = key_for("name people in device cookies", settings().secret_key)
    return hmac.digest(key, email.encode(), "sha256").hex()[:16]


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(key_for("sign device cookies", settings().secret_key), salt="device")


def _cookie_name() -> str:
    return "__Host-qa-device" if settings().https else "qa-device"
