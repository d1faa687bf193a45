from datetime import UTC, datetime

from sqlalchemy.orm import Session

from qa_app.domain.moderation import Decision
from qa_app.domain.roles import Role
from qa_app.models import Audit, Moderation, Person
from qa_app.services.moderation import finish_moderation, start_moderation
from tests.factories.people import a_person

AT = datetime(2016, 12, 12, 10, tzinfo=UTC)


def a_moderation(
    session: Session,
    audit: Audit,
    *,
    by: Person | None = None,
    decisions: dict[str, Decision] | None = None,
    at: datetime = AT,
) -> Moderation:
    """A finished moderation of an audit that waits for one: agreed on all that `decisions` do not name."""
    moderator = by or a_person(Role.MODERATOR)
    session.add_all([audit, moderator])
    session.flush()
    moderation = start_moderation(session, audit, by=moderator, at=at)
    counted = {
        row.question.code: row.auditor_value if row.moderated_value is None else row.moderated_value
        for row in audit.judgements
    }
    finish_moderation(
        session,
        moderation,
        decisions={code: Decision(value) for code, value in counted.items() if value is not None}
        | (decisions or {}),
        comment_on_practice="Warm, purposeful work.",
        comment_on_audit_quality="The evidence bears the grades out.",
        by=moderator,
        at=at,
    )
    return moderation
