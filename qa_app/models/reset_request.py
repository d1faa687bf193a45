from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base, UtcDateTime


class ResetRequest(Base):
    """Somebody asked for a link to choose a new password, for an e-mail address that may be nobody's.

    Whose it is is looked up when the page has been answered, so that not even the time it took can tell.
    """

    __tablename__ = "reset_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    address: Mapped[str] = mapped_column(String(45), default="")
    """The network address it was asked from."""
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
