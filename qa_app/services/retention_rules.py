"""The schedule: for how many years case text is kept."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.retention import Kept
from qa_app.models import AuditTool, Person, RetentionRule, Stream
from qa_app.services.taking_turns import take_turns
from qa_app.services.trail import record


def set_rule(session: Session, kept: Kept, *, by: Person | None, at: datetime) -> RetentionRule:
    """In place of the one for the same stream and tool, where there is one. Raises InvalidInput."""
    problems = []
    if kept.stream_id is not None and session.get(Stream, kept.stream_id) is None:
        problems.append(Problem("stream", "Choose a stream of the list"))
    if kept.tool_id is not None and session.get(AuditTool, kept.tool_id) is None:
        problems.append(Problem("tool", "Choose an audit tool of the list"))
    if problems:
        raise InvalidInput(problems)
    take_turns(session)
    rule = session.scalars(
        select(RetentionRule).where(RetentionRule.holds_for == kept.holds_for)
    ).one_or_none()
    before = None if rule is None else _shown(rule)
    if rule is None:
        rule = RetentionRule(
            holds_for=kept.holds_for, stream_id=kept.stream_id, tool_id=kept.tool_id, years=kept.years
        )
        session.add(rule)
    rule.years = kept.years
    session.flush()
    if _shown(rule) != before:
        _record(session, "set how long case text is kept", rule, by=by, at=at, before=before)
    return rule


def remove_rule(session: Session, rule: RetentionRule, *, by: Person | None, at: datetime) -> None:
    """What it was for is kept as the next closest rule says, or for good where there is none."""
    take_turns(session)
    before = _shown(rule)
    session.delete(rule)
    session.flush()
    record(
        session,
        "removed how long case text is kept",
        by=by,
        at=at,
        subject="retention rule",
        subject_id=rule.id,
        before=before,
    )
    session.flush()


def _record(
    session: Session,
    action: str,
    rule: RetentionRule,
    *,
    by: Person | None,
    at: datetime,
    before: dict[str, str | int] | None,
) -> None:
    record(
        session,
        action,
        by=by,
        at=at,
        subject="retention rule",
        subject_id=rule.id,
        before=before,
        after=_shown(rule),
    )
    session.flush()


def _shown(rule: RetentionRule) -> dict[str, str | int]:
    return {
        "stream": rule.stream.name if rule.stream else "any",
        "tool": rule.tool.name if rule.tool else "any",
        "years": rule.years,
    }
