"""Removing the case text of audits whose time is up, after two people have agreed."""

from collections import Counter
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import TransitionNotAllowed
from qa_app.domain.periods import london_date
from qa_app.models import Audit, Person, Purge
from qa_app.queries.purges import LeftOut, open_purge
from qa_app.queries.retention import HeldBack, due_audits
from qa_app.services.deciding import check_second, take_up
from qa_app.services.forgetting_cases import forget_cases
from qa_app.services.removing_text import Removed, cases_of, cases_without_text, hold_still, remove_text
from qa_app.services.taking_turns import take_turns
from qa_app.services.trail import record

AT_ONCE = 500


def propose_purge(session: Session, *, by: Person, at: datetime) -> Purge:
    """Lists what may be removed today, each as it stands now; nothing is removed yet.

    Raises TransitionNotAllowed when nothing is due, or another proposal waits.
    """
    take_turns(session)
    if open_purge(session) is not None:
        raise TransitionNotAllowed("A proposal waits to be decided already. It has to be decided first.")
    due = due_audits(session, today=london_date(at))
    if not due.removable:
        raise TransitionNotAllowed("Nothing is due today, so there is nothing to propose.")
    purge = Purge(
        as_of=due.on,
        audits=[[audit.id, audit.version] for audit in due.removable],
        proposed_by=by,
        proposed_at=at,
    )
    session.add(purge)
    session.flush()
    after = {"audits": len(purge.audits)}
    record(session, "proposed purge", by=by, at=at, subject="purge", subject_id=purge.id, after=after)
    session.flush()
    return purge


def agree_to_purge(session: Session, purge: Purge, *, by: Person, at: datetime) -> None:
    """Removes the text of the audits listed, all of them in this transaction or none.

    What is held, was changed, or is not due any more since it was proposed stays, and is counted. Raises
    NotPermitted for whoever proposed it, TransitionNotAllowed once it is decided.
    """
    take_up(session, purge)
    check_second(purge, by=by)
    listed = {number: version for number, version in purge.audits}  # noqa: C416  # lists, not pairs
    hold_still(session, list(listed))
    going, left_out = _as_it_is_now(session, listed, at=at)
    references = cases_of(session, going)
    removed = remove_text(session, going, by=by, at=at)
    forgotten = cases_without_text(session, references)
    removed += forget_cases(session, forgotten, subject="purge", subject_id=purge.id, by=by, at=at)
    purge = session.get_one(Purge, purge.id)
    purge.decided_by_id, purge.decided_at, purge.was_agreed = by.id, at, True
    purge.removed = _counts(removed, left_out)
    session.flush()
    record(
        session, "agreed to purge", by=by, at=at, subject="purge", subject_id=purge.id, after=purge.removed
    )
    session.flush()


def _as_it_is_now(
    session: Session, listed: dict[int, int], *, at: datetime
) -> tuple[list[int], Counter[LeftOut]]:
    """Which of those listed may go now, and how many may not, by why."""
    due = {audit.id: audit for audit in due_audits(session, today=london_date(at)).audits}
    gone = _without_text(session, list(listed))
    going, left_out = [], Counter[LeftOut]()
    for number, version in listed.items():
        audit = due.get(number)
        if audit is None:
            left_out[LeftOut.REMOVED_BEFORE if number in gone else LeftOut.NOT_DUE] += 1
        elif audit.held_back is HeldBack.LEGAL_HOLD:
            left_out[LeftOut.LEGAL_HOLD] += 1
        elif audit.version != version or audit.held_back is not None:
            left_out[LeftOut.CHANGED] += 1
        else:
            going.append(number)
    return going, left_out


def _without_text(session: Session, audits: list[int]) -> frozenset[int]:
    gone: set[int] = set()
    for start in range(0, len(audits), AT_ONCE):
        some = audits[start : start + AT_ONCE]
        statement = select(Audit.id).where(Audit.id.in_(some), Audit.text_erased_at.is_not(None))
        gone.update(session.scalars(statement))
    return frozenset(gone)


def _counts(removed: Removed, left_out: Counter[LeftOut]) -> dict[str, int]:
    kept = {f"left out: {why.value}": count for why, count in sorted(left_out.items())}
    return {name.replace("_", " "): count for name, count in asdict(removed).items() if count} | kept
