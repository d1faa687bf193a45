"""What takes two people: one proposes, another agrees or refuses, or the first thinks better of it."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.errors import NotPermitted, TransitionNotAllowed
from qa_app.models import Erasure, Person, Purge
from qa_app.services.taking_turns import take_turns
from qa_app.services.trail import record

Proposal = Purge | Erasure


def refuse(session: Session, proposal: Proposal, *, by: Person, at: datetime) -> None:
    """Nothing is removed. Raises NotPermitted for whoever proposed it, TransitionNotAllowed once decided."""
    take_up(session, proposal)
    check_second(proposal, by=by)
    proposal.decided_by, proposal.decided_at = by, at
    _note(session, proposal, "refused", by=by, at=at)


def withdraw(session: Session, proposal: Proposal, *, by: Person, at: datetime) -> None:
    """Nothing is removed. Raises NotPermitted for anybody but whoever proposed it."""
    take_up(session, proposal)
    if proposal.proposed_by_id != by.id:
        raise NotPermitted("Only whoever proposed it withdraws it. You can refuse it.")
    proposal.decided_at = at
    _note(session, proposal, "withdrew", by=by, at=at)


def take_up(session: Session, proposal: Proposal) -> None:
    """Nobody else decides it, or places a hold, until this transaction ends.

    Raises TransitionNotAllowed once it is decided.
    """
    take_turns(session)
    session.refresh(proposal, with_for_update={"of": type(proposal)})
    if proposal.decided_at is not None:
        raise TransitionNotAllowed("This was decided already. Reload the page to see how.")


def check_second(proposal: Proposal, *, by: Person) -> None:
    """Raises NotPermitted for whoever proposed it."""
    if proposal.proposed_by_id == by.id:
        raise NotPermitted("You proposed this, so somebody else has to agree to it or refuse it.")


def subject_of(proposal: Proposal) -> str:
    """> purge, as the trail calls it"""
    return "purge" if isinstance(proposal, Purge) else "erasure"


def _note(session: Session, proposal: Proposal, verb: str, *, by: Person, at: datetime) -> None:
    session.flush()
    subject = subject_of(proposal)
    record(session, f"{verb} {subject}", by=by, at=at, subject=subject, subject_id=proposal.id)
    session.flush()
