from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa_app.models.base import Base, UtcDateTime
from qa_app.models.person import Person


class FeedToken(Base):
    """With it a program reads, and only reads, what its owner sees: tables, scorecards or both."""

    __tablename__ = "feed_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    """What its owner uses it for."""
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the token, which is shown once."""
    feeds: Mapped[list[str]] = mapped_column(JSON)
    """What it opens: judgements, scorecards."""
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    minute: Mapped[int] = mapped_column(default=0)
    """The minute since 1970 in which it was used last."""
    uses: Mapped[int] = mapped_column(default=0)
    """How often in that minute."""

    person: Mapped[Person] = relationship()
