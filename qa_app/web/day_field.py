"""A day as people write it, in one field."""

from datetime import date
from typing import Any

from wtforms import StringField
from wtforms.validators import StopValidation

from qa_app.domain.errors import InvalidInput
from qa_app.domain.written_dates import as_written, written_day


class DayField(StringField):
    """Shows 5 December 2016 and reads that, 5/12/2016 or 2016-12-05; what cannot be read stays as typed.

    `called` is the day in a sentence: > the due date. `day` is what was read, None where an optional
    one was left out.
    """

    def __init__(self, label: str, *, called: str, optional: bool = False, **named: Any) -> None:
        super().__init__(label, description="For example, 5 December 2016 or 5/12/2016.", **named)
        self.called, self.optional = called, optional
        self.day: date | None = None

    def process_data(self, value: Any) -> None:
        self.data = as_written(value) if isinstance(value, date) else value

    def pre_validate(self, form: Any) -> None:
        written = (self.data or "").strip()
        if self.optional and not written:
            return
        try:
            self.day = written_day(written, field=self.name, name=self.called)
        except InvalidInput as error:
            raise StopValidation(str(error)) from None
