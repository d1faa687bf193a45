from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa_app.models.base import Base, UtcDateTime, Word
from qa_app.models.person import Person


class LinkKind(StrEnum):
    INVITATION = "invitation"
    PASSWORD_RESET = "password reset"  # noqa: S105 - the words, not a password


class OneUseLink(Base):
    """A link sent by e-mail, with which its receiver chooses a password; it works once, and not for long."""

    __tablename__ = "one_use_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LinkKind] = mapped_column(Word(LinkKind))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the token in the link."""
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Set too when a later link, a new password or an administrator made it worthless."""

    person: Mapped[Person] = relationship()
