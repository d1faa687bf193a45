"""Publishing: a copy of what a page shows, kept for good, with what it changed of the one before."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa_app.domain.errors import Conflict, DomainError, InvalidInput, NotPermitted, Problem
from qa_app.domain.free_text import clean_text
from qa_app.domain.frozen_reports import digest, freeze, thaw
from qa_app.domain.periods import ReportingPeriod, london_date
from qa_app.domain.revisions import Change
from qa_app.domain.roles import Permission
from qa_app.domain.tables import Report, Section, Table, shown_date, shown_time
from qa_app.models import Person, Profile, Publication, PublicationKind
from qa_app.queries.changes_since import changes_since
from qa_app.queries.publications import latest_of
from qa_app.services.trail import record

LONGEST_NOTE = 2_000

# Of no report: what is compared is what a report says, and not when it was drawn.
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)


class NothingToPublish(DomainError):
    """What would be published is what was published last."""


@dataclass(frozen=True)
class Drawing:
    """All that is published of one choice: the page with its document, the workbook, rows to compute with.

    `edition` names what it is: the same drawn again later is the next revision of it. `figures` are as
    printed, by what they are; `choice` is what to draw it from again.
    """

    kind: PublicationKind
    subject_id: int | None
    edition: str
    title: str
    period: ReportingPeriod
    profile: Profile
    choice: Mapping[str, str]
    page: Report
    workbook: Report
    rows: Table
    figures: Mapping[str, str]

    @property
    def fingerprint(self) -> str:
        """The same for two drawings that say the same, whenever they were drawn."""
        return _fingerprint(self.page, self.figures)

    def says_the_same_as(self, publication: Publication) -> bool:
        return self.fingerprint == _fingerprint(published_page(publication), publication.figures)


@dataclass(frozen=True)
class Published:
    """What was kept, as it was drawn."""

    page: Report
    workbook: Report
    rows: Table


def publish(session: Session, drawing: Drawing, *, note: str, by: Person, at: datetime) -> Publication:
    """Adds the next revision of the edition; the first is number 1.

    Raises NotPermitted for somebody who does not see the whole council, InvalidInput for a period that is
    not over or too long a note, NothingToPublish where nothing changed, and Conflict where somebody else
    published it at the same moment.
    """
    check_may_publish(by)
    check_period(drawing.period, today=london_date(at))
    note = clean_text(note, limit=LONGEST_NOTE, field="note").strip()
    before = latest_of(session, drawing.edition)
    check_changed(drawing, before)
    content = {
        "page": freeze(drawing.page),
        "workbook": freeze(drawing.workbook),
        "rows": freeze(_report_of(drawing)),
    }
    publication = Publication(
        kind=drawing.kind,
        subject_id=drawing.subject_id,
        edition=drawing.edition,
        number=before.number + 1 if before else 1,
        title=drawing.title,
        period=drawing.period.key,
        profile=drawing.profile,
        choice=dict(drawing.choice),
        content=content,
        figures=dict(drawing.figures),
        digest=digest(content),
        changes=[change.as_json() for change in changes_since(session, before, drawing.figures)]
        if before
        else [],
        note=note,
        supersedes_id=before.id if before else None,
        published_by_id=by.id,
        published_at=at,
    )
    session.add(publication)
    try:
        session.flush()
    except IntegrityError as error:
        session.rollback()
        raise Conflict("Somebody else has just published it: open it again to see what they did.") from error
    _record(session, publication, by=by, at=at)
    return publication


def may_publish(person: Person) -> bool:
    """Whether this person may publish, and sees the whole council that a publication is of."""
    return Permission.PUBLISH in person.permissions and person.scope.areas is None


def check_may_publish(person: Person) -> None:
    """Raises NotPermitted."""
    if not may_publish(person):
        raise NotPermitted("A publication is of the whole council: only who sees all of it can publish.")


def check_period(period: ReportingPeriod, *, today: date) -> None:
    """Raises InvalidInput for one that is not over: its figures are still being made."""
    if period.last_day >= today:
        over = shown_date(period.last_day)
        raise InvalidInput([Problem("period", f"{period} is not over: publish it after {over}")])


def check_changed(drawing: Drawing, before: Publication | None) -> None:
    """Raises NothingToPublish where the drawing says the same as the last publication."""
    if before and drawing.says_the_same_as(before):
        raise NothingToPublish(
            f"Nothing has changed since revision {before.number} was published on"
            f" {shown_time(before.published_at)}, so there is nothing to publish."
        )


def changes_of(publication: Publication) -> tuple[Change, ...]:
    """What a revision changed of the one before."""
    return tuple(Change.from_json(kept) for kept in publication.changes)


def published_page(publication: Publication) -> Report:
    """What was on the page. Raises UnreadableReport."""
    return thaw(publication.content["page"])


def published(publication: Publication) -> Published:
    """Everything that was kept. Raises UnreadableReport."""
    page, workbook, rows = (thaw(publication.content[part]) for part in ("page", "workbook", "rows"))
    table = rows.sections[0].table
    if table is None:
        raise ValueError(f"publication {publication.id} has no rows")
    return Published(page, workbook, table)


def is_unchanged(publication: Publication) -> bool:
    """Whether what is kept is what was published, to the last character."""
    return digest(publication.content) == publication.digest


def _fingerprint(page: Report, figures: Mapping[str, str]) -> str:
    return digest({"page": freeze(replace(page, drawn_at=_NEVER)), "figures": dict(figures)})


def _report_of(drawing: Drawing) -> Report:
    """The rows as a report, because a report is what can be kept."""
    section = Section(drawing.rows.title or drawing.title, table=drawing.rows)
    return replace(drawing.page, sections=(section,), notes=(), facts=(), contents=False)


def _record(session: Session, publication: Publication, *, by: Person, at: datetime) -> None:
    after: dict[str, Any] = {
        "title": publication.title,
        "edition": publication.edition,
        "number": publication.number,
        "digest": publication.digest,
    }
    record(session, "published", by=by, at=at, subject="publication", subject_id=publication.id, after=after)
    session.flush()
