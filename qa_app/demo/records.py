"""How long the invented council keeps what it wrote, and one case that it must keep longer."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.demo.council import DIP
from qa_app.domain.periods import london_date
from qa_app.domain.retention import Kept, latest_due
from qa_app.models import Audit, Person, Stream
from qa_app.services.legal_holds import place_hold
from qa_app.services.retention_rules import set_rule

KEPT_FOR = 6
DIP_SAMPLES_KEPT_FOR = 1
"""Some of the two years that there are have been kept long enough."""

REASON = "Inquest, coroner’s reference 2026-0114: keep everything until it is concluded"


def lay(session: Session, *, lead: Person, now: datetime) -> None:
    dip_sample = session.scalars(select(Stream).where(Stream.name == DIP)).one()
    set_rule(session, Kept(KEPT_FOR), by=lead, at=now)
    set_rule(session, Kept(DIP_SAMPLES_KEPT_FOR, stream_id=dip_sample.id), by=lead, at=now)
    case = _an_old_case(session, dip_sample, before=latest_due(london_date(now), DIP_SAMPLES_KEPT_FOR))
    place_hold(session, case_reference=case, reason=REASON, by=lead, at=now)


def _an_old_case(session: Session, stream: Stream, *, before: date) -> str:
    """Of the first audit of the stream, which is among those that are due."""
    of_stream = select(Audit.case_reference).where(Audit.stream_id == stream.id, Audit.audit_date <= before)
    return session.scalars(of_stream.order_by(Audit.audit_date, Audit.id).limit(1)).one()
