"""Somebody else writes for longer than anybody waits."""

import pytest
from sqlalchemy import event

from qa_app import database
from qa_app.domain.roles import Role
from qa_app.extensions import db
from tests.factories import PASSWORD, a_person
from tests.web.conftest import token


@pytest.fixture
def client(make_app, monkeypatch, session, database_url):
    """Of somebody signed in, at a service that waits a third of a second for whoever writes to SQLite."""
    if not database_url.startswith("sqlite"):
        pytest.skip("PostgreSQL lets several write at once.")
    monkeypatch.setattr(database, "WAIT", 300)
    person = a_person(Role.VIEWER)
    session.add(person)
    session.commit()
    client = make_app(testing=False).test_client()
    client.post("/sign-in", data={"csrf_token": token(client), "email": person.email, "password": PASSWORD})
    return client


def test_they_are_told_to_come_back_after_one_wait_and_not_after_several(client, engine):
    csrf_token, waits = token(client), []
    with client.application.app_context():
        event.listen(db.engine, "handle_error", lambda _context: waits.append(1))
    writer = engine.raw_connection()
    writer.driver_connection.execute("BEGIN IMMEDIATE")
    try:
        answer = client.post("/account/sessions/end-others", data={"csrf_token": csrf_token})
    finally:
        writer.driver_connection.execute("ROLLBACK")
        writer.close()

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "busy" in answer.get_data(as_text=True)
    assert "Sign out" in answer.get_data(as_text=True)  # they are known all the same
    assert len(waits) == 1
