"""A broken rule becomes a page in one place; an unexpected fault shows a reference and no case text."""

import logging
import secrets

from flask import Flask, render_template
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InternalError, NoResultFound, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from qa_app.domain.errors import (
    Conflict,
    DomainError,
    InvalidInput,
    NotPermitted,
    TransitionNotAllowed,
    place_of,
)
from qa_app.services.guesses import TooManyGuesses
from qa_app.web.current import show_as_stranger
from qa_app.web.given_back import give_back, typed_texts
from qa_app.web.storage import fault_of, show_fault_of_storage, undo

log = logging.getLogger("qa_app")

Answer = tuple[str, int] | tuple[str, int, dict[str, str]]

STATUS_OF: dict[type[DomainError], int] = {
    TooManyGuesses: 429,
    NotPermitted: 403,
    TransitionNotAllowed: 409,
    Conflict: 409,
    InvalidInput: 422,
}

TITLES = {
    400: "The page could not be used",
    403: "You cannot open this page",
    404: "Page not found",
    405: "That cannot be done here",
    409: "This changed while you had it open",
    413: "The file is too large",
    422: "Something needs to be put right",
    429: "There were too many attempts",
}

SENTENCES = {
    400: "What was sent could not be understood. Go back, reload the page and try again.",
    403: "Your role does not include it. If it should, ask your administrator.",
    404: "It does not exist, or it is outside the service areas you can see.",
    405: "Go back and use the buttons on the page.",
    413: "Split it into smaller files and send them one after the other.",
}

NO_LONGER = (
    "This can no longer be saved",
    "It is no longer there, or no longer yours: it may have been given to somebody else meanwhile.",
)


def show_broken_rule(error: DomainError) -> Answer:
    undo()
    status = next((STATUS_OF[kind] for kind in type(error).__mro__ if kind in STATUS_OF), 422)
    return _page(status, str(error))


def show_http_error(error: HTTPException) -> Answer:
    undo()
    status = error.code or 500
    return _page(status, SENTENCES.get(status, error.description or ""))


def show_missing(_error: NoResultFound) -> Answer:
    undo()
    return _page(404, SENTENCES[404])


def show_stale(_error: StaleDataError) -> Answer:
    undo()
    return _page(
        409, "Somebody else saved it first. Open it again to see what they wrote; nothing of theirs is lost."
    )


def show_csrf(_error: CSRFError) -> Answer:
    return give_back()


def show_storage(error: Exception) -> Answer:
    """The database or its disk did not take it; anything else that they say is a fault."""
    fault = fault_of(error)
    return show_fault_of_storage(fault, error) if fault else show_fault(error)


def show_fault(error: Exception) -> Answer:
    undo()
    reference = secrets.token_hex(4)
    # The message of an exception can quote case text, so only its kind and place are logged.
    log.error("fault %s: %s at %s", reference, type(error).__name__, place_of(error))
    show_as_stranger()
    page = render_template(
        "errors/fault.html", title="Sorry, something went wrong", reference=reference, typed=typed_texts()
    )
    return page, 500


def _page(status: int, message: str) -> Answer:
    title, typed = TITLES.get(status, "Something went wrong"), typed_texts()
    if status == 404 and typed:
        # Whoever wrote that had the page open, and nothing is wrong with its address.
        title, message = NO_LONGER
    return render_template("errors/error.html", title=title, message=message, typed=typed), status


def register_errors(app: Flask) -> None:
    """To be called after the database is set up: what closes its sessions must find them ended."""
    app.teardown_appcontext(undo)
    app.register_error_handler(DomainError, show_broken_rule)
    app.register_error_handler(CSRFError, show_csrf)
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(NoResultFound, show_missing)
    app.register_error_handler(StaleDataError, show_stale)
    app.register_error_handler(OperationalError, show_storage)
    app.register_error_handler(InternalError, show_storage)
    app.register_error_handler(OSError, show_storage)
    if not app.testing:
        app.register_error_handler(Exception, show_fault)
