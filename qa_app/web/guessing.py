"""A guess at an account that comes with this request."""

from flask import request

from qa_app.extensions import db
from qa_app.models import Guessed
from qa_app.services.guesses import claim_guess
from qa_app.web.clock import now
from qa_app.web.council import settings
from qa_app.web.devices import known_device


def claimed_guess(guessed: Guessed, email: str) -> int:
    """The number of the guess, which is committed before anything is looked at; `take_back` it if right.

    Raises TooManyGuesses, which is answered 429 where the view does not show it beside its form.
    """
    guess = claim_guess(
        db.session,
        guessed,
        email,
        address=request.remote_addr or "",
        device=known_device(email),
        from_address=settings().guesses_from_address,
        at=now(),
    )
    db.session.commit()
    return guess
