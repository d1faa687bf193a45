"""What the database already has of the audits in a file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from qa_app.domain.periods import london_date
from qa_app.models import (
    Audit,
    AuditTool,
    AuditToolVersion,
    Judgement,
    Moderation,
    Person,
    Question,
    ServiceArea,
    Stream,
    Team,
)

AT_ONCE = 500
"""SQLite before 3.32 takes no more than 999 values in a statement."""


@dataclass(frozen=True)
class ExistingAudit:
    """An audit as a file could describe it; names are in small letters.

    `auditor` and `moderator` are the names and the e-mail addresses by which a file may call them.
    `answers` are, by question code, the auditor's position, the moderated position and the evidence.
    Where `text_is_removed`, neither the evidence nor the case reference is known any more.
    """

    tool_code: str
    audit_date: date
    service_area: str
    team: str
    stream: str
    case_reference: str
    auditor: frozenset[str]
    moderators: frozenset[str]
    moderated_on: date | None
    answers: dict[str, tuple[int | None, int | None, str]]
    text_is_removed: bool = False


def existing_audits(session: Session, references: Iterable[str]) -> dict[str, ExistingAudit]:
    """By reference; one that no audit has is left out."""
    found: dict[str, ExistingAudit] = {}
    for some in _chunks(references):
        found |= _existing(session, some)
    return found


def _chunks(references: Iterable[str]) -> Iterator[Sequence[str]]:
    every = iter(references)
    while some := list(islice(every, AT_ONCE)):
        yield some


def _existing(session: Session, references: Sequence[str]) -> dict[str, ExistingAudit]:
    auditor = aliased(Person)
    audits = session.execute(
        select(
            Audit.id,
            Audit.reference,
            AuditTool.code.label("tool_code"),
            Audit.audit_date,
            ServiceArea.name.label("service_area"),
            Team.name.label("team"),
            Stream.name.label("stream"),
            Audit.case_reference,
            auditor.name.label("auditor_name"),
            auditor.email.label("auditor_email"),
            Audit.moderated_at,
            Audit.text_erased_at,
        )
        .join(AuditToolVersion, AuditToolVersion.id == Audit.tool_version_id)
        .join(AuditTool, AuditTool.id == AuditToolVersion.tool_id)
        .join(ServiceArea, ServiceArea.id == Audit.service_area_id)
        .join(Stream, Stream.id == Audit.stream_id)
        .join(auditor, auditor.id == Audit.auditor_id)
        .outerjoin(Team, Team.id == Audit.team_id)
        .where(Audit.reference.in_(references))
    ).all()
    if not audits:
        return {}
    ids = [audit.id for audit in audits]
    answers = _answers(session, ids)
    moderators = _moderators(session, ids)
    return {
        audit.reference: ExistingAudit(
            tool_code=audit.tool_code,
            audit_date=audit.audit_date,
            service_area=plain_name(audit.service_area),
            team=plain_name(audit.team or ""),
            stream=plain_name(audit.stream),
            case_reference=audit.case_reference,
            auditor=_called(audit.auditor_name, audit.auditor_email),
            moderators=moderators.get(audit.id, frozenset()),
            moderated_on=london_date(audit.moderated_at) if audit.moderated_at else None,
            answers=answers.get(audit.id, {}),
            text_is_removed=audit.text_erased_at is not None,
        )
        for audit in audits
    }


def plain_name(name: str) -> str:
    """A name without its capitals and its spacing, by which files and the database agree."""
    return " ".join(name.split()).casefold()


def _called(name: str, email: str | None) -> frozenset[str]:
    return frozenset((plain_name(name), plain_name(email or name)))


def _answers(
    session: Session, ids: Sequence[int]
) -> dict[int, dict[str, tuple[int | None, int | None, str]]]:
    """Only those that say something: a page saves a question left blank as well."""
    found: dict[int, dict[str, tuple[int | None, int | None, str]]] = {}
    rows = session.execute(
        select(
            Judgement.audit_id,
            Question.code,
            Judgement.auditor_value,
            Judgement.moderated_value,
            Judgement.evidence,
        )
        .join(Question, Question.id == Judgement.question_id)
        .where(Judgement.audit_id.in_(ids))
    )
    for audit_id, code, value, moderated_value, evidence in rows:
        if value is not None or evidence:
            found.setdefault(audit_id, {})[code] = (value, moderated_value, evidence)
    return found


def _moderators(session: Session, ids: Sequence[int]) -> dict[int, frozenset[str]]:
    found: dict[int, frozenset[str]] = {}
    rows = session.execute(
        select(Moderation.audit_id, Person.name, Person.email)
        .join(Person, Person.id == Moderation.moderator_id)
        .where(Moderation.audit_id.in_(ids))
    )
    for audit_id, name, email in rows:
        found[audit_id] = found.get(audit_id, frozenset()) | _called(name, email)
    return found
