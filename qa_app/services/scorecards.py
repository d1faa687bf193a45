"""Scorecards: made, set up, taken out of use and back; what stands on them is built in its own modules."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidInput, Problem, TransitionNotAllowed
from qa_app.domain.part_names import same_name
from qa_app.domain.scorecard_settings import Settings, clean_settings
from qa_app.models import Person, Scorecard
from qa_app.services.scorecard_locking import lock, record_on
from qa_app.services.trail import record


def add_scorecard(session: Session, settings: Settings, *, by: Person | None, at: datetime) -> Scorecard:
    """An empty scorecard. Raises InvalidInput."""
    settings = clean_settings(settings)
    _check_title(session, settings.title, None)
    scorecard = Scorecard(created_at=at)
    _write(scorecard, settings)
    session.add(scorecard)
    _flush(session, settings.title)
    record_on(session, "added scorecard", scorecard, by=by, at=at)
    return scorecard


def change_settings(
    session: Session,
    scorecard: Scorecard,
    settings: Settings,
    *,
    opened_at_version: int,
    by: Person | None,
    at: datetime,
) -> None:
    """Raises InvalidInput, and Conflict when somebody else changed the scorecard since it was opened."""
    settings = clean_settings(settings)
    lock(session, scorecard, opened_at_version)
    _check_title(session, settings.title, scorecard)
    before = _shown(scorecard)
    _write(scorecard, settings)
    _flush(session, settings.title)
    after = _shown(scorecard)
    if changed := [key for key in after if before[key] != after[key]]:
        record(
            session,
            "changed scorecard",
            by=by,
            at=at,
            subject="scorecard",
            subject_id=scorecard.id,
            before={key: before[key] for key in changed},
            after={key: after[key] for key in changed},
        )


def stop_using(session: Session, scorecard: Scorecard, *, by: Person | None, at: datetime) -> None:
    """It is not offered and asks for no comments; what was published of it stays.

    Raises TransitionNotAllowed.
    """
    _set_active(session, scorecard, active=False, by=by, at=at)


def use_again(session: Session, scorecard: Scorecard, *, by: Person | None, at: datetime) -> None:
    """Raises TransitionNotAllowed."""
    _set_active(session, scorecard, active=True, by=by, at=at)


def _set_active(
    session: Session, scorecard: Scorecard, *, active: bool, by: Person | None, at: datetime
) -> None:
    if scorecard.active is active:
        state = "in use" if active else "out of use"
        raise TransitionNotAllowed(f"“{scorecard.title}” is {state} already.")
    scorecard.active = active
    session.flush()
    record_on(
        session, "used again scorecard" if active else "stopped using scorecard", scorecard, by=by, at=at
    )


def _check_title(session: Session, title: str, own: Scorecard | None) -> None:
    for other in session.scalars(select(Scorecard).order_by(Scorecard.id)):
        if other is not own and same_name(other.title, title):
            out = "" if other.active else ", out of use"
            raise InvalidInput([Problem("title", f"There is a scorecard “{other.title}” already{out}")])


def _write(scorecard: Scorecard, settings: Settings) -> None:
    scorecard.title = settings.title
    scorecard.purpose = settings.purpose
    scorecard.frequency = settings.frequency
    scorecard.periods = settings.periods
    scorecard.status_rule = settings.status_rule
    scorecard.status_words = list(settings.status_words)
    scorecard.against = settings.against
    scorecard.layout = settings.layout
    scorecard.columns = [shown.value for shown in settings.columns]


def _flush(session: Session, title: str) -> None:
    """Raises InvalidInput, and undoes the transaction, when somebody else gave the same title just now."""
    try:
        session.flush()
    except IntegrityError as error:
        session.rollback()
        raise InvalidInput(
            [Problem("title", f"Somebody else has just given the title “{title}”: write another")]
        ) from error


def _shown(scorecard: Scorecard) -> dict[str, Any]:
    return {
        "title": scorecard.title,
        "purpose": scorecard.purpose,
        "columns are": scorecard.frequency.value,
        "periods": scorecard.periods,
        "status rule": scorecard.status_rule.value,
        "status words": list(scorecard.status_words),
        "direction against": scorecard.against.value,
        "layout": scorecard.layout.value,
        "columns": list(scorecard.columns),
    }
