"""Real connections at the same moment: an audit has one moderator, whoever else reached for it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa_app.domain.errors import Conflict
from qa_app.domain.moderation_draft import Draft
from qa_app.domain.roles import Role
from qa_app.domain.sampling import ChosenBecause
from qa_app.domain.workflow import AuditStatus
from qa_app.models import Audit, Moderation, Person
from qa_app.services.moderation import start_moderation
from qa_app.services.moderation_draft import save_draft
from tests.factories import a_person, a_tool_version, an_audit
from tests.factories.moderations import AT

AT_ONCE = 6


@pytest.fixture
def audit(session):
    waiting = an_audit(
        a_tool_version(session), status=AuditStatus.SUBMITTED, chosen_because=ChosenBecause.RANDOM
    )
    session.add(waiting)
    session.commit()
    return waiting


def at_once(engine, attempt, arguments):
    """What each attempt came to, all made at the same moment in transactions of their own.

    On PostgreSQL all have read the audit before any of them goes on, which is the worst case; SQLite lets
    one writer in at a time, so there they meet at the door.
    """
    barrier = Barrier(len(arguments))
    all_read_first = engine.dialect.name == "postgresql"

    def run(argument):
        with Session(engine) as session:
            if all_read_first:
                session.scalars(select(Audit)).all()
            barrier.wait(timeout=20)
            try:
                came_to = attempt(session, argument)
                session.commit()
            except Conflict as error:
                return str(error)
            return came_to

    with ThreadPoolExecutor(len(arguments)) as pool:
        return list(pool.map(run, arguments))


def test_one_of_many_who_take_an_audit_at_once_gets_it(session, engine, audit):
    moderators = [a_person(Role.MODERATOR, name=f"Moderator {number}") for number in range(AT_ONCE)]
    session.add_all(moderators)
    session.commit()
    audit_id, people = audit.id, [person.id for person in moderators]
    session.rollback()

    def take(own, person_id):
        person = own.get_one(Person, person_id)
        start_moderation(own, own.get_one(Audit, audit_id), by=person, at=AT)
        return person.name

    came_to = at_once(engine, take, people)

    session.expire_all()
    (moderation,) = session.scalars(select(Moderation)).all()
    winner = moderation.moderator.name
    told = f"{winner} is moderating this audit now. Choose another from the queue."
    assert sorted(came_to) == sorted([winner, *[told] * (AT_ONCE - 1)])
    assert session.get_one(Audit, audit_id).status is AuditStatus.IN_MODERATION


def test_one_of_two_windows_saves_and_the_other_is_told(session, engine, audit):
    moderator = a_person(Role.MODERATOR)
    session.add(moderator)
    moderation = start_moderation(session, audit, by=moderator, at=AT)
    session.commit()
    moderation_id, opened = moderation.id, moderation.version
    session.rollback()

    def save(own, words):
        row = own.get_one(Moderation, moderation_id)
        save_draft(own, row, Draft({}, words), opened_at_version=opened, by=row.moderator, at=AT)
        return words

    came_to = at_once(engine, save, ["one", "two"])

    session.expire_all()
    (kept,) = (words for words in came_to if words in ("one", "two"))
    assert Draft.from_json(session.get_one(Moderation, moderation_id).draft).comment_on_practice == kept
    assert next(said for said in came_to if said != kept).startswith("You saved this moderation in another")


def test_the_database_itself_holds_one_moderator_to_an_audit(session, audit):
    """Should a service ever forget, the second row is refused."""
    for _ in range(2):
        session.add(
            Moderation(
                audit=audit,
                moderator=a_person(Role.MODERATOR),
                chosen_because=ChosenBecause.RANDOM,
                blind=False,
                started_at=AT,
            )
        )
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
