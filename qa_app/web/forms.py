"""What all forms share."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_wtf import FlaskForm

from qa_app.domain.errors import InvalidInput


class Form(FlaskForm):
    """A form with its CSRF token; a broken rule of the domain can be shown at the field it names."""

    shown_at: ClassVar[Mapping[str, str]] = {}
    """The field that shows what the domain found under another name."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)  # type: ignore[no-untyped-call]  # flask-wtf has no types

    def is_sent_and_valid(self) -> bool:
        return bool(self.validate_on_submit())  # type: ignore[no-untyped-call]

    def add_problems(self, error: InvalidInput) -> None:
        """Each problem stands at the field it names, or above the form where there is no such field."""
        for problem in error.problems:
            name = self.shown_at.get(problem.field, problem.field)
            if name in self:
                field = self[name]
                field.errors = [*field.errors, problem.message]
            else:
                self.form_errors.append(problem.message)
