"""An audit that its auditor has opened to fill it in."""

from functools import cached_property

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from qa_app.domain.audit_tool import AuditTool
from qa_app.domain.workflow import EDITABLE
from qa_app.extensions import db
from qa_app.models import Audit
from qa_app.queries.audit_tools import as_tool, find_version
from qa_app.queries.audits import find_own_audit
from qa_app.web.current import signed_in

CLOSED = "This audit is finished, so its answers can no longer be changed."


class Opened:
    """The tool is read when it is first asked for, because a save needs none of its words."""

    def __init__(self, audit: Audit) -> None:
        self.audit = audit

    @cached_property
    def tool(self) -> AuditTool:
        return as_tool(find_version(db.session, self.audit.tool_version_id))

    @property
    def is_open(self) -> bool:
        return self.audit.status in EDITABLE


def open_form(audit_id: int) -> Opened:
    """Raises NoResultFound unless the audit is of the person signed in."""
    return Opened(find_own_audit(db.session, audit_id, auditor_id=signed_in().id))


def to_reading(audit_id: int) -> Response:
    """Where a form leads that can no longer be filled in."""
    flash(CLOSED)
    return redirect(url_for("audits.show", audit_id=audit_id))


def page_address(audit_id: int, number: int | None) -> str:
    """The page of one section, or of all."""
    if number is None:
        return url_for("audits.whole", audit_id=audit_id)
    return url_for("audits.section", audit_id=audit_id, number=number)
