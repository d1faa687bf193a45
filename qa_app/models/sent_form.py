from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base, UtcDateTime


class SentForm(Base):
    """A form that took effect, committed with its effect, so that the same one sent again has no second.

    It refers to nobody: to add a row locks no other, and it says of nobody what they sent.
    """

    __tablename__ = "sent_form"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Keyed hash of who sent it, to which address, with which one-use token and what was filled in."""
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    led_to: Mapped[str] = mapped_column(String(2000), default="")
    """The address that its sender was led to."""
