from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base, UtcDateTime, Word


class Guessed(StrEnum):
    PASSWORD = "password"  # noqa: S105 - the word, not one of them
    CODE = "code"
    """Of the second factor, or a recovery code."""
    RESET = "reset"
    """Asked for a link to choose a new password."""


class SignInAttempt(Base):
    """A guess at an account, kept for the few minutes that throttling looks back."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_sign_in_attempt_email", "guessed", "email", "attempted_at"),
        Index("ix_sign_in_attempt_address", "guessed", "address", "attempted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    guessed: Mapped[Guessed] = mapped_column(Word(Guessed))
    email: Mapped[str] = mapped_column(String(254))
    address: Mapped[str] = mapped_column(String(45))
    device: Mapped[str] = mapped_column(String(64), default="")
    """Names a browser at which this person has signed in before; empty for any other."""
    attempted_at: Mapped[datetime] = mapped_column(UtcDateTime)
