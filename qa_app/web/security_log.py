"""What was refused, for whoever watches over the service: one line each, never with anything that was typed.

> refused status=403 method=GET endpoint=people.index person=12 address=192.0.2.7
"""

import logging

from flask import Response, g, request

log = logging.getLogger("qa_app.security")

REFUSED = frozenset({400, 401, 403, 429})
PROVING_WHO_ONE_IS = "account."
"""At these addresses 422 is a wrong password or code."""


def log_refusals(response: Response) -> Response:
    endpoint = request.endpoint or "none"
    is_wrong_guess = (
        response.status_code == 422 and request.method == "POST" and endpoint.startswith(PROVING_WHO_ONE_IS)
    )
    if response.status_code in REFUSED or is_wrong_guess:
        log.warning(
            "refused status=%d method=%s endpoint=%s person=%s address=%s",
            response.status_code,
            request.method if request.method.isalpha() else "other",
            endpoint,
            _person(),
            request.remote_addr,
        )
    return response


def _person() -> int | str:
    """Nobody is looked up for it: where a page never asked who is signed in, that is not known."""
    known: int | str = getattr(g.get("_login_user"), "person_id", "nobody")
    return known
