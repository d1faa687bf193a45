"""A form that is sent twice takes effect once.

Each form carries a token, another each time it is drawn. What was sent with it is noted in the transaction
of its effect, so that both are kept or neither is. The same again is answered as it was the first time;
with anything changed in it, it is another form, because going back to correct something is no mistake.
"""

import hmac
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
)
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from qa_app.config import Settings
from qa_app.database import only_reading
from qa_app.domain.keys import key_for
from qa_app.domain.periods import london_date
from qa_app.extensions import db
from qa_app.queries.sent_forms import Sent, find_sent
from qa_app.services.sent_forms import claim_form, forget_form, forget_old_forms, note_where_it_led
from qa_app.web.clock import now, today
from qa_app.web.current import is_signed_in, signed_in
from qa_app.web.formatters import format_instant, format_time

FIELD = "one_use"

HELD_OTHERWISE = {
    "audits.autosave": "The version that the page was opened on tells a repeat from a clash.",
    "moderation.autosave": "The version that the page was opened on tells a repeat from a clash.",
    "audits.take_out": "It makes a file and changes nothing: whoever presses again wants it again.",
    "records.take_out": "It makes a file and changes nothing: whoever presses again wants it again.",
    "records.case": "It shows what is held about a case and changes nothing.",
}
"""The forms that may be sent again as they are, and why."""

MATTERS_NOT = frozenset({"csrf_token", FIELD})
LONGEST_ADDRESS = 2_000
SHOWN_ONCE = "-"
"""Where a form led that was answered with a page of its own, such as one that tells a new password."""
UNDER_WAY = timedelta(seconds=3)
"""A form whose answer is not known after so long gets none: the server was stopped in between."""
CHUNK = 1 << 16


def one_use_token() -> str:
    """128 random bits, for one drawing of one form."""
    return secrets.token_urlsafe(16)


def leads_to(address: str) -> str:
    """For a view that knows before it commits where it leads: saves a transaction after it."""
    if digest := g.get("form_claimed"):
        note_where_it_led(db.session, digest, _kept(address))
        g.form_leads_to = address
    return address


@contextmanager
def out_of_transaction() -> Iterator[None]:
    """For what takes long and changes nothing, before anything is changed: nobody who saves waits for it.

    The form is claimed again afterwards. Where the same was sent meanwhile, that one takes effect, and this
    request is answered as it was.
    """
    db.session.rollback()
    yield
    digest = g.get("form_claimed")
    while digest is not None and not claim_form(db.session, digest, at=now()):
        if sent := _what_became_of(digest):
            del g.form_claimed  # it is the other's to note where it led
            abort(make_response(_answer_again(sent)))


def set_up_one_use(app: Flask) -> None:
    """To be called after whatever decides who may send the form at all."""
    app.jinja_env.globals["one_use_token"] = one_use_token
    app.before_request(_let_through_once)
    app.after_request(_note_answer)


def _let_through_once() -> AnyResponse | tuple[str, int] | None:
    if request.method != "POST" or request.endpoint is None or request.endpoint in HELD_OTHERWISE:
        return None
    if not is_signed_in() or not request.form.get(FIELD):
        return None
    digest = _digest()
    while not claim_form(db.session, digest, at=now()):
        if sent := _what_became_of(digest):
            return _answer_again(sent)
        # Whoever had claimed it came to nothing.
    g.form_claimed = digest
    return None


def _what_became_of(digest: str) -> Sent | None:
    """Waits for the answer, where it is under way. None when it was undone."""
    with only_reading():
        while sent := find_sent(db.session, digest):
            db.session.rollback()
            if sent.led_to or now() - sent.at > UNDER_WAY:
                return sent
            time.sleep(0.05)
        db.session.rollback()
        return None


def _answer_again(sent: Sent) -> AnyResponse | tuple[str, int]:
    on_this_day = london_date(sent.at) == today()
    when = f"at {format_time(sent.at)}" if on_this_day else f"on {format_instant(sent.at)}"
    if sent.led_to not in ("", SHOWN_ONCE):
        flash(f"You sent this twice. It took effect once, {when}.")
        return redirect(sent.led_to)
    adapter = current_app.create_url_adapter(request)
    has_page = adapter is not None and adapter.test(method="GET")
    anew = request.full_path.rstrip("?") if has_page else None
    was_shown = sent.led_to == SHOWN_ONCE
    return render_template("errors/sent_before.html", when=when, was_shown=was_shown, anew=anew), 409


def _note_answer(response: Response) -> Response:
    """After an answer that says what is wrong, the form can be sent again as it is."""
    digest = g.pop("form_claimed", None)
    if digest is None:
        return response
    led_to = response.location if 300 <= response.status_code < 400 else None
    if led_to is not None and led_to == g.get("form_leads_to"):
        return response
    try:
        # What the view left undone must not be kept with what is noted here.
        db.session.rollback()
        if led_to is None and not _is_noted(digest):
            return response
        if response.status_code >= 400:
            forget_form(db.session, digest)
        else:
            note_where_it_led(db.session, digest, _kept(led_to or SHOWN_ONCE))
            forget_old_forms(db.session, at=now())
        db.session.commit()
    except OperationalError:
        # The form took effect all the same; a repeat is told so, without being led on.
        db.session.rollback()
    return response


def _is_noted(digest: str) -> bool:
    """Read without waiting for whoever writes."""
    with only_reading():
        try:
            return find_sent(db.session, digest) is not None
        finally:
            db.session.rollback()


def _kept(address: str) -> str:
    return address if len(address) <= LONGEST_ADDRESS else ""


def _digest() -> str:
    """Keyed, so that nobody who reads the database can try out what was typed."""
    settings: Settings = current_app.extensions["settings"]
    digest = hmac.new(key_for("one-use forms", settings.secret_key), digestmod="sha256")
    sender = str(signed_in().id)
    for part in (sender, request.path, request.query_string, request.form[FIELD], *_filled_in()):
        written = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        digest.update(len(written).to_bytes(8, "big") + written)
    return digest.hexdigest()


def _filled_in() -> Iterator[str | bytes]:
    for name, value in request.form.items(multi=True):
        if name not in MATTERS_NOT:
            yield from ("field", name, value)
    for name, file in request.files.items(multi=True):
        yield from ("file", name, file.filename or "", _content_hash(file))


def _content_hash(file: FileStorage) -> bytes:
    """The file is put back to its beginning, for whoever reads it next."""
    digest = sha256()
    while piece := file.stream.read(CHUNK):
        digest.update(piece)
    file.stream.seek(0)
    return digest.digest()
