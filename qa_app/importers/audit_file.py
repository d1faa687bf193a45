"""What an audit-level file holds, before the database is asked about any of it."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from qa_app.importers.problems import Problems


class Answer(NamedTuple):
    """One question's answer; `value` is a position on the tool's scale as in a judgement, None is blank.

    `moderated_value` is None where moderation left the auditor's judgement as it was.
    """

    question_id: int
    value: int | None
    moderated_value: int | None
    evidence: str


class AuditRow(NamedTuple):
    """One audit. Areas, teams, streams and people are keys of the names in the file; "" is none."""

    row: int
    reference: str
    audit_date: date
    service_area: str
    team: str
    stream: str
    version_id: int
    case_reference: str
    auditor: str
    moderator: str
    moderation_date: date | None
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Name:
    """A name as the file first spells it, and where that is."""

    spelled: str
    row: int
    column: str


@dataclass
class AuditFile:
    """With problems, `audits` is not fit to be added. The keys of names are their small letters."""

    rows: int
    audits: list[AuditRow] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)
    areas: dict[str, Name] = field(default_factory=dict)
    teams: dict[tuple[str, str], Name] = field(default_factory=dict)
    """By service area and team."""
    streams: dict[str, Name] = field(default_factory=dict)
    people: dict[str, Name] = field(default_factory=dict)
