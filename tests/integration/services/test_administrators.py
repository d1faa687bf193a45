"""Two administrators who remove each other at the same moment."""

from datetime import UTC, datetime
from threading import Barrier, Thread

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import DomainError
from qa_app.domain.roles import Role
from qa_app.models import Person
from qa_app.services.people import stop_person
from tests.factories import a_person


def test_one_of_them_stays(session, engine):
    pair = [a_person(Role.ADMINISTRATOR), a_person(Role.ADMINISTRATOR)]
    session.add_all(pair)
    session.commit()
    ids = [person.id for person in pair]
    session.commit()
    both_ready = Barrier(2)

    def remove(person_id: int, by_id: int) -> None:
        with Session(engine) as own:
            both_ready.wait()
            person, by = own.get(Person, person_id), own.get(Person, by_id)
            try:
                stop_person(own, person, by=by, at=datetime.now(UTC))
                own.commit()
            except DomainError:
                own.rollback()

    threads = [Thread(target=remove, args=pair) for pair in (ids, reversed(ids))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(session.scalars(select(Person.id).where(Person.may_sign_in)).all()) == 1
