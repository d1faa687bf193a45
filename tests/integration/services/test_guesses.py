from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.models import Guessed, SignInAttempt
from qa_app.services.guesses import TooManyGuesses, claim_guess, forget_old_guesses, take_back

AT = datetime(2026, 4, 3, 9, tzinfo=UTC)
MO = "mo@testshire.gov.uk"
HERE = "10.0.0.1"


def guess(
    session, times: int = 1, *, email: str = MO, address: str = HERE, device: str = "", **named
) -> None:
    named = {"guessed": Guessed.PASSWORD, "attempted_at": AT} | named
    session.add_all(SignInAttempt(email=email, address=address, device=device, **named) for _ in range(times))
    session.flush()


def is_refused(
    session, *, email: str = MO, guessed: Guessed = Guessed.PASSWORD, address: str = HERE, **named
):
    try:
        claim_guess(session, guessed, email, address=address, at=AT, **named)
    except TooManyGuesses:
        return True
    return False


@pytest.mark.parametrize(
    ("before", "asked", "refused"),
    [
        # At the account, from anywhere, because it is the account that is guessed at.
        ({"times": 9}, {}, False),
        ({"times": 10}, {}, True),
        ({"times": 10, "address": "10.9.9.9"}, {}, True),
        ({"times": 10}, {"email": f" {MO.upper()}"}, True),
        ({"times": 10, "attempted_at": AT - timedelta(seconds=299)}, {}, True),
        ({"times": 10, "attempted_at": AT - timedelta(seconds=300)}, {}, False),
        # From the address, at any account.
        ({"times": 9, "email": "jo@testshire.gov.uk"}, {}, False),
        ({"times": 10, "email": "jo@testshire.gov.uk"}, {}, True),
        ({"times": 10, "email": "jo@testshire.gov.uk"}, {"address": "10.9.9.9"}, False),
        ({"times": 99, "email": "jo@testshire.gov.uk"}, {"from_address": 100}, False),
        ({"times": 100, "email": "jo@testshire.gov.uk"}, {"from_address": 100}, True),
        ({"times": 10}, {"from_address": 100}, True),  # but no more at one account
        # Neighbours in one network of IPv6 are as good as one address.
        (
            {"times": 10, "email": "jo@testshire.gov.uk", "address": "2001:db8:0:7::"},
            {"address": "2001:db8:0:7:1::9"},
            True,
        ),
        # A browser that is known has its own, whatever strangers do.
        ({"times": 10}, {"device": "desk"}, False),
        ({"times": 9, "device": "desk"}, {"device": "desk"}, False),
        ({"times": 10, "device": "desk"}, {"device": "desk"}, True),
        ({"times": 10, "device": "desk"}, {"device": "phone"}, False),
        ({"times": 10, "device": "desk"}, {}, False),  # and uses up nobody else's
        ({"times": 10, "device": "desk", "email": "jo@testshire.gov.uk"}, {"device": "desk"}, False),
        # Each thing that is guessed has its own.
        ({"times": 10}, {"guessed": Guessed.CODE}, False),
        ({"times": 10, "guessed": Guessed.CODE}, {"guessed": Guessed.CODE}, True),
        ({"times": 10, "guessed": Guessed.RESET}, {}, False),
    ],
)
def test_ten_in_five_minutes(session, before, asked, refused):
    guess(session, **before)

    assert is_refused(session, **asked) is refused


def test_who_is_refused_waits_no_longer_for_it(session):
    guess(session, 10)
    for _ in range(3):
        assert is_refused(session)

    with pytest.raises(TooManyGuesses, match="Wait five minutes, then try again"):
        claim_guess(session, Guessed.PASSWORD, MO, address=HERE, at=AT + timedelta(seconds=299))
    assert claim_guess(session, Guessed.PASSWORD, MO, address=HERE, at=AT + timedelta(seconds=300))


def test_a_right_one_was_no_guess(session):
    guess(session, 9)
    for _ in range(3):
        take_back(session, claim_guess(session, Guessed.PASSWORD, MO, address=HERE, at=AT))

    assert not is_refused(session)
    assert is_refused(session)


def test_old_ones_are_forgotten(session):
    guess(session, 2, attempted_at=AT - timedelta(minutes=5))
    guess(session, 1, attempted_at=AT - timedelta(seconds=299))

    assert forget_old_guesses(session, at=AT) == 2

    assert session.scalar(select(func.count(SignInAttempt.id))) == 1


@pytest.mark.parametrize("way", ["at one account", "from one address", "with one browser"])
def test_of_fifty_at_once_ten_are_looked_at(engine, session, way):
    session.commit()
    together, let_through = Barrier(50), []

    def try_it(number: int) -> None:
        email = f"{number}@testshire.gov.uk" if way == "from one address" else MO
        address = HERE if way == "from one address" else f"10.0.1.{number}"
        device = "desk" if way == "with one browser" else ""
        together.wait(timeout=20)
        with Session(engine) as of_mine:
            try:
                claim_guess(of_mine, Guessed.PASSWORD, email, address=address, device=device, at=AT)
            except TooManyGuesses:
                return
            of_mine.commit()
            let_through.append(number)

    guessers = [Thread(target=try_it, args=(number,)) for number in range(50)]
    for guesser in guessers:
        guesser.start()
    for guesser in guessers:
        guesser.join(timeout=60)

    assert len(let_through) == 10
    assert session.scalar(select(func.count(SignInAttempt.id))) == 10
