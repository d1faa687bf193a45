"""Whether somebody has a second factor, and how many recovery codes they have left."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.models import Person, RecoveryCode, SecondFactor


def second_factor_of(session: Session, person: Person) -> SecondFactor | None:
    return session.get(SecondFactor, person.id)


def recovery_codes_left(session: Session, person: Person) -> int:
    return session.scalars(
        select(func.count(RecoveryCode.id)).where(
            RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None)
        )
    ).one()
