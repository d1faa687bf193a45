"""Who is let in that came by single sign-on, and with which roles."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidInput, TransitionNotAllowed
from qa_app.domain.roles import Role
from qa_app.domain.sign_on import SignedOn
from qa_app.models import Identity, Person, SignedInBy, TrailEntry, WebSession
from qa_app.queries.identities import asked_to_be_let_in, identities_of
from qa_app.services.identities import connect, disconnect, forget_who_asked
from qa_app.services.sessions import Visit, start_session
from qa_app.services.single_sign_on import NotLetIn, let_in_signed_on
from tests.factories import a_person

AT = datetime(2026, 4, 3, 9, tzinfo=UTC)
ISSUER = "https://login.testshire.gov.uk"
ROLES = (("qa-leads", Role.QA_LEAD), ("staff", Role.VIEWER), ("admins", Role.ADMINISTRATOR))
BY_HAND = ()


@pytest.fixture
def ada(session):
    person = a_person(Role.ADMINISTRATOR, name="Ada Min")
    session.add(person)
    session.flush()
    return person


@pytest.fixture
def mo(session):
    person = a_person(Role.MODERATOR, name="Mo Derator")
    session.add(person)
    session.flush()
    return person


def coming(subject: str = "mo-1", *, claim: object = None, email: str = "mo@testshire.gov.uk") -> SignedOn:
    return SignedOn(ISSUER, subject, name="Mo Derator", email=email, roles_claim=claim)


def done(session) -> list[str]:
    return list(session.scalars(select(TrailEntry.action).order_by(TrailEntry.id)))


def test_who_is_unknown_is_noted_once_and_not_let_in(session, ada):
    for minute in range(3):
        with pytest.raises(NotLetIn):
            let_in_signed_on(session, coming(), roles=BY_HAND, at=AT + timedelta(minutes=minute))

    (waiting,) = asked_to_be_let_in(session)
    assert (waiting.issuer, waiting.subject) == (ISSUER, "mo-1")
    assert (waiting.name, waiting.email) == ("Mo Derator", "mo@testshire.gov.uk")
    assert (waiting.added_at, waiting.came_at) == (AT, AT + timedelta(minutes=2))
    assert session.scalars(select(Person)).all() == [ada]


def test_nobody_is_known_by_their_e_mail_address(session, mo):
    """It may have passed from a leaver to their namesake."""
    with pytest.raises(NotLetIn):
        let_in_signed_on(session, coming(email=mo.email), roles=BY_HAND, at=AT)
    with pytest.raises(NotLetIn):
        let_in_signed_on(session, coming(email=mo.email.upper(), claim=["staff"]), roles=ROLES, at=AT)

    assert identities_of(session, mo) == []


def test_who_was_connected_is_let_in_whatever_their_e_mail_address(session, ada, mo):
    connect(session, mo, issuer=ISSUER, subject=" mo-1 ", by=ada, at=AT)

    assert let_in_signed_on(session, coming(email=""), roles=BY_HAND, at=AT) is mo
    assert mo.roles == {Role.MODERATOR}
    assert asked_to_be_let_in(session) == []


@pytest.mark.parametrize("other", [{"issuer": f"{ISSUER}/"}, {"subject": "MO-1"}, {"subject": "mo-1 "}])
def test_issuer_and_subject_are_compared_to_the_letter(session, ada, mo, other):
    connect(session, mo, issuer=ISSUER, subject="mo-1", by=ada, at=AT)
    who = SignedOn(**({"issuer": ISSUER, "subject": "mo-1"} | other))

    with pytest.raises(NotLetIn):
        let_in_signed_on(session, who, roles=BY_HAND, at=AT)


def test_a_role_in_the_claim_lets_in_who_is_new(session, ada):
    person = let_in_signed_on(session, coming(claim=["staff", "cyclists"]), roles=ROLES, at=AT)

    assert (person.name, person.email) == ("Mo Derator", "mo@testshire.gov.uk")
    assert person.roles == {Role.VIEWER}
    assert person.may_sign_in
    assert person.password_hash is None
    assert person.scope.areas == frozenset()  # until somebody says which
    entry = session.scalars(select(TrailEntry)).one()
    assert (entry.action, entry.person_id, entry.subject_id) == ("added person", person.id, person.id)
    assert let_in_signed_on(session, coming(claim=["staff"]), roles=ROLES, at=AT) is person


@pytest.mark.parametrize("email", ["", "mo", "mo@", "mo@testshire.gov.uk\nBcc: all"])
def test_who_is_new_needs_an_e_mail_address(session, ada, email):
    with pytest.raises(NotLetIn):
        let_in_signed_on(session, coming(claim=["staff"], email=email), roles=ROLES, at=AT)

    assert len(asked_to_be_let_in(session)) == 1


@pytest.mark.parametrize(
    ("claim", "roles"),
    [
        (["qa-leads", "staff"], {Role.QA_LEAD, Role.VIEWER}),
        ("staff", {Role.VIEWER}),
        (["admins"], {Role.ADMINISTRATOR}),
    ],
)
def test_roles_are_set_anew_each_time(session, ada, mo, claim, roles):
    connect(session, mo, issuer=ISSUER, subject="mo-1", by=ada, at=AT)

    let_in_signed_on(session, coming(claim=claim), roles=ROLES, at=AT)
    let_in_signed_on(session, coming(claim=claim), roles=ROLES, at=AT)

    assert mo.roles == roles
    (entry,) = session.scalars(select(TrailEntry).where(TrailEntry.action.like("roles%")))
    assert entry.before == {"roles": ["Moderator"]}
    assert entry.after == {"roles": sorted(role.label for role in roles)}


@pytest.mark.parametrize("claim", [None, [], ["cyclists"], ["Staff"], 7])
def test_who_has_no_role_any_more_is_not_let_in(session, ada, mo, claim):
    connect(session, mo, issuer=ISSUER, subject="mo-1", by=ada, at=AT)

    with pytest.raises(NotLetIn):
        let_in_signed_on(session, coming(claim=claim), roles=ROLES, at=AT)

    assert mo.roles == frozenset()
    assert done(session)[-1] == "was not let in"


def test_the_last_administrator_stays_one_and_is_let_in(session, ada):
    connect(session, ada, issuer=ISSUER, subject="ada-1", by=ada, at=AT)

    assert let_in_signed_on(session, coming("ada-1", claim=["staff"]), roles=ROLES, at=AT) is ada
    assert ada.roles == {Role.ADMINISTRATOR, Role.VIEWER}

    session.add(a_person(Role.ADMINISTRATOR))
    let_in_signed_on(session, coming("ada-1", claim=["staff"]), roles=ROLES, at=AT)
    assert ada.roles == {Role.VIEWER}


def test_who_was_stopped_stays_out_whatever_the_claim_says(session, ada, mo):
    connect(session, mo, issuer=ISSUER, subject="mo-1", by=ada, at=AT)
    mo.may_sign_in = False

    with pytest.raises(NotLetIn):
        let_in_signed_on(session, coming(claim=["admins"]), roles=ROLES, at=AT)

    assert not mo.may_sign_in
    assert mo.roles == {Role.MODERATOR}
    assert done(session)[-1] == "was not let in"


def test_one_subject_is_one_person(session, ada, mo):
    connect(session, mo, issuer=ISSUER, subject="mo-1", by=ada, at=AT)

    with pytest.raises(InvalidInput, match="This is Mo Derator already"):
        connect(session, ada, issuer=ISSUER, subject="mo-1", by=ada, at=AT)


@pytest.mark.parametrize("subject", ["", "  ", "m" * 256, "moé", "mo\x00", "mo\n1"])
def test_a_subject_that_no_provider_writes_is_refused(session, ada, mo, subject):
    with pytest.raises(InvalidInput):
        connect(session, mo, issuer=ISSUER, subject=subject, by=ada, at=AT)


def test_who_is_disconnected_is_signed_out_and_nobody(session, ada, mo):
    identity = connect(session, mo, issuer=ISSUER, subject="mo-1", by=ada, at=AT)
    start_session(session, mo, Visit("10.0.0.1", "Firefox"), by=SignedInBy.SINGLE_SIGN_ON, at=AT)

    disconnect(session, identity, by=ada, at=AT)

    assert session.scalars(select(WebSession.ended_at)).all() == [AT]
    with pytest.raises(NotLetIn):
        let_in_signed_on(session, coming(), roles=BY_HAND, at=AT)
    entry = session.scalars(select(TrailEntry).where(TrailEntry.action.like("disconnected%"))).one()
    assert (entry.person_id, entry.subject_id) == (ada.id, mo.id)
    assert entry.before == {"issuer": ISSUER, "subject": "mo-1"}


def test_who_asked_can_be_taken_off_but_not_who_was_let_in(session, ada, mo):
    with pytest.raises(NotLetIn):
        let_in_signed_on(session, coming(), roles=BY_HAND, at=AT)
    connected = connect(session, mo, issuer=ISSUER, subject="mo-2", by=ada, at=AT)

    forget_who_asked(session, asked_to_be_let_in(session)[0], by=ada, at=AT)
    with pytest.raises(TransitionNotAllowed):
        forget_who_asked(session, connected, by=ada, at=AT)

    assert [each.subject for each in session.scalars(select(Identity))] == ["mo-2"]


def test_nobody_is_made_twice_who_comes_twice_at_once(session, engine, ada):
    session.commit()
    barrier = Barrier(4)

    def come(_number: int) -> int:
        with Session(engine) as own:
            if engine.dialect.name == "postgresql":
                own.scalars(select(Identity)).all()
            barrier.wait(timeout=20)
            person = let_in_signed_on(own, coming(claim=["staff"]), roles=ROLES, at=AT)
            number = person.id
            own.commit()
            return number

    with ThreadPoolExecutor(4) as pool:
        people = set(pool.map(come, range(4)))

    assert len(people) == 1
    assert len(session.scalars(select(Person)).all()) == 2
    assert len(session.scalars(select(Identity)).all()) == 1
