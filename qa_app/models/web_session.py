from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa_app.models.base import Base, UtcDateTime, Word
from qa_app.models.person import Person


class SignedInBy(StrEnum):
    PASSWORD = "password"  # noqa: S105 - the word, not one of them
    SINGLE_SIGN_ON = "single sign-on"


class WebSession(Base):
    """One person signed in at one browser, from signing in until it ends; kept a while longer to be seen."""

    __tablename__ = "web_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the reference in the browser's cookie, so that who reads the database cannot use it."""
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    signed_in_by: Mapped[SignedInBy] = mapped_column(Word(SignedInBy))
    second_factor: Mapped[bool] = mapped_column(default=False)
    """Whether a second factor was given too."""
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_active_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When the person last did something, to the minute."""
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    address: Mapped[str] = mapped_column(String(45), default="")
    browser: Mapped[str] = mapped_column(String(200), default="")

    person: Mapped[Person] = relationship()
