"""The queue as it is laid out."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask import url_for

from qa_app.domain.periods import london_date
from qa_app.domain.plurals import plural
from qa_app.domain.roles import Permission
from qa_app.models import Person
from qa_app.queries.moderation_queue import AuditInModeration, WaitingAudit
from qa_app.web.formatters import format_date, format_instant

ON_A_PAGE = 50

CHOSEN = "Chosen for moderation"
"""All that may be said before a blind moderation: why it was chosen can give the overall grade away."""


def queue_page(
    waiting: Sequence[WaitingAudit],
    in_moderation: Sequence[AuditInModeration],
    *,
    person: Person,
    blind: bool,
    today: date,
    page: int,
) -> dict[str, Any]:
    moderates = Permission.MODERATE in person.permissions
    hides = blind and moderates
    first = (page - 1) * ON_A_PAGE
    return {
        "mine": [_under_way(row) for row in in_moderation if row.moderator_id == person.id],
        "others": [_under_way(row) for row in in_moderation if row.moderator_id != person.id],
        "waiting": [_waiting(row, hides=hides, today=today) for row in waiting[first : first + ON_A_PAGE]],
        "count": plural(len(waiting), "audit"),
        "moderates": moderates,
        "sets_rule": Permission.SET_MODERATION in person.permissions,
        "previous": url_for("moderation.index", page=page - 1) if page > 1 else None,
        "next": url_for("moderation.index", page=page + 1) if first + ON_A_PAGE < len(waiting) else None,
    }


def _waiting(row: WaitingAudit, *, hides: bool, today: date) -> dict[str, Any]:
    why = row.chosen_because.label if row.chosen_because and not hides else CHOSEN
    return {
        "id": row.id,
        "reference": row.reference,
        "href": None if hides else url_for("audits.show", audit_id=row.id),
        "waiting": days_waiting(row.waiting_since, today=today),
        "since": format_date(london_date(row.waiting_since)),
        "why": why,
        "place": f"{row.service_area}, {row.team}" if row.team else row.service_area,
        "stream": row.stream,
        "tool": row.tool,
        "auditor": row.auditor,
    }


def days_waiting(since: datetime, *, today: date) -> str:
    """> 12 days, or > Since today"""
    days = (today - london_date(since)).days
    return plural(days, "day") if days > 0 else "Since today"


def _under_way(row: AuditInModeration) -> dict[str, Any]:
    return {
        "id": row.moderation_id,
        "reference": row.reference,
        "moderator": row.moderator,
        "auditor": row.auditor,
        "place": row.service_area,
        "stream": row.stream,
        "tool": row.tool,
        "started": format_instant(row.started_at),
    }
