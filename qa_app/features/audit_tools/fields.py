"""What text fields do with what was typed: it is cleaned, and never cut off."""

from wtforms import Field, Form, ValidationError

from qa_app.domain.audit_tool_building import LONGEST_CODE
from qa_app.domain.audit_tool_rules import CODE
from qa_app.domain.free_text import clean_text

ANY_LENGTH = 10_000_000
"""In characters. How long a text may be is for its validator to say, at the field."""


def one_line(text: str | None) -> str:
    return " ".join(clean_text(text or "", limit=ANY_LENGTH).split())


def lines(text: str | None) -> str:
    return clean_text(text or "", limit=ANY_LENGTH).strip("\n")


class AtMost:
    """Refuses more than so many characters."""

    def __init__(self, longest: int) -> None:
        self.longest = longest

    def __call__(self, form: Form, field: Field) -> None:
        length = len(field.data or "")
        if length > self.longest:
            raise ValidationError(f"Shorten this to {self.longest:,} characters: it has {length:,}")


class Written:
    """Refuses an empty field with this sentence."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __call__(self, form: Form, field: Field) -> None:
        if not field.data:
            raise ValidationError(self.sentence)


def is_code(form: Form, field: Field) -> None:
    if field.data and not CODE.fullmatch(field.data):
        raise ValidationError(
            f"Write a code of up to {LONGEST_CODE} small letters, figures and hyphens that begins with a "
            "letter, such as direct-work"
        )
