from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from qa_app.domain.roles import Role
from qa_app.models import Guessed, SignInAttempt
from qa_app.services.guesses import claim_guess
from qa_app.services.sign_in import sign_in
from tests.factories import PASSWORD, a_person

AT = datetime(2026, 4, 3, 9, tzinfo=UTC)


@pytest.fixture
def mo(session):
    person = a_person(Role.AUDITOR)
    session.add(person)
    session.flush()
    return person


def guess_of(session, email: str) -> int:
    return claim_guess(session, Guessed.PASSWORD, email, address="10.0.0.1", at=AT)


@pytest.mark.parametrize("typed", ["{}", "  {}\n", "\t{}"])
def test_the_person_whose_password_it_is(session, mo, typed):
    email = typed.format(mo.email.upper())

    assert sign_in(session, email, PASSWORD, guess=guess_of(session, email)) is mo

    assert session.scalars(select(SignInAttempt)).all() == []  # a right one was no guess


@pytest.mark.parametrize(
    ("email", "password", "may_sign_in"),
    [
        (None, "not the password", True),
        (None, "", True),
        (None, PASSWORD.upper(), True),
        (None, PASSWORD + "x" * 100_000, True),
        (None, PASSWORD, False),  # a leaver
        ("nobody@testshire.example", PASSWORD, True),
        ("", PASSWORD, True),
    ],
)
def test_everybody_else_is_nobody_and_has_guessed(session, mo, email, password, may_sign_in):
    mo.may_sign_in = may_sign_in
    email = mo.email if email is None else email

    assert sign_in(session, email, password, guess=guess_of(session, email)) is None

    assert session.scalars(select(SignInAttempt.email)).all() == [email]
