"""Saving a change to a scorecard; what stands in the way is said in the form, with all that was typed."""

from collections.abc import Callable
from datetime import datetime
from typing import TypedDict

from sqlalchemy.orm.exc import StaleDataError

from qa_app.domain.errors import Conflict, InvalidInput
from qa_app.extensions import db
from qa_app.features.scorecards.forms import ScorecardForm
from qa_app.models import Person, Scorecard
from qa_app.web.clock import now
from qa_app.web.current import signed_in


class Opened(TypedDict):
    """What every change to a scorecard is told."""

    opened_at_version: int
    by: Person
    at: datetime


def is_saved(form: ScorecardForm, scorecard: Scorecard, change: Callable[[Opened], object]) -> bool:
    """Whether the form was sent and its change saved."""
    if not form.is_sent_and_valid():
        return False
    try:
        change({"opened_at_version": form.opened_at, "by": signed_in(), "at": now()})
    except InvalidInput as error:
        db.session.rollback()
        form.add_problems(error)
        return False
    except (Conflict, StaleDataError):
        db.session.rollback()
        form.clash(form.clash_sentence, version=scorecard.version)
        return False
    db.session.commit()
    return True
