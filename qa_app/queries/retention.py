"""How long case text is kept, and which audits have been kept long enough."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from qa_app.domain.case_references import case_key
from qa_app.domain.periods import Year
from qa_app.domain.retention import Kept, closest, latest_due
from qa_app.domain.workflow import AuditStatus
from qa_app.models import Audit, AuditTool, AuditToolVersion, RetentionRule, Stream
from qa_app.queries.legal_holds import held_keys

NOTHING_LEFT_TO_DO = frozenset({AuditStatus.FINAL, AuditStatus.WITHDRAWN})


class HeldBack(StrEnum):
    """Why the text of an audit stays though its time is up."""

    LEGAL_HOLD = "legal hold"
    UNFINISHED = "not finished"

    @property
    def label(self) -> str:
        return {
            HeldBack.LEGAL_HOLD: "A legal hold stands on the case",
            HeldBack.UNFINISHED: "Not finished: moderate, finish or withdraw it first",
        }[self]


@dataclass(frozen=True)
class DueAudit:
    """An audit whose text has been kept for as long as its rule says; `version` counts its saves."""

    id: int
    version: int
    reference: str
    audit_date: date
    stream: str
    tool: str
    held_back: HeldBack | None


@dataclass(frozen=True)
class DueOfKind:
    """How many audits of one stream, tool and reporting year are due, and of these how many are held back."""

    stream: str
    tool: str
    year: Year
    removable: int
    on_hold: int
    unfinished: int


@dataclass(frozen=True)
class Due:
    """What may be removed on a day, what is held back, and how many audits no rule is for."""

    on: date
    audits: Sequence[DueAudit]
    without_a_rule: int

    @property
    def removable(self) -> Sequence[DueAudit]:
        return [audit for audit in self.audits if audit.held_back is None]

    @property
    def held_back(self) -> Sequence[DueAudit]:
        return [audit for audit in self.audits if audit.held_back is not None]

    @property
    def by_kind(self) -> Sequence[DueOfKind]:
        """By stream, then tool, then year."""
        counted: dict[tuple[str, str, Year], Counter[HeldBack | None]] = {}
        for audit in self.audits:
            kind = (audit.stream, audit.tool, Year.of(audit.audit_date))
            counted.setdefault(kind, Counter())[audit.held_back] += 1
        return [
            DueOfKind(*kind, counts[None], counts[HeldBack.LEGAL_HOLD], counts[HeldBack.UNFINISHED])
            for kind, counts in sorted(counted.items())
        ]


def retention_rules(session: Session) -> Sequence[RetentionRule]:
    """The one for everything first, then those for a stream, a tool and both, by name."""
    rules = session.scalars(
        select(RetentionRule).options(joinedload(RetentionRule.stream), joinedload(RetentionRule.tool))
    )

    def place(rule: RetentionRule) -> tuple[int, str, str]:
        tool, stream = rule.tool.name if rule.tool else "", rule.stream.name if rule.stream else ""
        return bool(stream) + 2 * bool(tool), tool.casefold(), stream.casefold()

    return sorted(rules, key=place)


def find_rule(session: Session, rule_id: int) -> RetentionRule:
    """Raises NoResultFound."""
    return session.scalars(select(RetentionRule).where(RetentionRule.id == rule_id)).one()


def due_audits(session: Session, *, today: date) -> Due:
    """The audits with text that are due today, the oldest first."""
    kinds = _kinds(session)
    rules = [Kept(row.years, row.stream_id, row.tool_id) for row in session.scalars(select(RetentionRule))]
    ruled = {kind: rule for kind in kinds if (rule := _rule_for(kind, rules)) is not None}
    without = sum(count for kind, count in kinds.items() if kind not in ruled)
    if not ruled:
        return Due(today, [], without)
    held = held_keys(session)
    rows = session.execute(
        select(
            Audit.id,
            Audit.version,
            Audit.reference,
            Audit.case_reference,
            Audit.audit_date,
            Audit.status,
            Stream.name.label("stream"),
            AuditTool.name.label("tool"),
        )
        .join(AuditToolVersion, AuditToolVersion.id == Audit.tool_version_id)
        .join(AuditTool, AuditTool.id == AuditToolVersion.tool_id)
        .join(Stream, Stream.id == Audit.stream_id)
        .where(Audit.text_erased_at.is_(None), or_(*_are_due(ruled, today)))
        .order_by(Audit.audit_date, Audit.id)
    )
    return Due(
        today,
        [
            DueAudit(
                id=row.id,
                version=row.version,
                reference=row.reference,
                audit_date=row.audit_date,
                stream=row.stream,
                tool=row.tool,
                held_back=_held_back(row.case_reference, row.status, held),
            )
            for row in rows
        ],
        without,
    )


def _held_back(case_reference: str, status: AuditStatus, held: Collection[str]) -> HeldBack | None:
    if case_key(case_reference) in held:
        return HeldBack.LEGAL_HOLD
    return None if status in NOTHING_LEFT_TO_DO else HeldBack.UNFINISHED


def _kinds(session: Session) -> Mapping[tuple[int, int], int]:
    """How many audits with text there are of each stream and tool."""
    rows = session.execute(
        select(Audit.stream_id, AuditToolVersion.tool_id, func.count())
        .join(AuditToolVersion, AuditToolVersion.id == Audit.tool_version_id)
        .where(Audit.text_erased_at.is_(None))
        .group_by(Audit.stream_id, AuditToolVersion.tool_id)
        .order_by(Audit.stream_id, AuditToolVersion.tool_id)
    )
    return {(stream_id, tool_id): count for stream_id, tool_id, count in rows}


def _rule_for(kind: tuple[int, int], rules: Sequence[Kept]) -> Kept | None:
    stream_id, tool_id = kind
    return closest(rules, stream_id=stream_id, tool_id=tool_id)


def _are_due(ruled: Mapping[tuple[int, int], Kept], today: date) -> list[ColumnElement[bool]]:
    return [
        and_(
            Audit.stream_id == stream_id,
            AuditToolVersion.tool_id == tool_id,
            Audit.audit_date <= latest_due(today, rule.years),
        )
        for (stream_id, tool_id), rule in ruled.items()
    ]
