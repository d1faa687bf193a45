"""Removing what was written about a case: the text goes, grades, dates and places in the tables stay.

What no transaction of this module does is in `docs/operations.md`: copies of the database keep the text for
as long as they are kept themselves.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Self

from sqlalchemy import CursorResult, String, Update, case, cast, literal, null, or_, select, update
from sqlalchemy.orm import Session

from qa_app.domain.case_references import Sought, case_key
from qa_app.domain.workflow import AWAITING_MODERATION, EDITABLE, AuditStatus
from qa_app.models import Audit, Judgement, Moderation, Person, Revision
from qa_app.services.trail import erase_details, record

AT_ONCE = 500
"""SQLite before 3.32 takes no more than 999 values in a statement."""


@dataclass(frozen=True)
class Removed:
    """How much of what was removed."""

    audits: int = 0
    answers: int = 0
    """Of auditors, in words."""
    moderations: int = 0
    """With comments, or a draft of them."""
    reasons: int = 0
    """Why moderators revised a judgement."""
    trail_entries: int = 0
    """Whose details were erased."""
    files: int = 0
    """That were being brought in."""
    mentions: int = 0
    """In what was written about something else."""

    def __add__(self, other: Self) -> "Removed":
        ours, theirs = asdict(self), asdict(other)
        return Removed(**{field.name: ours[field.name] + theirs[field.name] for field in fields(self)})


def remove_text(session: Session, audits: Sequence[int], *, by: Person, at: datetime) -> Removed:
    """All text of these audits, each of which holds still (`hold_still`) and is under no legal hold.

    Nobody can fill in or moderate what is left: an audit that was not finished is withdrawn, one that
    awaited moderation is final as its auditor judged it. What is published does not change by it.
    """
    removed = Removed()
    for some in _some_at_once(sorted(audits)):
        removed += _remove(session, some, by=by, at=at)
    session.expire_all()
    return removed


def cases_of(session: Session, audits: Sequence[int]) -> set[str]:
    """The case references of these audits."""
    return {
        reference
        for some in _some_at_once(audits)
        for reference in session.scalars(select(Audit.case_reference).where(Audit.id.in_(some)))
        if reference
    }


def cases_without_text(session: Session, references: set[str]) -> set[str]:
    """Those of the references under which no audit has any text left."""
    rows = session.scalars(select(Audit.case_reference).where(Audit.case_reference != "").distinct())
    left = {case_key(reference) for reference in rows}
    return {reference for reference in references if case_key(reference) not in left}


def hold_still(session: Session, audits: Sequence[int]) -> None:
    """Whoever saves, moderates or moves one of these waits for this transaction, and then finds it changed.

    A moderation under way is locked before its audit, as whoever finishes one does it.
    """
    is_open = Moderation.finished_at.is_(None) & Moderation.given_back_at.is_(None)
    for some in _some_at_once(sorted(audits)):
        moderations = select(Moderation.id).where(Moderation.audit_id.in_(some), is_open)
        session.execute(moderations.order_by(Moderation.id).with_for_update()).all()
        session.execute(select(Audit.id).where(Audit.id.in_(some)).order_by(Audit.id).with_for_update()).all()


def _remove(session: Session, audits: Sequence[int], *, by: Person, at: datetime) -> Removed:
    named = _named_after_their_case(session, audits)
    answers = _changed(
        session,
        update(Judgement).where(Judgement.audit_id.in_(audits), Judgement.evidence != "").values(evidence=""),
    )
    moderations = _changed(session, _moderations(audits, at=at))
    reasons = _changed(
        session,
        update(Revision).where(Revision.audit_id.in_(audits), Revision.reason != "").values(reason=""),
    )
    _changed(session, _audits(audits, at=at))
    for audit_id, reference in named.items():
        session.execute(update(Audit).where(Audit.id == audit_id).values(reference=reference))
    entries = 0
    for audit_id in audits:
        entries += erase_details(session, subject="audit", subject_id=audit_id, by=by, at=at)
        record(session, "removed case text", by=by, at=at, subject="audit", subject_id=audit_id)
    session.flush()
    return Removed(len(audits), answers, moderations, reasons, entries)


def _audits(audits: Sequence[int], *, at: datetime) -> Update:
    kind = Audit.status.type
    status = case(
        (Audit.status.in_(sorted(EDITABLE)), literal(AuditStatus.WITHDRAWN, kind)),
        (Audit.status.in_(sorted(AWAITING_MODERATION)), literal(AuditStatus.FINAL, kind)),
        else_=Audit.status,
    )
    return (
        update(Audit)
        .where(Audit.id.in_(audits))
        .values(
            case_reference="",
            worker_name="",
            returned_because="",
            text_erased_at=at,
            status=status,
            version=Audit.version + 1,
        )
    )


def _moderations(audits: Sequence[int], *, at: datetime) -> Update:
    """One that is under way goes back, so that nobody can go on with it."""
    is_open = Moderation.finished_at.is_(None) & Moderation.given_back_at.is_(None)
    has_text = or_(
        Moderation.comment_on_practice != "",
        Moderation.comment_on_audit_quality != "",
        # What was emptied is kept as the word for nothing.
        Moderation.draft.is_not(None) & (cast(Moderation.draft, String) != "null"),
    )
    return (
        update(Moderation)
        .where(Moderation.audit_id.in_(audits), is_open | has_text)
        .values(
            comment_on_practice="",
            comment_on_audit_quality="",
            draft=null(),
            given_back_at=case(
                (is_open, literal(at, Moderation.given_back_at.type)), else_=Moderation.given_back_at
            ),
            version=Moderation.version + 1,
        )
    )


def _named_after_their_case(session: Session, audits: Sequence[int]) -> dict[int, str]:
    """The reference to be given to each audit whose own names the case, as one from a file may."""
    rows = session.execute(
        select(Audit.id, Audit.reference, Audit.case_reference).where(Audit.id.in_(audits)).order_by(Audit.id)
    )
    return {
        row.id: f"removed-{row.id:05}" for row in rows if Sought([row.case_reference]).is_in(row.reference)
    }


def _changed(session: Session, statement: Update) -> int:
    result: CursorResult[Any] = session.execute(statement.execution_options(synchronize_session=False))  # type: ignore[assignment]  # what an UPDATE gives
    return result.rowcount


def _some_at_once(audits: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(audits), AT_ONCE):
        yield audits[start : start + AT_ONCE]
