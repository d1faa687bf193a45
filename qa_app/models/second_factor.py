from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base, UtcDateTime


class SecondFactor(Base):
    """The app on a person's telephone that tells them a code every half minute (TOTP, RFC 6238).

    There is none until its owner has given a first right code.
    """

    __tablename__ = "second_factor"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    secret: Mapped[str] = mapped_column(String(300))
    """Encrypted with a key that is not in the database."""
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_step: Mapped[int] = mapped_column(BigInteger)
    """The half minute since 1970 whose code was used last: it and those before it are good no more."""


class RecoveryCode(Base):
    """Stands in for the telephone, once."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(200))
    """Argon2; the codes of one person share a salt, so that one hash tells which of them was typed."""
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
