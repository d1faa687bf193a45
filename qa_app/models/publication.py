from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, event
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship

from qa_app.domain.errors import TransitionNotAllowed
from qa_app.models.base import Base, UtcDateTime, Word
from qa_app.models.person import Person


class PublicationKind(StrEnum):
    SCORECARD = "scorecard"
    JUDGEMENTS = "judgements"


class Profile(StrEnum):
    """For whom: in a public one, small numbers are suppressed."""

    INTERNAL = "internal"
    PUBLIC = "public"

    @property
    def label(self) -> str:
        return {
            Profile.INTERNAL: "Inside the council: every figure",
            Profile.PUBLIC: "For the public: small numbers suppressed",
        }[self]


class Publication(Base):
    """A frozen copy of what a page showed; only ever added. A revision names the one before it."""

    __tablename__ = "publication"
    __table_args__ = (
        # `edition` names what is published: the same thing published again is its next number.
        Index("uq_publication_edition", "edition", "number", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[PublicationKind] = mapped_column(Word(PublicationKind))
    subject_id: Mapped[int | None]
    """The scorecard's row, for a scorecard."""
    edition: Mapped[str] = mapped_column(String(200))
    """> scorecard/3/2016-17-Q3/quarterly/internal"""
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    period: Mapped[str] = mapped_column(String(12))
    profile: Mapped[Profile] = mapped_column(Word(Profile))
    choice: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What was chosen to be seen, so that the same can be drawn from today's data."""
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    """What the page showed and what its workbook and rows hold, as `qa_app.domain.frozen_reports` keeps
    them: page, workbook, rows."""
    figures: Mapped[dict[str, str]] = mapped_column(JSON)
    """Every figure as it was printed, by what it is: > CE03|2016-17-Q3 → 67% (9)"""
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the content."""
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    """For a revision, the figures that differ from the one before: what, from, to, because of which."""
    note: Mapped[str] = mapped_column(default="")
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("publication.id"))
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)

    published_by: Mapped[Person | None] = relationship()


@event.listens_for(Publication, "before_update")
def _never_changed(mapper: object, connection: object, publication: Publication) -> None:
    """What was published stays as it was; a revision is a row of its own."""
    session = object_session(publication)
    if session is not None and session.is_modified(publication):
        raise TransitionNotAllowed("What was published is never changed: publish a revision instead.")


@event.listens_for(Publication, "before_delete")
def _never_deleted(mapper: object, connection: object, publication: Publication) -> None:
    raise TransitionNotAllowed("What was published is kept for good.")
