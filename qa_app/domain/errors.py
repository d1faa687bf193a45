"""Broken rules, each with a sentence fit to show to the person who broke it: `str(error)`."""

from collections.abc import Sequence
from dataclasses import dataclass


class DomainError(Exception):
    """A rule of the field was broken; the web decides once which page answers it."""


class TransitionNotAllowed(DomainError):
    """The audit, tool or publication cannot become what was asked from what it is now."""


class NotPermitted(DomainError):
    """This person may not do this, though somebody else may."""


class Conflict(DomainError):
    """Somebody else changed it after this person read it."""


class UnknownGrade(DomainError):
    """The text or position is not on the grading scale."""


class UnknownPeriod(DomainError):
    """The text or numbers do not name a month or a quarter."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with what was given: the field it is in and a sentence about it."""

    field: str
    message: str


class InvalidInput(DomainError):
    """All that is wrong with what was given, so that it can be put right in one go."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.message for problem in self.problems))


def place_of(error: BaseException) -> str:
    """> /srv/qa/qa_app/services/mail.py:41, where it was raised: what may be logged of it.

    What it says may not be, because that can quote case text.
    """
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    return f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "unknown"
