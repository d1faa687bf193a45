"""When the database or its disk does not take what was sent: what happened, in words fit to show.

What was sent was not kept, so the page gives it back and offers to send it once more.
"""

import errno
import logging
from dataclasses import dataclass

from flask import render_template, request
from sqlalchemy.exc import DBAPIError

from qa_app.database import only_reading
from qa_app.domain.errors import place_of
from qa_app.extensions import db
from qa_app.web.current import show_as_stranger
from qa_app.web.given_back import NEVER_ECHOED, typed_texts

log = logging.getLogger("qa_app")

Answer = tuple[str, int, dict[str, str]]

ONCE_MORE = frozenset({"csrf_token", "one_use"})
"""Never shown, and good for one more try, because nothing came of the first."""


@dataclass(frozen=True)
class Fault:
    """`retry_after` in seconds; None where somebody has to do something first."""

    name: str
    status: int
    title: str
    what_to_do: str
    retry_after: int | None = None
    what_was_sent: str = "What you sent was not saved."


BUSY = Fault("busy", 503, "The service is busy", "Wait a few seconds, then send it again.", 5)
FULL = Fault(
    "disk full",
    507,
    "The disk is full",
    "The disk of the service has no room left. Tell your administrator, who has to make room;"
    " until then nothing can be saved.",
)
AWAY = Fault(
    "no answer",
    503,
    "The database does not answer",
    "It may be starting afresh. Wait a minute, then try again; if it happens again, tell your administrator.",
    30,
    # It can have gone away after it had saved and before it had said so.
    "What you sent may not have been saved: look before you send it again.",
)
DISK = Fault(
    "disk error",
    503,
    "The disk does not work",
    "The disk of the service gave an error. Tell your administrator at once; until it is put right, nothing"
    " can be saved.",
)
READ_ONLY = Fault(
    "read only",
    503,
    "Nothing can be saved at the moment",
    "The database can only be read. Tell your administrator, who has to let the service write to it.",
)

OF_SQLITE = {
    5: BUSY,  # SQLITE_BUSY
    6: BUSY,  # SQLITE_LOCKED
    8: READ_ONLY,  # SQLITE_READONLY
    10: DISK,  # SQLITE_IOERR
    13: FULL,  # SQLITE_FULL
    14: AWAY,  # SQLITE_CANTOPEN
}
"""By the primary result code, the lowest eight bits of what the driver tells."""

OF_POSTGRESQL = {
    "08": AWAY,  # the connection failed
    "25006": READ_ONLY,
    "40001": BUSY,
    "40P01": BUSY,  # a deadlock, in which this one was chosen to give way
    "53": BUSY,  # out of connections or of memory
    "53100": FULL,
    "55P03": BUSY,  # did not get a lock in time
    "57014": BUSY,  # took too long
    "57P": AWAY,  # shutting down or starting up
    "58": DISK,
    "58030": DISK,
}
"""By the longest beginning of the SQLSTATE."""


def fault_of(error: BaseException) -> Fault | None:
    """None for an error of another kind."""
    if isinstance(error, OSError):
        return FULL if error.errno in (errno.ENOSPC, errno.EDQUOT) else None
    if not isinstance(error, DBAPIError):
        return None
    code, state = getattr(error.orig, "sqlite_errorcode", None), getattr(error.orig, "sqlstate", None)
    if code is not None:
        return OF_SQLITE.get(code & 0xFF)
    if state is not None:
        beginnings = (state[:length] for length in (5, 3, 2))
        return next((OF_POSTGRESQL[each] for each in beginnings if each in OF_POSTGRESQL), None)
    # A server that went away, or was never there, tells no state.
    return AWAY if type(error.orig).__module__.startswith("psycopg") else None


def undo(_error: BaseException | None = None) -> None:
    """Ends the transaction of the request, and is no fault where the database has gone meanwhile: it has
    ended the transaction itself."""
    try:
        db.session.rollback()
    except DBAPIError:
        db.session.invalidate()


def show_fault_of_storage(fault: Fault, error: BaseException) -> Answer:
    undo()
    # Its message holds the statement with what was typed, so only its kind and place are logged.
    log.error("storage: %s, %s at %s", fault.name, type(error).__name__, place_of(error))
    if fault is not BUSY:
        # Who is signed in cannot be asked again.
        show_as_stranger()
    # Who is signed in is asked anew, and must not wait once more for whoever writes.
    with only_reading():
        page = render_template(
            "errors/not_saved.html",
            fault=fault,
            sent=request.method == "POST",
            typed=typed_texts(),
            again=_sent_again(),
        )
    return page, fault.status, {"Retry-After": str(fault.retry_after)} if fault.retry_after else {}


def _sent_again() -> list[tuple[str, str]]:
    """The form as it was sent; nothing where it holds a password or a file, which do not belong in a page."""
    fields = list(request.form.items(multi=True))
    if request.files or any(name in NEVER_ECHOED - ONCE_MORE and value for name, value in fields):
        return []
    return fields
