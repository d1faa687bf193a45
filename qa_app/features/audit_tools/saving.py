"""Saving a draft from a form; what stands in the way is said in the form, with all that was typed."""

from collections.abc import Callable

from flask import abort, redirect, request, url_for
from sqlalchemy.orm.exc import StaleDataError

from qa_app.domain.audit_tool import AuditTool
from qa_app.domain.errors import Conflict, InvalidInput, TransitionNotAllowed
from qa_app.extensions import db
from qa_app.models import AuditToolVersion, ToolStatus
from qa_app.queries.audit_tools import as_tool, find_version
from qa_app.services.audit_tools import change_draft
from qa_app.web.clock import now
from qa_app.web.current import signed_in
from qa_app.web.opened_form import OpenedForm

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


def is_saved(form: OpenedForm, version: AuditToolVersion, change: Change, *, called: str) -> bool:
    """Whether the form was sent and its change saved; `called` names the change in the trail."""
    if not form.is_sent_and_valid():
        return False
    try:
        if form.opened_at != version.version:
            raise Conflict(CLASHED)
        change_draft(
            db.session,
            version,
            change(as_tool(version)),
            opened_at_version=form.opened_at,
            change=called,
            by=signed_in(),
            at=now(),
        )
    except InvalidInput as error:
        db.session.rollback()
        form.add_problems(error)
        return False
    except TransitionNotAllowed as error:
        db.session.rollback()
        form.clash(str(error), version=version.version)
        return False
    except (Conflict, StaleDataError):
        db.session.rollback()
        form.clash(CLASHED, version=version.version)
        return False
    db.session.commit()
    return True
