"""Saving a draft from a form; what stands in the way is said in the form, with all that was typed."""

from collections.abc import Callable

from flask import abort, redirect, request, url_for
from sqlalchemy.orm.exc import StaleDataError
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField

from qa_app.domain.audit_tool import AuditTool
from qa_app.domain.errors import Conflict, InvalidInput, TransitionNotAllowed
from qa_app.extensions import db
from qa_app.features.audit_tools.forms import DraftForm
from qa_app.features.audit_tools.scale_choice import at_fields
from qa_app.models import AuditToolVersion, ToolStatus
from qa_app.queries.audit_tools import as_tool, find_version
from qa_app.services.audit_tools import change_draft
from qa_app.web.clock import now
from qa_app.web.current import signed_in

Change = Callable[[AuditTool], AuditTool]

CLASHED = (
    "Somebody else changed this draft while you had it open, so nothing was saved. What you wrote is still "
    "here: look at what they saved, then save again to keep yours"
)


def opened_draft(version_id: int) -> tuple[AuditToolVersion, AuditTool]:
    """A version to be changed; one that is frozen leads to its page, which says why."""
    version = find_version(db.session, version_id)
    if version.status is not ToolStatus.DRAFT and request.method == "GET":
        abort(redirect(url_for("audit_tools.show", version_id=version.id)))
    return version, as_tool(version)


def is_saved(form: DraftForm, version: AuditToolVersion, change: Change, *, called: str) -> bool:
    """Whether the form was sent and its change saved; `called` names the change in the trail."""
    if not form.is_sent_and_valid():
        return False
    try:
        if form.opened_at_version != version.version:
            raise Conflict(CLASHED)
        change_draft(
            db.session,
            version,
            change(as_tool(version)),
            opened_at_version=form.opened_at_version,
            change=called,
            by=signed_in(),
            at=now(),
        )
    except InvalidInput as error:
        db.session.rollback()
        form.add_problems(at_fields(error))
        return False
    except TransitionNotAllowed as error:
        db.session.rollback()
        clash(form, version, str(error))
        return False
    except (Conflict, StaleDataError):
        db.session.rollback()
        clash(form, version, CLASHED)
        return False
    db.session.commit()
    return True


def clash(form: DraftForm, version: AuditToolVersion, sentence: str) -> None:
    """The next time the form is sent, it is about the draft as it is now."""
    form.clashed = True
    form.form_errors.append(sentence)
    form.opened.data = str(version.version)


def status_of(form: DraftForm) -> int:
    if form.clashed:
        return 409
    return 200 if request.method == "GET" else 422


def saved_by_them(form: DraftForm, saved: DraftForm) -> list[tuple[str, str]]:
    """Label and saved value of every field where something else was typed."""
    return [
        (field.label.text, _shown(saved[field.name]))
        for field in form
        if not isinstance(field, HiddenField) and (field.data or "") != (saved[field.name].data or "")
    ]


def _shown(field: Field) -> str:
    if isinstance(field, BooleanField):
        return "Yes" if field.data else "No"
    if isinstance(field, RadioField | SelectField):
        labels = {value: label for value, label, *_ in field.iter_choices()}
        return str(labels.get(field.data, field.data))
    return str(field.data or "(empty)")
