"""What a person may do with an audit that they read."""

from dataclasses import dataclass

from qa_app.domain.roles import Permission
from qa_app.domain.workflow import COUNTED, EDITABLE, AuditStatus
from qa_app.models import Audit, Person


@dataclass(frozen=True)
class Actions:
    """What this person may do with the audit now."""

    go_on: bool
    give_back: bool
    withdraw: bool
    reassign: bool
    ask_for_moderation: bool
    moderate: bool
    pdf: bool
    see_who_looked: bool


def actions(audit: Audit, person: Person, *, hidden: bool) -> Actions:
    """An audit whose text was removed stays as it is."""
    leads = Permission.ALLOCATE_AUDIT in person.permissions
    editable = audit.status in EDITABLE
    own = audit.auditor_id == person.id
    waits = audit.status in (AuditStatus.SUBMITTED, AuditStatus.IN_MODERATION)
    kept = audit.text_erased_at is None
    return Actions(
        go_on=own and editable and Permission.RECORD_AUDIT in person.permissions,
        give_back=leads
        and kept
        and audit.status in (AuditStatus.SUBMITTED, AuditStatus.FINAL)
        and audit.moderated_at is None,
        withdraw=leads and editable,
        reassign=leads and editable,
        ask_for_moderation=Permission.SET_MODERATION in person.permissions
        and kept
        and audit.status is AuditStatus.FINAL,
        moderate=waits and not own and Permission.MODERATE in person.permissions,
        pdf=audit.status in COUNTED and not hidden,
        see_who_looked=Permission.READ_ACCESS in person.permissions,
    )
