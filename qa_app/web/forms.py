"""What all forms share."""

from typing import Any

from flask_wtf import FlaskForm

from qa_app.domain.errors import InvalidInput


class Form(FlaskForm):
    """A form with its CSRF token; a broken rule of the domain can be shown at the field it names."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)  # type: ignore[no-untyped-call]  # flask-wtf has no types

    def is_sent_and_valid(self) -> bool:
        return bool(self.validate_on_submit())  # type: ignore[no-untyped-call]

    def add_problems(self, error: InvalidInput) -> None:
        """Each problem stands at the field it names, or above the form where there is no such field."""
        for problem in error.problems:
            if problem.field in self:
                field = self[problem.field]
                field.errors = [*field.errors, problem.message]
            else:
                self.form_errors.append(problem.message)
