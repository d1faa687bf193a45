"""Saving a change to a scorecard; what stands in the way is said in the form, with all that was typed."""

from collections.abc import Callable
from datetime import datetime
from typing import TypedDict

from flask import request
from sqlalchemy.orm.exc import StaleDataError
from wtforms import Field, HiddenField, RadioField, SelectField, SelectMultipleField

from qa_app.domain.errors import Conflict, InvalidInput
from qa_app.extensions import db
from qa_app.features.scorecards.forms import OpenedForm
from qa_app.models import Person, Scorecard
from qa_app.web.clock import now
from qa_app.web.current import signed_in


class Opened(TypedDict):
    """What every change to a scorecard is told."""

    opened_at_version: int
    by: Person
    at: datetime


def is_saved(form: OpenedForm, scorecard: Scorecard, change: Callable[[Opened], object]) -> bool:
    """Whether the form was sent and its change saved."""
    if not form.is_sent_and_valid():
        return False
    try:
        change({"opened_at_version": form.opened_at_version, "by": signed_in(), "at": now()})
    except InvalidInput as error:
        db.session.rollback()
        form.add_problems(error)
        return False
    except (Conflict, StaleDataError):
        db.session.rollback()
        clash(form, scorecard)
        return False
    db.session.commit()
    return True


def clash(form: OpenedForm, scorecard: Scorecard) -> None:
    """The next time the form is sent, it is about the scorecard as it is now."""
    form.clashed = True
    form.form_errors.append(form.clash_sentence)
    form.opened.data = str(scorecard.version)


def status_of(form: OpenedForm) -> int:
    if form.clashed:
        return 409
    return 200 if request.method == "GET" else 422


def saved_by_them(form: OpenedForm, saved: OpenedForm) -> list[tuple[str, str]]:
    """Label and saved value of every field where something else was typed."""
    return [
        (field.label.text, _shown(saved[field.name]))
        for field in form
        if not isinstance(field, HiddenField) and (field.data or "") != (saved[field.name].data or "")
    ]


def _shown(field: Field) -> str:
    if isinstance(field, SelectMultipleField):
        return (
            ", ".join(label for value, label, *_ in field.iter_choices() if value in (field.data or ()))
            or "None"
        )
    if isinstance(field, RadioField | SelectField):
        labels = {value: label for value, label, *_ in field.iter_choices()}
        return str(labels.get(field.data, field.data))
    return str(field.data or "(empty)")
