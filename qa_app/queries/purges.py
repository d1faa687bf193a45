"""Proposals to remove case text, open and decided."""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from qa_app.models import Audit, Erasure, Purge

AT_ONCE = 500


class LeftOut(StrEnum):
    """Why an audit that was listed kept its text after all."""

    LEGAL_HOLD = "a legal hold was placed"
    CHANGED = "changed since it was listed"
    NOT_DUE = "no longer due"
    REMOVED_BEFORE = "removed before"


def open_purge(session: Session) -> Purge | None:
    return session.scalars(select(Purge).where(Purge.decided_at.is_(None))).one_or_none()


def purges(session: Session) -> Sequence[Purge]:
    """The newest first."""
    people = (joinedload(Purge.proposed_by), joinedload(Purge.decided_by))
    return session.scalars(select(Purge).options(*people).order_by(Purge.id.desc())).all()


def erasures(session: Session) -> Sequence[Erasure]:
    """The newest first."""
    people = (joinedload(Erasure.proposed_by), joinedload(Erasure.decided_by))
    return session.scalars(select(Erasure).options(*people).order_by(Erasure.id.desc())).all()


def find_purge(session: Session, purge_id: int) -> Purge:
    """Raises NoResultFound."""
    return session.scalars(select(Purge).where(Purge.id == purge_id)).one()


def find_erasure(session: Session, erasure_id: int) -> Erasure:
    """Raises NoResultFound."""
    return session.scalars(select(Erasure).where(Erasure.id == erasure_id)).one()


def references_of(session: Session, audits: Sequence[int]) -> dict[int, str]:
    """The audits' own references by number, never those of cases."""
    found: dict[int, str] = {}
    for start in range(0, len(audits), AT_ONCE):
        some = audits[start : start + AT_ONCE]
        rows = session.execute(select(Audit.id, Audit.reference).where(Audit.id.in_(some)))
        found |= dict(rows.all())
    return found
