"""What is said of an audit before it is filled in: which case, whose work, and when."""

import re
import unicodedata
from datetime import date

from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.free_text import clean_text
from qa_app.domain.tables import shown_date

CHILDREN_ACT = date(1989, 1, 1)
"""The year of the Children Act: an audit of an earlier date is a slip of the pen."""

LONGEST_CASE_REFERENCE = 60
LONGEST_NAME = 200


def check_audit_date(day: date, *, today: date, field: str = "audit_date") -> date:
    """Raises InvalidInput for a date in the future, or one before 1989."""
    if day > today:
        raise InvalidInput([Problem(field, f"The audit date, {shown_date(day)}, is in the future")])
    if day < CHILDREN_ACT:
        raise InvalidInput(
            [Problem(field, f"The audit date, {shown_date(day)}, is before 1989: check the year")]
        )
    return day


def clean_case_reference(text: str, *, field: str = "case_reference") -> str:
    """The reference without spaces around it. Raises InvalidInput for none, or one too long.

    Without a letter or a figure it would be a reference that nobody sees.
    """
    reference = " ".join(clean_text(text, field=field).split())
    if not any(character.isalnum() for character in reference):
        raise InvalidInput([Problem(field, "Enter the case reference from your case system, never a name")])
    if len(reference) > LONGEST_CASE_REFERENCE:
        sentence = (
            f"The case reference has {len(reference):,} characters; use at most {LONGEST_CASE_REFERENCE}"
        )
        raise InvalidInput([Problem(field, sentence)])
    return reference


def clean_worker_name(text: str, *, field: str = "worker_name") -> str:
    """The name without spaces around it, or nothing. Raises InvalidInput for one too long."""
    name = " ".join(clean_text(text, field=field).split())
    if len(name) > LONGEST_NAME:
        sentence = f"The worker’s name has {len(name):,} characters; use at most {LONGEST_NAME}"
        raise InvalidInput([Problem(field, sentence)])
    return name


def is_same_person(name: str, other: str) -> bool:
    """Whether two names are one person's, whatever the case, spaces, accents and order: > Okafor, Ada

    Better to stop an audit wrongly than to let somebody audit their own work.
    """
    words, others = _words(name), _words(other)
    return bool(words) and words == others


def check_not_own_case(worker_name: str, auditor_name: str, *, field: str = "worker_name") -> None:
    """Raises InvalidInput when the worker on the case is the auditor."""
    if is_same_person(worker_name, auditor_name):
        raise InvalidInput(
            [Problem(field, f"{auditor_name} cannot audit their own case: choose another auditor or case")]
        )


def _words(name: str) -> list[str]:
    apart = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(character for character in apart if not unicodedata.combining(character))
    return sorted(re.findall(r"\w+", plain))
