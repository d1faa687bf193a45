"""Setting up, using and giving up a second factor."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from qa_app.domain.errors import InvalidInput, NotPermitted, TransitionNotAllowed
from qa_app.domain.roles import Role
from qa_app.models import RecoveryCode, SecondFactor, SignedInBy, TrailEntry, WebSession
from qa_app.queries.second_factor import recovery_codes_left, second_factor_of
from qa_app.services import passwords
from qa_app.services.recovery_codes import use_recovery_code
from qa_app.services.second_factor import (
    OfferOver,
    is_right_code,
    is_right_code_of_either_kind,
    offer_second_factor,
    renew_recovery_codes,
    set_up_second_factor,
    take_away_second_factor,
    turn_off_second_factor,
)
from qa_app.services.sessions import Visit, start_session
from tests.factories import a_person

AT = datetime(2026, 4, 3, 9, 0, 10, tzinfo=UTC)
KEY = bytes(range(32))
STEP = timedelta(seconds=30)


@pytest.fixture
def mo(session):
    person = a_person(Role.MODERATOR)
    session.add(person)
    session.flush()
    return person


def code_of(secret: str, at: datetime) -> str:
    return pyotp.TOTP(secret).at(at)


def enrolled(session, person, *, at: datetime = AT) -> tuple[str, list[str]]:
    """The secret, whose code at this moment is used, and the recovery codes."""
    offer = offer_second_factor(person, key=KEY, at=at)
    code = code_of(offer.secret, at)
    return offer.secret, list(set_up_second_factor(session, person, offer.sealed, code, key=KEY, at=at))


def done(session) -> list[str]:
    return list(session.scalars(select(TrailEntry.action).order_by(TrailEntry.id)))


def test_what_is_kept_tells_neither_the_secret_nor_a_code(session, mo):
    secret, codes = enrolled(session, mo)

    kept = session.get_one(SecondFactor, mo.id)
    hashes = list(session.scalars(select(RecoveryCode.code_hash)))
    assert len(set(codes)) == len(set(hashes)) == 10
    assert secret not in kept.secret
    assert all(code not in each and each.startswith("$argon2id$") for code in codes for each in hashes)
    assert all(
        secret not in str((entry.before, entry.after)) for entry in session.scalars(select(TrailEntry))
    )


def test_an_offer_is_kept_nowhere(session, mo):
    offer_second_factor(mo, key=KEY, at=AT)

    assert second_factor_of(session, mo) is None


@pytest.mark.parametrize(
    "typed", ["", "000000", "12345", "1234567", "abcdef", "٠٠٠٠٠٠", "\0" * 6, "9" * 10_000]
)
def test_a_wrong_first_code_sets_nothing_up(session, mo, monkeypatch, typed):
    monkeypatch.setattr(pyotp, "random_base32", lambda: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    offer = offer_second_factor(mo, key=KEY, at=AT)

    with pytest.raises(InvalidInput):
        set_up_second_factor(session, mo, offer.sealed, typed, key=KEY, at=AT)

    assert second_factor_of(session, mo) is None


@pytest.mark.parametrize("later", [timedelta(minutes=16), timedelta(days=1)])
def test_an_old_offer_is_not_taken_up(session, mo, later):
    offer = offer_second_factor(mo, key=KEY, at=AT)

    with pytest.raises(OfferOver):
        set_up_second_factor(
            session, mo, offer.sealed, code_of(offer.secret, AT + later), key=KEY, at=AT + later
        )


@pytest.mark.parametrize("forged", ["", "x", "gAAAAA", "é", "\0"])
def test_an_offer_cannot_be_made_up(session, mo, forged):
    with pytest.raises(OfferOver):
        set_up_second_factor(session, mo, forged, "123456", key=KEY, at=AT)


def test_an_offer_is_for_one_person_and_what_is_kept_is_no_offer(session, mo):
    other = a_person(Role.VIEWER)
    session.add(other)
    session.flush()
    offer = offer_second_factor(other, key=KEY, at=AT)
    enrolled(session, other)
    kept = session.get_one(SecondFactor, other.id).secret

    with pytest.raises(OfferOver):
        set_up_second_factor(session, mo, offer.sealed, code_of(offer.secret, AT), key=KEY, at=AT)
    with pytest.raises(OfferOver):
        set_up_second_factor(session, other, kept, "123456", key=KEY, at=AT)


def test_a_secret_moved_to_another_person_in_the_database_is_worth_nothing(session, mo):
    other = a_person(Role.VIEWER)
    session.add(other)
    session.flush()
    secret, _ = enrolled(session, other)
    enrolled(session, mo)
    session.get_one(SecondFactor, mo.id).secret = session.get_one(SecondFactor, other.id).secret
    session.flush()

    assert not is_right_code(session, mo, code_of(secret, AT + STEP), key=KEY, at=AT + STEP)


@pytest.mark.parametrize(
    ("shown", "typed", "right"),
    [
        (2, 2, True),
        (2, 3, True),  # a slow typist
        (3, 2, True),  # a telephone that is ahead
        (2, 4, False),
        (4, 2, False),
        (0, 1, False),  # used when it was set up
        (1, 1, True),
        (-1, 0, False),  # older than what was used
    ],
)
def test_a_code_is_good_for_a_step_either_way_and_never_again(session, mo, shown, typed, right):
    secret, _ = enrolled(session, mo)
    code, at = code_of(secret, AT + shown * STEP), AT + typed * STEP

    assert is_right_code(session, mo, code, key=KEY, at=at) is right
    assert not is_right_code(session, mo, code, key=KEY, at=at)


def test_a_code_shown_before_one_that_was_used_is_good_no_more(session, mo):
    secret, _ = enrolled(session, mo)
    at = AT + 10 * STEP

    assert is_right_code(session, mo, code_of(secret, at), key=KEY, at=at)
    assert not is_right_code(session, mo, code_of(secret, at - STEP), key=KEY, at=at)
    assert is_right_code(session, mo, code_of(secret, at + STEP), key=KEY, at=at)


def test_another_key_opens_no_secret_but_recovery_codes_still_work(session, mo):
    secret, codes = enrolled(session, mo)
    at = AT + 5 * STEP

    assert not is_right_code(session, mo, code_of(secret, at), key=bytes(32), at=at)
    assert is_right_code_of_either_kind(session, mo, codes[0], key=bytes(32), at=at)


def test_who_has_no_second_factor_has_no_right_code(session, mo):
    assert not is_right_code(session, mo, "123456", key=KEY, at=AT)
    assert not use_recovery_code(session, mo, "abcde-fghjk", at=AT)


def test_a_recovery_code_is_good_once_however_it_is_typed(session, mo):
    _, codes = enrolled(session, mo)

    assert use_recovery_code(session, mo, f" {codes[3].upper().replace('-', '')} ", at=AT)
    assert not use_recovery_code(session, mo, codes[3], at=AT)
    assert recovery_codes_left(session, mo) == 9
    assert done(session)[-1] == "used a recovery code"


def test_a_recovery_code_is_nobody_elses(session, mo):
    other = a_person(Role.VIEWER)
    session.add(other)
    session.flush()
    _, codes = enrolled(session, mo)
    enrolled(session, other)

    assert not use_recovery_code(session, other, codes[0], at=AT)


def test_recovery_codes_survive_a_change_of_how_hashes_are_made(session, mo, monkeypatch):
    _, codes = enrolled(session, mo)
    monkeypatch.setattr(passwords, "hasher", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))

    assert use_recovery_code(session, mo, codes[0], at=AT)


def test_new_recovery_codes_put_an_end_to_the_old(session, mo):
    _, old = enrolled(session, mo)
    new = renew_recovery_codes(session, mo, at=AT)

    assert not use_recovery_code(session, mo, old[0], at=AT)
    assert use_recovery_code(session, mo, new[0], at=AT)
    assert "made new recovery codes" in done(session)


def test_another_telephone_takes_the_place_of_the_first(session, mo):
    first, codes = enrolled(session, mo)
    second, _ = enrolled(session, mo, at=AT + 5 * STEP)
    at = AT + 10 * STEP

    assert not is_right_code(session, mo, code_of(first, at), key=KEY, at=at)
    assert not use_recovery_code(session, mo, codes[0], at=at)
    assert is_right_code(session, mo, code_of(second, at), key=KEY, at=at)
    assert done(session) == ["set up two-step sign-in", "moved two-step sign-in to another app"]


@pytest.mark.parametrize("change", ["set up", "turn off", "take away"])
def test_every_session_ends_with_a_change_of_the_second_factor(session, mo, change):
    if change != "set up":
        enrolled(session, mo)
    start_session(session, mo, Visit("10.0.0.1", "Firefox"), by=SignedInBy.PASSWORD, at=AT)
    ada = a_person(Role.ADMINISTRATOR)
    session.add(ada)
    session.flush()

    if change == "set up":
        enrolled(session, mo)
    elif change == "turn off":
        turn_off_second_factor(session, mo, required_of=(), at=AT)
    else:
        take_away_second_factor(session, mo, None, by=ada, at=AT)

    assert session.scalars(select(WebSession.ended_at)).all() == [AT]


def test_turned_off_nothing_is_left_of_it(session, mo):
    enrolled(session, mo)
    turn_off_second_factor(session, mo, required_of=(Role.ADMINISTRATOR,), at=AT)

    assert second_factor_of(session, mo) is None
    assert session.scalars(select(RecoveryCode)).all() == []
    assert done(session) == ["set up two-step sign-in", "turned off two-step sign-in"]


def test_a_role_that_requires_it_keeps_it_on(session, mo):
    enrolled(session, mo)

    with pytest.raises(NotPermitted):
        turn_off_second_factor(session, mo, required_of=(Role.ADMINISTRATOR, Role.MODERATOR), at=AT)

    assert second_factor_of(session, mo) is not None


def test_an_administrator_takes_away_somebody_elses_and_never_their_own(session, mo):
    ada = a_person(Role.ADMINISTRATOR)
    session.add(ada)
    session.flush()
    enrolled(session, ada)
    enrolled(session, mo)

    take_away_second_factor(session, mo, None, by=ada, at=AT)
    with pytest.raises(NotPermitted):
        take_away_second_factor(session, ada, None, by=ada, at=AT)

    assert second_factor_of(session, mo) is None
    assert second_factor_of(session, ada) is not None
    entry = session.scalars(select(TrailEntry).order_by(TrailEntry.id.desc())).first()
    assert (entry.action, entry.person_id, entry.subject_id) == ("took away two-step sign-in", ada.id, mo.id)


def test_there_must_be_one_to_give_it_up_or_recover_from(session, mo):
    ada = a_person(Role.ADMINISTRATOR)
    session.add(ada)
    session.flush()

    for attempt in (
        lambda: renew_recovery_codes(session, mo, at=AT),
        lambda: turn_off_second_factor(session, mo, required_of=(), at=AT),
        lambda: take_away_second_factor(session, mo, None, by=ada, at=AT),
    ):
        with pytest.raises(TransitionNotAllowed):
            attempt()
