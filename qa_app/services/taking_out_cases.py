"""That all that is held about a case was taken out, as the trail has it: without the case reference."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.models import Person
from qa_app.services.trail import record
from qa_app.services.what_is_held import Held


def record_taking_out(session: Session, held: Held, *, by: Person, at: datetime) -> None:
    """Each audit of the case was looked at by it."""
    after = {"audits": [audit.reference for audit in held.audits], "mentions": len(held.mentions)}
    record(session, "took out a case", by=by, at=at, subject="case", after=after)
    for audit in held.audits:
        record(
            session,
            "took out with its case",
            by=by,
            at=at,
            subject="audit",
            subject_id=audit.id,
            is_look=True,
        )
    session.flush()
