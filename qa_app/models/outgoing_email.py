from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base, UtcDateTime


class OutgoingEmail(Base):
    """A message that waits to be sent; what it said is forgotten once it was."""

    __tablename__ = "outgoing_email"
    __table_args__ = (
        Index(
            "ix_outgoing_email_waiting",
            "next_try_at",
            sqlite_where=text("sent_at IS NULL"),
            postgresql_where=text("sent_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str]
    """Plain text; emptied when it was sent or given up, because it may hold a link that works."""
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_try_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """None: sent, or given up."""
    give_up_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """After this nobody has any use for it."""
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_problem: Mapped[str] = mapped_column(String(300), default="")
    link_id: Mapped[int | None] = mapped_column(
        ForeignKey("one_use_link.id", ondelete="SET NULL"), index=True
    )
    """The link in it, with which it loses its use."""
