from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base


class TrailSeal(Base):
    """One link of the chain that holds the trail together: which entry, its digest, and the seal on both.

    Each seal covers the one before it, so that nothing can be changed, left out or put between unseen.
    """

    __tablename__ = "trail_seal"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Counts from 1 without a gap, in the order of the commits."""
    entry_id: Mapped[int] = mapped_column(ForeignKey("trail_entry.id"), unique=True)
    details_digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the salt and what the entry says of people: before, after, address."""
    seal: Mapped[str] = mapped_column(String(64))
    """HMAC-SHA-256, with a key that is not in the database, of the seal before and everything else."""
