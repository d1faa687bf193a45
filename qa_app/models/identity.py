from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa_app.models.base import Base, UtcDateTime
from qa_app.models.person import Person


class Identity(Base):
    """Who somebody is at the council's own sign-on; never their e-mail address, which may pass to another."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    """None: they came and asked to be let in, and nobody has said yet who they are."""
    issuer: Mapped[str] = mapped_column(String(300))
    subject: Mapped[str] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    """As the sign-on said when they last came: for whoever lets them in to read, and for nothing else."""
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    came_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When they last came with it; None: it was typed in, and nobody has come yet."""

    person: Mapped[Person | None] = relationship()
