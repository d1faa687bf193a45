"""What a moderator has typed so far: kept as a draft, and never overwritten unseen."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.errors import Conflict, InvalidInput, NotPermitted, TransitionNotAllowed
from qa_app.domain.moderation import Decision, problems_with_first_grades
from qa_app.domain.moderation_draft import Draft, changed_parts, clean_draft
from qa_app.models import Moderation, Person
from qa_app.queries.audit_tools import as_tool, find_version
from qa_app.queries.moderation import counted_judgements
from qa_app.services.trail import record


def save_draft(
    session: Session,
    moderation: Moderation,
    draft: Draft,
    *,
    opened_at_version: int,
    by: Person,
    at: datetime,
) -> None:
    """Keeps what was typed; grades recorded blind stay as they were recorded.

    Raises Conflict when the draft was saved elsewhere since it was opened, InvalidInput for too long a
    text. The trail has what was changed and not into what: a draft decides nothing, and is its moderator's.
    """
    take_up(session, moderation, by=by)
    if moderation.version != opened_at_version:
        raise Conflict(
            "You saved this moderation in another window or tab after you opened it here."
            " What you typed here is not saved yet."
        )
    kept = Draft.from_json(moderation.draft)
    saved = replace(clean_draft(draft), first_grades=kept.first_grades)
    moderation.draft = saved.as_json()
    session.flush()
    if changed := changed_parts(kept, saved):
        record(
            session,
            "saved draft of moderation",
            by=by,
            at=at,
            subject="audit",
            subject_id=moderation.audit_id,
            after={"changed": changed},
        )


def record_first_grades(
    session: Session, moderation: Moderation, grades: Mapping[str, int], *, by: Person, at: datetime
) -> None:
    """Records what the moderator judges before seeing the auditor's grades; from then on both are shown.

    `grades` are positions by question code. They are in the trail for good, and the moderator starts from
    them. Raises InvalidInput when one is missing, TransitionNotAllowed when they were recorded before.
    """
    take_up(session, moderation, by=by)
    draft = Draft.from_json(moderation.draft)
    if not moderation.blind or draft.first_grades is not None:
        raise TransitionNotAllowed("Your own judgements are recorded already and cannot be changed.")
    tool = as_tool(find_version(session, moderation.audit.tool_version_id))
    counted = counted_judgements(session, moderation.audit)
    if problems := problems_with_first_grades(tool, counted, grades):
        raise InvalidInput(problems)
    decisions = {code: Decision(value) for code, value in grades.items()}
    moderation.draft = replace(draft, decisions=decisions, first_grades=dict(grades)).as_json()
    session.flush()
    record(
        session,
        "judged before seeing the auditor’s grades",
        by=by,
        at=at,
        subject="audit",
        subject_id=moderation.audit_id,
        after={code: tool.scale.label(value) for code, value in grades.items()},
    )


def take_up(session: Session, moderation: Moderation, *, by: Person) -> None:
    """Holds the moderation for this transaction, as it is now.

    Raises NotPermitted for anybody but its moderator, TransitionNotAllowed once it is finished or given back.
    """
    session.refresh(moderation, with_for_update={"of": Moderation})
    check_moderator(moderation, by=by)
    check_open(moderation)


def check_moderator(moderation: Moderation, *, by: Person) -> None:
    """Raises NotPermitted for anybody else."""
    if by.id != moderation.moderator_id:
        raise NotPermitted(f"{moderation.moderator.name} is moderating this audit, so only they can go on.")


def check_open(moderation: Moderation) -> None:
    """Raises TransitionNotAllowed once it is finished or given back."""
    if moderation.finished_at is not None:
        raise TransitionNotAllowed("This moderation is finished already.")
    if moderation.given_back_at is not None:
        raise TransitionNotAllowed("This audit was given back to the queue. Take it again to go on.")
