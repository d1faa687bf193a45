from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from qa_app.domain.roles import Role
from qa_app.models import SignInAttempt
from qa_app.services.sign_in import TooManyGuesses, sign_in
from tests.factories import PASSWORD, a_person

AT = datetime(2026, 4, 3, 9, tzinfo=UTC)


@pytest.fixture
def mo(session):
    person = a_person(Role.AUDITOR)
    session.add(person)
    session.flush()
    return person


def guess(session, times: int, *, email: str, address: str = "10.0.0.1", at: datetime = AT) -> None:
    rows = (SignInAttempt(email=email, address=address, attempted_at=at) for _ in range(times))
    session.add_all(rows)
    session.flush()


@pytest.mark.parametrize(
    ("times", "whose", "address", "ago", "too_many"),
    [
        (9, "mo", "10.0.0.1", 0, False),
        (10, "mo", "10.0.0.1", 0, True),
        (10, "mo", "10.9.9.9", 0, True),  # from anywhere, because it is the account that is guessed at
        (10, "mo", "10.0.0.1", 301, False),  # five minutes have passed
        (99, "another", "10.0.0.1", 0, False),  # a whole council behind one address mistypes now and then
        (100, "another", "10.0.0.1", 0, True),
        (100, "another", "10.9.9.9", 0, False),
    ],
)
def test_guesses_are_throttled(session, mo, times, whose, address, ago, too_many):
    email = mo.email if whose == "mo" else "another@testshire.example"
    guess(session, times, email=email, address=address, at=AT - timedelta(seconds=ago))

    if too_many:
        with pytest.raises(TooManyGuesses):
            sign_in(session, mo.email, PASSWORD, address="10.0.0.1", at=AT)
    else:
        assert sign_in(session, mo.email, PASSWORD, address="10.0.0.1", at=AT) is mo


def test_an_address_that_nobody_has_is_throttled_like_any_other(session):
    guess(session, 10, email="nobody@testshire.example")

    with pytest.raises(TooManyGuesses):
        sign_in(session, "Nobody@testshire.example", "x", address="10.0.0.2", at=AT)


def test_old_guesses_are_not_kept(session, mo):
    guess(session, 5, email=mo.email, at=AT - timedelta(minutes=6))
    guess(session, 2, email=mo.email, at=AT - timedelta(minutes=4))

    sign_in(session, mo.email, PASSWORD, address="10.0.0.1", at=AT)

    assert session.scalar(select(func.count(SignInAttempt.id))) == 2
