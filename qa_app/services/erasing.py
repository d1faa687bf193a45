"""Removing all that was written about one case before its time, after two people have agreed."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.case_references import check_typed_again
from qa_app.domain.errors import Conflict, InvalidInput, Problem, TransitionNotAllowed
from qa_app.models import Erasure, ErasureGround, Person
from qa_app.queries.case_audits import case_audits
from qa_app.queries.legal_holds import is_held
from qa_app.services.deciding import check_second, take_up
from qa_app.services.forgetting_cases import forget_cases
from qa_app.services.legal_holds import clean_reason
from qa_app.services.redacting import take_out_of_texts
from qa_app.services.removing_text import hold_still, remove_text
from qa_app.services.taking_turns import take_turns
from qa_app.services.trail import record
from qa_app.services.what_is_held import what_is_held

ON_HOLD = "A legal hold stands on this case, so nothing about it is removed. The hold has to be lifted first."


@dataclass(frozen=True)
class Asked:
    """What is asked to be erased, and why; `again` is the reference as it was typed once more."""

    references: Sequence[str]
    again: str
    ground: str
    reason: str


def propose_erasure(session: Session, asked: Asked, *, by: Person, at: datetime) -> Erasure:
    """Nothing is removed yet. The first of the references is the one that was typed again.

    Raises InvalidInput, about the field; TransitionNotAllowed while a hold stands, or another proposal about
    the case waits.
    """
    take_turns(session)
    held = what_is_held(session, asked.references)
    if held.is_empty:
        raise InvalidInput([Problem("reference", "Nothing is held about this case")])
    if held.is_on_hold:
        raise TransitionNotAllowed(ON_HOLD)
    if any(erasure.decided_at is None for erasure in held.erasures):
        raise TransitionNotAllowed("A proposal to erase this case waits already. It has to be decided first.")
    erasure = Erasure(
        case_references=list(asked.references), proposed_by=by, proposed_at=at, **_reasons(asked)
    )
    session.add(erasure)
    session.flush()
    after = {"ground": erasure.ground, "audits": len(held.audits)}
    record(session, "proposed erasure", by=by, at=at, subject="erasure", subject_id=erasure.id, after=after)
    session.flush()
    return erasure


def agree_to_erasure(
    session: Session, erasure: Erasure, *, as_it_stood: str, by: Person, at: datetime
) -> None:
    """Removes all that is held about the case now, in this transaction or not at all.

    `as_it_stood` is the `Held.as_it_stands` that whoever agrees has seen. Raises Conflict where an audit of
    the case changed since, or came; TransitionNotAllowed while a hold stands; NotPermitted for whoever
    proposed it.
    """
    take_up(session, erasure)
    check_second(erasure, by=by)
    references = list(erasure.case_references)
    if is_held(session, references):
        raise TransitionNotAllowed(ON_HOLD)
    hold_still(session, [audit.id for audit in case_audits(session, references)])
    held = what_is_held(session, references)
    if held.as_it_stands != as_it_stood:
        raise Conflict(
            "An audit of this case was changed, or added, after you opened the page. Nothing is removed yet:"
            " look at it once more."
        )
    removed = remove_text(session, [audit.id for audit in held.audits], by=by, at=at)
    erasure = session.get_one(Erasure, erasure.id)
    erasure.decided_by_id, erasure.decided_at, erasure.was_agreed = by.id, at, True
    session.flush()
    removed += forget_cases(session, references, subject="erasure", subject_id=erasure.id, by=by, at=at)
    removed = replace(removed, mentions=take_out_of_texts(session, references))
    erasure = session.get_one(Erasure, erasure.id)
    erasure.removed = {name.replace("_", " "): count for name, count in asdict(removed).items() if count}
    session.flush()
    record(
        session,
        "agreed to erasure",
        by=by,
        at=at,
        subject="erasure",
        subject_id=erasure.id,
        after={"ground": erasure.ground, **erasure.removed},
    )
    session.flush()


def _reasons(asked: Asked) -> dict[str, str | ErasureGround]:
    problems: list[Problem] = []
    grounds = {ground.value: ground for ground in ErasureGround}
    if asked.ground not in grounds:
        problems.append(Problem("ground", "Choose why it is to be erased"))
    reason = asked.reason
    try:
        reason = clean_reason(asked.reason)
    except InvalidInput as error:
        problems += error.problems
    try:
        check_typed_again(asked.references[0], asked.again)
    except InvalidInput as error:
        problems += error.problems
    if problems:
        raise InvalidInput(problems)
    return {"ground": grounds[asked.ground], "reason": reason}
