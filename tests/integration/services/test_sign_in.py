import pytest

from qa_app.domain.roles import Role
from qa_app.services.sign_in import whose_password
from tests.factories import PASSWORD, a_person


@pytest.fixture
def mo(session):
    person = a_person(Role.AUDITOR)
    session.add(person)
    session.flush()
    return person


@pytest.mark.parametrize("typed", ["{}", "  {}\n", "\t{}"])
def test_the_person_whose_password_it_is(session, mo, typed):
    assert whose_password(session, typed.format(mo.email.upper()), PASSWORD) is mo


@pytest.mark.parametrize(
    ("email", "password", "may_sign_in"),
    [
        (None, "not the password", True),
        (None, "", True),
        (None, PASSWORD.upper(), True),
        (None, PASSWORD, False),  # a leaver
        ("nobody@testshire.example", PASSWORD, True),
        ("", PASSWORD, True),
        ("a\0b", PASSWORD, True),
    ],
)
def test_everybody_else_is_nobody(session, mo, email, password, may_sign_in):
    mo.may_sign_in = may_sign_in
    session.flush()

    assert whose_password(session, mo.email if email is None else email, password) is None
