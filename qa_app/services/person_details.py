"""What is set of a person, checked: everything that is wrong with it is said at once."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.free_text import clean_text
from qa_app.domain.roles import Role
from qa_app.models import Person, ServiceArea

NAME_LIMIT = 200


@dataclass(frozen=True)
class Details:
    """What an administrator sets of a person; `areas` None: they see every service area."""

    name: str
    email: str
    roles: frozenset[Role]
    areas: Sequence[ServiceArea] | None


def set_details(session: Session, person: Person, details: Details) -> None:
    """Who may sign in has an e-mail address and a role; others may be known by name only.

    Raises InvalidInput with all that is wrong, and then has changed nothing.
    """
    problems: list[Problem] = []
    name = _kept(problems, lambda: clean_name(details.name))
    email = _kept(problems, lambda: _own_email(session, person, details.email))
    if person.may_sign_in and not details.roles:
        problems.append(Problem("roles", "Choose at least one role"))
    if details.areas is not None and not details.areas:
        problems.append(Problem("areas", "Choose at least one service area, or all of them"))
    if problems or name is None:
        raise InvalidInput(problems)
    person.name, person.email = name, email
    person.roles = details.roles
    person.sees_all_areas = details.areas is None
    person.service_areas = list(details.areas or ())


def clean_name(text: str) -> str:
    """Without outer or double spaces. Raises InvalidInput."""
    name = re.sub(r"\s+", " ", clean_text(text, limit=NAME_LIMIT, field="name")).strip()
    if not name:
        raise InvalidInput([Problem("name", "Enter the person’s name")])
    return name


def clean_email(text: str) -> str:
    """In lower case, as it is kept. Nothing is asked of the network. Raises InvalidInput."""
    try:
        found = validate_email(text.strip(), check_deliverability=False, strict=True)
    except EmailNotValidError as error:
        sentence = "Enter an e-mail address in the correct format, like name@example.gov.uk"
        raise InvalidInput([Problem("email", sentence)]) from error
    return found.normalized.lower()


def _own_email(session: Session, person: Person, text: str) -> str | None:
    """None only for somebody who cannot sign in."""
    if not text.strip():
        if person.may_sign_in:
            raise InvalidInput([Problem("email", "Enter an e-mail address")])
        return None
    email = clean_email(text)
    with session.no_autoflush:
        other = session.scalars(
            select(Person.name).where(Person.email == email, Person.id.is_distinct_from(person.id))
        ).one_or_none()
    if other is not None:
        raise InvalidInput([Problem("email", f"{other} has this e-mail address already")])
    return email


def _kept(problems: list[Problem], cleaned: Callable[[], str | None]) -> str | None:
    try:
        return cleaned()
    except InvalidInput as error:
        problems += error.problems
        return None
