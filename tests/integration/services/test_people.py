from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from qa_app.domain.errors import InvalidInput, NotPermitted, TransitionNotAllowed
from qa_app.domain.roles import Role
from qa_app.models import Person, SignedInBy, TrailEntry, WebSession
from qa_app.services.passwords import is_password_of
from qa_app.services.people import add_person, change_person, let_in, reset_password, stop_person
from qa_app.services.person_details import Details, clean_email, clean_name
from qa_app.services.sessions import Visit, start_session
from tests.factories import PASSWORD, a_person

AT = datetime(2026, 4, 3, 9, tzinfo=UTC)
ADMINISTRATOR, VIEWER = frozenset({Role.ADMINISTRATOR}), frozenset({Role.VIEWER})


def details(roles: frozenset[Role], **named: str) -> Details:
    given = {"name": "Ada", "email": "ada@testshire.example"} | named
    return Details(roles=roles, areas=None, **given)


def test_the_first_administrator_is_added_from_the_server_itself(session):
    person, phrase = add_person(session, details(ADMINISTRATOR), by=None, at=AT)

    assert is_password_of(person, phrase)
    assert not is_password_of(person, phrase.upper())
    entry = session.scalars(select(TrailEntry)).one()
    assert (entry.action, entry.person_id, entry.happened_at) == ("added person", None, AT)
    assert phrase not in str(entry.after)


def test_a_person_who_cannot_be_added_leaves_nothing_behind(session):
    with pytest.raises(InvalidInput) as raised:
        add_person(session, details(frozenset(), name=""), by=None, at=AT)

    assert [problem.field for problem in raised.value.problems] == ["name", "roles"]
    assert session.scalars(select(Person)).all() == []


@pytest.mark.parametrize("first", ["stop", "demote"])
def test_the_last_administrator_cannot_go_not_even_from_the_server(session, first):
    ada, gone = a_person(Role.ADMINISTRATOR), a_person(Role.ADMINISTRATOR)
    session.add_all([ada, gone])
    session.flush()
    if first == "stop":
        stop_person(session, gone, by=ada, at=AT)
    else:
        change_person(session, gone, details(VIEWER, email="gone@testshire.example"), by=ada, at=AT)

    with pytest.raises(NotPermitted, match="There must be an administrator who can sign in"):
        stop_person(session, ada, by=None, at=AT)
    with pytest.raises(InvalidInput, match="There must be an administrator who can sign in"):
        change_person(session, ada, details(VIEWER), by=None, at=AT)
    assert ada.may_sign_in
    assert ada.roles == ADMINISTRATOR


def test_an_administrator_who_was_stopped_can_lose_the_role(session):
    ada, gone = a_person(Role.ADMINISTRATOR), a_person(Role.ADMINISTRATOR)
    gone.may_sign_in = False
    session.add_all([ada, gone])
    session.flush()

    change_person(session, gone, details(VIEWER), by=ada, at=AT)

    assert gone.roles == VIEWER


def test_each_change_of_a_password_ends_the_sessions(session):
    person = a_person(Role.VIEWER)
    session.add(person)
    session.flush()
    for change in (reset_password, stop_person, let_in):
        start_session(session, person, Visit("", ""), by=SignedInBy.PASSWORD, at=AT)
        change(session, person, by=None, at=AT)
        open_ones = select(func.count(WebSession.id)).where(WebSession.ended_at.is_(None))
        assert session.scalar(open_ones) == 0

    assert not is_password_of(person, PASSWORD)


def test_the_password_of_somebody_stopped_is_good_for_nothing(session):
    person = a_person(Role.VIEWER)
    session.add(person)
    stop_person(session, person, by=None, at=AT)

    assert not is_password_of(person, PASSWORD)
    with pytest.raises(TransitionNotAllowed):
        reset_password(session, person, by=None, at=AT)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Ada@Testshire.Example ", "ada@testshire.example"),
        ("o'neil+audit@children.testshire.gov.uk", "o'neil+audit@children.testshire.gov.uk"),
        ("δοκιμή@παράδειγμα.gr", "δοκιμή@παράδειγμα.gr"),
    ],
)
def test_an_address_is_kept_in_lower_case(typed, kept):
    assert clean_email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["ada", "ada@", "@testshire.example", "ada@testshire", "a b@testshire.example", "ada@testshire.example\0",
     "Ada <ada@testshire.example>", "ada@testshire..example", f"{'a' * 65}@testshire.example"],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(InvalidInput, match="in the correct format"):
        clean_email(typed)


def test_a_name_is_kept_without_spaces_around_it():
    assert clean_name("  Mary\tAnn \n O’Neil ") == "Mary Ann O’Neil"
