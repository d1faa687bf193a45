"""Legal holds: placed and lifted. The trail says by whom and when; on which case, the hold itself says."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.audit_details import clean_case_reference
from qa_app.domain.errors import InvalidInput, Problem, TransitionNotAllowed
from qa_app.domain.free_text import clean_text
from qa_app.models import LegalHold, Person
from qa_app.queries.legal_holds import is_held
from qa_app.services.taking_turns import take_turns
from qa_app.services.trail import record

LONGEST_REASON = 1_000


def place_hold(session: Session, *, case_reference: str, reason: str, by: Person, at: datetime) -> LegalHold:
    """From now on nothing about the case is removed. Raises InvalidInput.

    A case that is not known yet can be held too: an audit of it may come.
    """
    problems: list[Problem] = []
    try:
        case_reference = clean_case_reference(case_reference)
    except InvalidInput as error:
        problems += error.problems
    try:
        reason = clean_reason(reason)
    except InvalidInput as error:
        problems += error.problems
    if problems:
        raise InvalidInput(problems)
    take_turns(session)
    if is_held(session, [case_reference]):
        raise InvalidInput([Problem("case_reference", "A hold stands on this case already")])
    hold = LegalHold(case_reference=case_reference, reason=reason, placed_by=by, placed_at=at)
    session.add(hold)
    session.flush()
    record(session, "placed legal hold", by=by, at=at, subject="legal hold", subject_id=hold.id)
    session.flush()
    return hold


def lift_hold(session: Session, hold: LegalHold, *, by: Person, at: datetime) -> None:
    """The case is treated as any other again. Raises TransitionNotAllowed for one that was lifted."""
    take_turns(session)
    session.refresh(hold, with_for_update={"of": LegalHold})
    if hold.lifted_at is not None:
        raise TransitionNotAllowed("This hold was lifted already.")
    hold.lifted_by, hold.lifted_at = by, at
    session.flush()
    record(session, "lifted legal hold", by=by, at=at, subject="legal hold", subject_id=hold.id)
    session.flush()


def clean_reason(text: str, *, field: str = "reason") -> str:
    """Raises InvalidInput for none, or one too long."""
    reason = clean_text(text, limit=LONGEST_REASON, field=field).strip()
    if not reason:
        raise InvalidInput([Problem(field, "Give a reason: whoever looks into it later reads it here")])
    return reason
