"""Forms about something that somebody else may change meanwhile: what is typed is never lost to it."""

from collections.abc import Collection

from flask import request
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField, SelectMultipleField

from qa_app.web.forms import Form


class OpenedForm(Form):
    """Carries the version that what it changes had when it was opened: a number of saves, or of a text."""

    opened = HiddenField()

    clashed = False
    """Whether somebody else saved first, so that nothing of this form was saved yet."""

    @property
    def opened_at(self) -> int:
        """What was sent: -1, which no version has, when the number was taken out."""
        text = next(iter(self.opened.raw_data or ()), "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else -1

    def clash(self, sentence: str, *, version: int) -> None:
        """The next time the form is sent, it is about `version`, which is there now."""
        self.clashed = True
        self.form_errors.append(sentence)
        self.opened.data = str(version)


def status_of(form: OpenedForm) -> int:
    """Of the page that shows the form, again or for the first time."""
    if form.clashed:
        return 409
    return 200 if request.method == "GET" else 422


def saved_by_them(
    form: OpenedForm, saved: OpenedForm, *, besides: Collection[str] = ()
) -> list[tuple[str, str]]:
    """Label and saved value of every field, `besides` these, where something else was typed."""
    return [
        (field.label.text, _shown(saved[field.name]))
        for field in form
        if not isinstance(field, HiddenField)
        and field.name not in besides
        and (field.data or "") != (saved[field.name].data or "")
    ]


def _shown(field: Field) -> str:
    if isinstance(field, BooleanField):
        return "Yes" if field.data else "No"
    if isinstance(field, SelectMultipleField):
        chosen = [label for value, label, *_ in field.iter_choices() if value in (field.data or ())]
        return ", ".join(chosen) or "None"
    if isinstance(field, RadioField | SelectField):
        labels = {value: label for value, label, *_ in field.iter_choices()}
        return str(labels.get(field.data, field.data))
    return str(field.data or "(empty)")
