"""Links by e-mail: who is sent one, and when it works no more."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidInput
from qa_app.domain.letters import Letterhead
from qa_app.domain.roles import Role
from qa_app.models import (
    FeedToken,
    LinkKind,
    OneUseLink,
    OutgoingEmail,
    ResetRequest,
    SignedInBy,
    TrailEntry,
    WebSession,
)
from qa_app.services.one_use_links import find_link, forget_old_links, make_link
from qa_app.services.password_reset import answer_requests, ask_for_link, choose_password
from qa_app.services.passwords import change_password, is_password_of
from qa_app.services.people import change_person, reset_password, stop_person
from qa_app.services.person_details import Details
from qa_app.services.sessions import Visit, start_session
from tests.factories import PASSWORD, a_person

AT = datetime(2026, 4, 3, 9, tzinfo=UTC)
HEAD = Letterhead("Testshire", "https://audits.testshire.example")
ANYBODY = frozenset(Role)
NEW = "eleven purple kites"


@pytest.fixture
def mo(session):
    person = a_person(Role.AUDITOR, name="Mo")
    session.add_all([person, a_person(Role.ADMINISTRATOR)])
    session.commit()
    return person


@pytest.fixture
def ask(session):
    """Somebody asks, and is answered; what waits to be sent from then on."""

    def it(
        email: str, *, at: datetime = AT, answered: timedelta = timedelta(0), roles=ANYBODY
    ) -> list[OutgoingEmail]:
        ask_for_link(session, email, address="10.0.0.9", at=at)
        answer_requests(session, HEAD, roles=roles, at=at + answered)
        assert session.scalars(select(ResetRequest)).all() == []
        session.expire_all()
        waiting = select(OutgoingEmail).where(OutgoingEmail.next_try_at.is_not(None))
        return list(session.scalars(waiting.order_by(OutgoingEmail.id)))

    return it


def token_in(email: OutgoingEmail) -> str:
    [line] = [line for line in email.body.splitlines() if line.startswith(HEAD.public_url)]
    return line.removeprefix(f"{HEAD.public_url}/account/link/")


def a_link(session, person, *, at: datetime = AT) -> str:
    return make_link(session, person, LinkKind.PASSWORD_RESET, lasts=timedelta(hours=1), at=at)[1]


@pytest.mark.parametrize("typed", ["{}", " {} ", "upper"])
def test_who_forgot_is_sent_a_link_to_their_own_address(session, mo, ask, typed):
    [email] = ask(mo.email.upper() if typed == "upper" else typed.format(mo.email))

    assert (email.recipient, email.give_up_at) == (mo.email, AT + timedelta(hours=1))
    assert email.subject == "Choose a new password – Testshire quality assurance"
    assert "until 3 April 2026 at 11:00" in email.body  # in London
    link = session.scalars(select(OneUseLink)).one()
    assert token_in(email) not in repr(vars(link))
    assert len(token_in(email)) == 43  # 256 bits
    entry = session.scalars(select(TrailEntry)).one()
    assert (entry.action, entry.person_id, entry.address) == ("was sent password link", mo.id, "10.0.0.9")


@pytest.mark.parametrize(
    ("change", "email"),
    [
        ({"may_sign_in": False}, None),
        ({"password_hash": None}, None),  # invited and not come yet, or by single sign-on only
        ({"email": "other@testshire.example"}, "mo@testshire.example"),
        ({}, "nobody@testshire.example"),
        ({}, ""),
        ({}, "%"),
        ({}, "a\0b@testshire.example"),
    ],
)
def test_nobody_else_is_sent_anything(session, mo, ask, change, email):
    for name, value in change.items():
        setattr(mo, name, value)
    session.flush()

    assert ask(mo.email if email is None else email) == []
    assert session.scalars(select(OneUseLink)).all() == []


def test_only_who_may_use_a_password_is_sent_a_link_for_one(mo, ask):
    assert ask(mo.email, roles=frozenset({Role.ADMINISTRATOR})) == []
    assert len(ask(mo.email, roles=frozenset({Role.ADMINISTRATOR, Role.AUDITOR}))) == 1


def test_who_asked_too_long_ago_is_not_answered(mo, ask):
    assert ask(mo.email, answered=timedelta(minutes=59))
    assert len(ask(mo.email, answered=timedelta(hours=1))) == 1  # the first one


def test_nobody_can_fill_an_inbox(session, mo, ask):
    for minute in range(20):
        ask(mo.email, at=AT + timedelta(minutes=minute))
    assert session.scalar(select(func.count(OutgoingEmail.id))) == 5

    ask(mo.email, at=AT + timedelta(minutes=61))
    assert session.scalar(select(func.count(OutgoingEmail.id))) == 6


def test_an_earlier_link_works_no_more_and_is_not_even_sent(session, mo, ask):
    first = token_in(ask(mo.email)[0])

    [second] = ask(mo.email, at=AT + timedelta(minutes=1))

    assert find_link(session, first, at=AT + timedelta(minutes=1)) is None
    assert find_link(session, token_in(second), at=AT + timedelta(minutes=1))
    assert session.scalars(select(OutgoingEmail.body).order_by(OutgoingEmail.id)).first() == ""


def test_a_chosen_password_ends_every_session_and_begins_none(session, mo):
    start_session(session, mo, Visit("10.0.0.1", "Firefox"), by=SignedInBy.PASSWORD, at=AT)
    token = a_link(session, mo)

    assert choose_password(session, token, NEW, at=AT) is mo

    session.expire_all()
    assert is_password_of(mo, NEW)
    assert not is_password_of(mo, PASSWORD)
    assert session.scalars(select(WebSession.ended_at)).all() == [AT]
    actions = session.scalars(select(TrailEntry.action).order_by(TrailEntry.id)).all()
    assert actions == ["signed in", "chose new password by link"]
    assert choose_password(session, token, "another purple kite", at=AT) is None


@pytest.mark.parametrize("password", ["short", "testshire1234", "x" * 201])
def test_a_password_that_is_refused_does_not_use_the_link_up(session, mo, password):
    mo.name = "Testshire"
    token = a_link(session, mo)
    session.commit()

    with pytest.raises(InvalidInput):
        choose_password(session, token, password, at=AT)
    session.rollback()

    assert choose_password(session, token, NEW, at=AT)


def to_another_address(session, mo):
    details = Details(name="Mo", email="new@testshire.example", roles=mo.roles, areas=None)
    change_person(session, mo, details, by=None, at=AT)


@pytest.mark.parametrize(
    "end",
    [
        lambda session, mo: choose_password(session, a_link(session, mo), NEW, at=AT),
        lambda session, mo: change_password(session, mo, current=PASSWORD, new=NEW, at=AT),
        lambda session, mo: reset_password(session, mo, by=None, at=AT),
        lambda session, mo: stop_person(session, mo, by=None, at=AT),
        lambda session, mo: make_link(session, mo, LinkKind.INVITATION, lasts=timedelta(1), at=AT),
        to_another_address,
    ],
    ids=["used", "changed", "pass phrase", "stopped", "replaced", "another address"],
)
def test_what_ends_a_link(session, mo, end):
    token = a_link(session, mo)
    assert find_link(session, token, at=AT)

    end(session, mo)

    assert find_link(session, token, at=AT) is None
    assert choose_password(session, token, "another purple kite", at=AT) is None


@pytest.mark.parametrize(("minutes", "works"), [(59, True), (60, False)])
def test_a_link_works_for_an_hour(session, mo, minutes, works):
    token = a_link(session, mo)

    assert bool(choose_password(session, token, NEW, at=AT + timedelta(minutes=minutes))) is works


def test_what_is_not_about_a_link_leaves_it_alone(session, mo):
    other = a_person(Role.AUDITOR)
    session.add(other)
    session.flush()
    token = a_link(session, mo)

    stop_person(session, other, by=None, at=AT)
    change_person(session, mo, Details("Mo Again", mo.email, mo.roles, None), by=None, at=AT)

    assert find_link(session, token, at=AT)
    assert find_link(session, token + "x", at=AT) is None
    assert find_link(session, "", at=AT) is None


def test_stopping_somebody_ends_what_their_programs_read_with(session, mo):
    for name, revoked_at in (("a", None), ("b", AT - timedelta(days=1))):
        named = {"name": name, "token_hash": name, "feeds": [], "revoked_at": revoked_at}
        session.add(FeedToken(person_id=mo.id, made_at=AT, expires_at=AT, **named))
    session.flush()

    stop_person(session, mo, by=None, at=AT)

    session.expire_all()
    revoked = session.scalars(select(FeedToken.revoked_at).order_by(FeedToken.id)).all()
    assert revoked == [AT, AT - timedelta(days=1)]


def test_of_two_who_use_a_link_at_once_one_is_told_that_it_is_used(session, engine, mo):
    token = a_link(session, mo)
    session.commit()

    def use(password: str) -> bool:
        with Session(engine) as own, own.begin():
            return choose_password(own, token, password, at=AT) is not None

    passwords = [f"{word} purple kites" for word in ("eleven", "twelve", "thirteen", "fourteen")]
    with ThreadPoolExecutor(4) as people:
        used = list(people.map(use, passwords))

    assert sorted(used) == [False, False, False, True]
    session.expire_all()
    assert [is_password_of(mo, password) for password in passwords] == used


def test_of_two_who_answer_at_once_one_sends(session, engine, mo):
    for _ in range(3):
        ask_for_link(session, mo.email, address="10.0.0.9", at=AT)
    session.commit()

    def answer(_: int) -> None:
        with Session(engine) as own, own.begin():
            answer_requests(own, HEAD, roles=ANYBODY, at=AT)

    with ThreadPoolExecutor(4) as processes:
        list(processes.map(answer, range(4)))

    working = select(func.count(OneUseLink.id)).where(OneUseLink.used_at.is_(None))
    assert session.scalar(working) == 1
    assert session.scalar(select(func.count(OneUseLink.id))) == 3


def test_links_are_forgotten_in_the_end(session, mo):
    a_link(session, mo, at=AT - timedelta(days=91))
    a_link(session, mo, at=AT - timedelta(days=89))

    forget_old_links(session, at=AT)

    assert session.scalars(select(OneUseLink.made_at)).all() == [AT - timedelta(days=89)]
