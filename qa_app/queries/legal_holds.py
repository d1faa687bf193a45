"""Legal holds: which stand, and on which cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from qa_app.domain.case_references import case_key
from qa_app.models import LegalHold, Person


@dataclass(frozen=True)
class HoldRow:
    """One hold with who placed it and, where it stands no more, who lifted it.

    `case_reference` and `reason` are empty once all that is held about the case was removed.
    """

    id: int
    case_reference: str
    reason: str
    placed_by: str
    placed_at: datetime
    lifted_by: str | None
    lifted_at: datetime | None


def all_holds(session: Session) -> Sequence[HoldRow]:
    """Those that stand first, the newest of each at the top."""
    placed_by, lifted_by = aliased(Person), aliased(Person)
    statement = (
        select(
            LegalHold.id,
            LegalHold.case_reference,
            LegalHold.reason,
            placed_by.name.label("placed_by"),
            LegalHold.placed_at,
            lifted_by.name.label("lifted_by"),
            LegalHold.lifted_at,
        )
        .join(placed_by, placed_by.id == LegalHold.placed_by_id)
        .outerjoin(lifted_by, lifted_by.id == LegalHold.lifted_by_id)
        .order_by(LegalHold.lifted_at.is_not(None), LegalHold.placed_at.desc(), LegalHold.id.desc())
    )
    return [HoldRow(**row) for row in session.execute(statement).mappings()]


def find_hold(session: Session, hold_id: int) -> LegalHold:
    """Raises NoResultFound."""
    return session.scalars(select(LegalHold).where(LegalHold.id == hold_id)).one()


def held_keys(session: Session) -> frozenset[str]:
    """The keys (`case_key`) of the cases on which a hold stands."""
    standing = select(LegalHold.case_reference).where(LegalHold.lifted_at.is_(None))
    return frozenset(case_key(reference) for reference in session.scalars(standing))


def is_held(session: Session, references: Sequence[str]) -> bool:
    """Whether a hold stands on any of these, however it is written there."""
    return not held_keys(session).isdisjoint(case_key(reference) for reference in references)
