"""The page that shows what would be published, and what it changes, before somebody publishes it."""

from collections.abc import Mapping, Sequence

from flask import render_template, url_for
from wtforms import HiddenField, TextAreaField

from qa_app.domain.errors import Conflict, DomainError, InvalidInput
from qa_app.domain.revisions import changed_sentence
from qa_app.extensions import db
from qa_app.models import Profile, Publication
from qa_app.queries.changes_since import changes_since
from qa_app.queries.publications import latest_of
from qa_app.services.publishing import Drawing, check_changed, check_period, publish
from qa_app.web.change_view import changes_view
from qa_app.web.clock import now, today
from qa_app.web.current import signed_in
from qa_app.web.forms import Form
from qa_app.web.report_view import report_view
from qa_app.web.selects import Select

CHANGED_MEANWHILE = (
    "The figures changed while you had this page open. Look at what is published now, then publish it."
)
COMMENTS_MAY_TELL = (
    "Small numbers are suppressed in figures, not in words: read the comments, and what they tell of few"
    " children, before you publish."
)


class PublishForm(Form):
    """`seen` is the fingerprint of what the person was shown."""

    note = TextAreaField(
        "Note (optional)",
        description="Why it is published or revised. Everybody who reads the publication sees it.",
    )
    seen = HiddenField()


def publish_as_seen(form: PublishForm, drawing: Drawing) -> tuple[Publication | None, int]:
    """Publishes and commits what the person saw; else says why not at the form, with the status to answer.

    Raises Conflict where somebody else published it at the same moment.
    """
    if not form.is_sent_and_valid():
        return None, 422
    if form.seen.data != drawing.fingerprint:
        form.form_errors.append(CHANGED_MEANWHILE)
        return None, 409
    try:
        publication = publish(db.session, drawing, note=form.note.data or "", by=signed_in(), at=now())
    except InvalidInput as error:
        form.add_problems(error)
        return None, 422
    except Conflict:
        raise
    except DomainError as error:
        form.form_errors.append(str(error))
        return None, 422
    db.session.commit()
    return publication, 200


def preview(
    drawing: Drawing,
    form: PublishForm,
    *,
    words: Mapping[str, str],
    back: str,
    owed: Sequence[str] = (),
    has_comments: bool = False,
    status: int = 200,
) -> tuple[str, int]:
    """`words` are the choice as the address says it; of the lines `owed` a comment is still to be written."""
    before = latest_of(db.session, drawing.edition)
    refusal = _refusal(drawing, before)
    changes = changes_since(db.session, before, drawing.figures) if before else ()
    form.seen.data = drawing.fingerprint
    page = render_template(
        "publications/preview.html",
        form=form,
        drawing=drawing,
        view=report_view(drawing.page),
        profile=_profiles(drawing.profile),
        refusal=refusal,
        before=before,
        before_href=url_for("publications.show", publication_id=before.id) if before else "",
        sentence=changed_sentence(len(changes)) if before else "",
        changes=changes_view(changes, reader=signed_in()),
        owed=owed,
        warning=COMMENTS_MAY_TELL if has_comments and drawing.profile is Profile.PUBLIC else "",
        words=words,
        back=back,
    )
    return page, 422 if refusal and status == 200 else status


def _refusal(drawing: Drawing, before: Publication | None) -> str:
    """Why it cannot be published now, or nothing."""
    try:
        check_period(drawing.period, today=today())
        check_changed(drawing, before)
    except DomainError as error:
        return str(error)
    return ""


def _profiles(chosen: Profile) -> Select:
    options = tuple((profile.value, profile.label) for profile in Profile)
    return Select("profile", "For whom", options, chosen.value)
