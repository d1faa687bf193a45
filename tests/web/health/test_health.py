import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from qa_app import migrate
from qa_app.domain.letters import Letter
from qa_app.domain.roles import Role
from qa_app.extensions import db
from qa_app.services.backups import note_backup
from qa_app.services.mail import queue


def test_a_load_balancer_hears_that_pages_can_be_answered(client):
    answer = client.get("/health")

    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_it_hears_when_the_schema_is_another(client, session):
    session.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    try:
        answer = client.get("/health")
        assert (answer.status_code, answer.json) == (503, {"status": "unavailable"})
    finally:
        session.execute(
            text("UPDATE alembic_version SET version_num = :newest"), {"newest": migrate.newest()}
        )
        session.commit()


@pytest.mark.parametrize("url", ["sqlite:////nowhere/qa.sqlite3", "postgresql://qa:secret@127.0.0.1:1/qa"])
def test_it_hears_when_the_database_does_not_answer_and_nothing_else(make_app, url):
    served = make_app(database_url=url)

    answer = served.test_client().get("/health")

    assert (answer.status_code, answer.json) == (503, {"status": "unavailable"})


def test_a_database_that_was_never_set_up_is_not_ready(make_app, tmp_path):
    served = make_app(database_url=f"sqlite:///{tmp_path / 'empty.sqlite3'}")

    assert served.test_client().get("/health").status_code == 503


def test_an_administrator_sees_how_the_system_is_doing(sign_in, get, engine):
    sign_in(Role.ADMINISTRATOR)

    page = get("/health/details")

    assert page.heading == "System"
    if engine.dialect.name == "sqlite":
        assert re.search(r"Database SQLite 3\.\d+\.\d+ ", page.text)
        assert "Journal mode wal" in page.text
        assert "Synchronous full" in page.text
        assert "Foreign keys on" in page.text
        assert re.search(r"Free disk space [\d,.]+ GB", page.text)
    else:
        assert re.search(r"Database PostgreSQL 1\d", page.text)
        assert "Journal mode" not in page.text
        assert "Synchronous commit on" in page.text
        assert "Fsync on" in page.text
        assert "Free disk space of this server" in page.text
    assert f"Schema {migrate.newest()}, up to date" in page.text
    assert "Last backup none" in page.text


def test_a_backup_that_was_made_is_shown(sign_in, get, session):
    note_backup(session, file_name="backup.zip", sha256="0" * 64, at=datetime.now(UTC))
    sign_in(Role.ADMINISTRATOR)

    page = get("/health/details")

    assert "Last backup none" not in page.text
    assert "Make one every day" not in page.text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_does(sign_in, get, role):
    sign_in(role)

    get("/health/details", status=403)


@pytest.mark.parametrize(
    ("path", "heading", "said"),
    [
        ("/about", "About this service", "Testshire uses this service"),
        ("/about", "About this service", "Version 0."),
        ("/accessibility", "Accessibility", "Tell your administrator at Testshire"),
        ("/accessibility", "Accessibility", "not yet by an independent auditor"),
    ],
)
def test_anybody_may_read_what_this_is_and_whom_to_tell(get, session, path, heading, said):
    page = get(path)

    assert page.heading == heading
    assert said in page.text


def test_pages_that_need_no_database_are_there_without_one(make_app):
    served = make_app(database_url="sqlite:////nowhere/qa.sqlite3")

    with served.app_context():
        assert db.engine.url.database == "/nowhere/qa.sqlite3"
    assert served.test_client().get("/about").status_code == 200


def test_an_email_that_waits_too_long_is_told(sign_in, get, session, set_settings):
    sign_in(Role.ADMINISTRATOR)
    set_settings(smtp_host="mail.testshire.example")
    assert "sent, none waits" in get("/health/details").text

    long_ago = datetime.now(UTC) - timedelta(hours=1)
    queue(session, Letter("A subject", "A line.\n"), to="ada@testshire.example", at=long_ago)

    assert "1 waits, the oldest since" in get("/health/details").text
