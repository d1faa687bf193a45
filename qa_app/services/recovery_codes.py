"""Recovery codes: ten for whoever loses their telephone, each good once."""

import base64
import secrets
from collections.abc import Sequence
from datetime import datetime

from argon2 import PasswordHasher, extract_parameters
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from qa_app.domain.second_factor import RECOVERY_CODES, recovery_code, typed_recovery_code
from qa_app.models import Person, RecoveryCode
from qa_app.services import passwords
from qa_app.services.trail import record


def make_recovery_codes(session: Session, person: Person) -> Sequence[str]:
    """New ones, which are told once and kept nowhere; those from before are good no more.

    They share one salt. So one hash, which takes its time, says which of them was typed, and not ten.
    """
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    salt = secrets.token_bytes(16)
    codes: list[str] = []
    while len(codes) < RECOVERY_CODES:
        code = recovery_code(secrets.choice)
        if code not in codes:
            codes.append(code)
    session.add_all(
        RecoveryCode(person_id=person.id, code_hash=passwords.hasher.hash(code, salt=salt)) for code in codes
    )
    session.flush()
    return codes


def forget_recovery_codes(session: Session, person: Person) -> None:
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))


def use_recovery_code(session: Session, person: Person, typed: str, *, at: datetime) -> bool:
    """Whether it is one of theirs that is still good; it is used up, by one of two who type it at once."""
    like = session.scalar(select(RecoveryCode.code_hash).where(RecoveryCode.person_id == person.id).limit(1))
    if like is None:
        return False
    used = (
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person.id,
            RecoveryCode.code_hash == _hashed(typed_recovery_code(typed), like=like),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=at)
        .returning(RecoveryCode.id)
    )
    if session.scalar(used) is None:
        return False
    record(session, "used a recovery code", by=person, at=at, subject="person", subject_id=person.id)
    session.flush()
    return True


def _hashed(code: str, *, like: str) -> str:
    """With the salt and the cost that this other hash was made with."""
    salt = like.split("$")[-2]
    hasher = PasswordHasher.from_parameters(extract_parameters(like))
    return hasher.hash(code, salt=base64.b64decode(salt + "=" * (-len(salt) % 4)))
