"""Moderation: taken from the queue, given back, finished, asked for again.

Nothing here changes what the auditor judged.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.audit_tool import AuditTool
from qa_app.domain.errors import Conflict, InvalidInput, TransitionNotAllowed
from qa_app.domain.moderation import (
    Change,
    Decision,
    answers_to,
    changes,
    check_not_own,
    problems_with_comments,
    problems_with_decisions,
)
from qa_app.domain.moderation_draft import Draft, clean_draft
from qa_app.domain.roles import Permission
from qa_app.domain.sampling import ChosenBecause
from qa_app.domain.workflow import AuditStatus, check_transition
from qa_app.models import Audit, Moderation, ModerationOutcome, ModerationSetting, Person, Revision
from qa_app.queries.audit_tools import as_tool, find_version
from qa_app.queries.moderation import counted_judgements, given_back_by, open_moderation
from qa_app.services.moderation_draft import check_moderator, check_open, take_up
from qa_app.services.moving_audits import move_audit


def start_moderation(session: Session, audit: Audit, *, by: Person, at: datetime) -> Moderation:
    """Takes the audit from the queue; a moderator who gave it back finds their draft again.

    Raises NotPermitted for one's own audit or one's own work, Conflict when somebody else was first,
    TransitionNotAllowed for an audit that awaits no moderation.
    """
    check_not_own(
        moderator_id=by.id, moderator=by.name, auditor_id=audit.auditor_id, worker=audit.worker_name
    )
    # Two who take it at once wait for each other here, and the second reads what the first did.
    session.refresh(audit, with_for_update={"of": Audit})
    if other := open_moderation(session, audit.id):
        raise Conflict(_who_has_it(other, by))
    check_transition(audit.status, AuditStatus.IN_MODERATION)
    moderation = given_back_by(session, audit, by)
    if moderation is None:
        blind = session.get_one(ModerationSetting, 1).blind
        moderation = Moderation(audit=audit, moderator=by, blind=blind)
        session.add(moderation)
    moderation.chosen_because = audit.chosen_because or ChosenBecause.REQUESTED
    moderation.started_at, moderation.given_back_at = at, None
    move_audit(session, audit, AuditStatus.IN_MODERATION, "started moderation", by=by, at=at)
    return moderation


def give_back(session: Session, moderation: Moderation, *, by: Person, at: datetime) -> None:
    """Puts the audit back into the queue; what was typed stays, for this moderator only.

    A QA lead may do it for a moderator who is away; raises NotPermitted for anybody else.
    """
    if Permission.SET_MODERATION not in by.permissions:
        check_moderator(moderation, by=by)
    session.refresh(moderation, with_for_update={"of": Moderation})
    check_open(moderation)
    moderation.given_back_at = at
    after = {"moderator": moderation.moderator.name}
    move_audit(
        session,
        moderation.audit,
        AuditStatus.SUBMITTED,
        "gave back audit in moderation",
        by=by,
        at=at,
        after=after,
    )


def finish_moderation(
    session: Session,
    moderation: Moderation,
    *,
    decisions: Mapping[str, Decision],
    comment_on_practice: str,
    comment_on_audit_quality: str,
    by: Person,
    at: datetime,
) -> None:
    """Makes the audit final, with a revision for every judgement that the moderator sees otherwise.

    `decisions` are by question code. Raises InvalidInput with everything that is missing.
    """
    take_up(session, moderation, by=by)
    kept = Draft.from_json(moderation.draft)
    if moderation.blind and kept.first_grades is None:
        raise TransitionNotAllowed("Record your own judgements first: this council moderates blind.")
    draft = clean_draft(Draft(dict(decisions), comment_on_practice.strip(), comment_on_audit_quality.strip()))
    audit = moderation.audit
    tool, counted = as_tool(find_version(session, audit.tool_version_id)), counted_judgements(session, audit)
    if problems := [
        *problems_with_decisions(tool, counted, draft.decisions),
        *problems_with_comments(draft.comment_on_practice, draft.comment_on_audit_quality),
    ]:
        raise InvalidInput(problems)
    revised = changes(tool, counted, draft.decisions)
    for change in revised:
        _revise(session, moderation, change, at=at)
    moderation.outcome = ModerationOutcome.REVISED if revised else ModerationOutcome.AGREED
    moderation.comment_on_practice = draft.comment_on_practice
    moderation.comment_on_audit_quality = draft.comment_on_audit_quality
    moderation.finished_at, moderation.draft = at, None
    audit.moderated_at = at
    move_audit(
        session,
        audit,
        AuditStatus.FINAL,
        "finished moderation",
        by=by,
        at=at,
        after={"outcome": moderation.outcome, "revised": _in_words(tool, revised)},
    )


def ask_for_moderation(session: Session, audit: Audit, *, by: Person, at: datetime) -> None:
    """A final audit goes back to the queue. Raises TransitionNotAllowed for one that is not final."""
    session.refresh(audit, with_for_update={"of": Audit})
    if audit.status is not AuditStatus.FINAL:
        raise TransitionNotAllowed(
            f"Moderation can be asked for once an audit is final. This one is “{audit.status.label}”."
        )
    audit.chosen_because = ChosenBecause.REQUESTED
    move_audit(session, audit, AuditStatus.SUBMITTED, "asked for moderation", by=by, at=at)


def _revise(session: Session, moderation: Moderation, change: Change, *, at: datetime) -> None:
    """Where the moderator comes back to the auditor's own grade, it is the auditor's that counts again."""
    judgement = next(row for row in moderation.audit.judgements if row.question.code == change.code)
    judgement.moderated_value = None if change.to_value == judgement.auditor_value else change.to_value
    moderation.revisions.append(
        Revision(
            audit_id=judgement.audit_id,
            question_id=judgement.question_id,
            from_value=change.from_value,
            to_value=change.to_value,
            reason=change.reason,
            revised_at=at,
        )
    )


def _in_words(tool: AuditTool, revised: Sequence[Change]) -> dict[str, str]:
    """> {"assessment": "from Good to Requires Improvement"}"""
    words = {}
    for change in revised:
        answers = answers_to(tool.question(change.code), tool.scale)
        words[change.code] = f"from {answers.label(change.from_value)} to {answers.label(change.to_value)}"
    return words


def _who_has_it(moderation: Moderation, by: Person) -> str:
    if moderation.moderator_id == by.id:
        return "You are moderating this audit already. Go on with it from the page “Moderation”."
    return f"{moderation.moderator.name} is moderating this audit now. Choose another from the queue."
