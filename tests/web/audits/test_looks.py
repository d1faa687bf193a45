"""Every look at case text is in the trail before anything is shown: who, when, from where, and at what."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine, select, text

from qa_app import database
from qa_app.database import engine_options
from qa_app.domain.roles import Role
from qa_app.domain.workflow import AuditStatus
from qa_app.models import TrailEntry
from qa_app.queries.data_version import data_version
from qa_app.queries.trail_check import check_trail
from qa_app.services.sealing import CHAIN_LOCK
from tests.factories import an_audit
from tests.trails import KEY
from tests.web.audits.conftest import COMPLETE, answers


@pytest.fixture
def looks(session):
    """What was looked at since this was last asked, as (action, subject, its number, the person's number)."""
    seen = set(session.scalars(select(TrailEntry.id)))

    def new():
        session.rollback()
        entries = session.scalars(select(TrailEntry).where(TrailEntry.is_look).order_by(TrailEntry.id)).all()
        found = [entry for entry in entries if entry.id not in seen]
        seen.update(entry.id for entry in found)
        told = [(entry.action, entry.subject, entry.subject_id, entry.person_id) for entry in found]
        session.rollback()
        return told

    return new


@pytest.fixture
def written(session, version):
    """A finished audit of somebody else."""
    audit = an_audit(version, judged=COMPLETE, evidence="Mother said so", case_reference="C-77")
    session.add(audit)
    session.commit()
    return audit


def test_a_look_says_who_when_from_where_and_which_audit(session, sign_in, client, written, looks):
    reader = sign_in(Role.QA_LEAD)

    with client.get(f"/audits/{written.id}", environ_overrides={"REMOTE_ADDR": "192.0.2.44"}) as answer:
        assert "Mother said so" in answer.get_data(as_text=True)

    assert looks() == [("read audit", "audit", written.id, reader.id)]
    entry = session.scalars(select(TrailEntry).where(TrailEntry.is_look)).one()
    assert abs(entry.happened_at - datetime.now(UTC)) < timedelta(minutes=1)
    assert (entry.address, entry.before, entry.after) == ("192.0.2.44", None, None)
    assert check_trail(session, KEY).fault is None


def test_a_list_says_which_audits_were_in_it_and_not_what_was_searched_for(
    session, sign_in, get, written, looks
):
    reader = sign_in(Role.QA_LEAD)
    get("/audits?text=C-77")

    assert looks() == [("saw audits in a list", "audits", None, reader.id)]
    entry = session.scalars(select(TrailEntry).where(TrailEntry.is_look)).one()
    assert entry.after == {"audits": [written.reference]}

    get("/audits?text=nothing-like-it")
    assert looks() == []  # an empty list shows nothing of anybody


@pytest.mark.parametrize("page", ["", "/audit.pdf"])
def test_who_is_not_shown_it_has_not_looked(sign_in, client, written, looks, page):
    assert client.get(f"/audits/{written.id}{page}").status_code == 302
    sign_in(Role.VIEWER)
    assert client.get(f"/audits/{written.id}{page}").status_code == 403
    sign_in(Role.AUDITOR)
    assert client.get(f"/audits/{written.id}{page}").status_code == 404

    assert looks() == []


def test_a_form_that_cannot_be_filled_in_any_more_shows_nothing_and_is_no_look(own, client, looks):
    audit = own(AuditStatus.FINAL)
    for page in ("form", "section/1", "all", "check", "details"):
        assert client.get(f"/audits/{audit.id}/{page}").status_code == 302

    assert looks() == []


def test_both_of_two_answers_are_a_look(own, send, looks, session):
    audit = own()
    send(f"/audits/{audit.id}/section/1", answers(1, assessment=(2, "From the other tab"), visits=1))
    looks()

    page = send(
        f"/audits/{audit.id}/section/1", answers(1, assessment=(3, "Typed here"), visits=1), status=409
    )

    assert "From the other tab" in page.text
    assert looks() == [("opened audit form", "audit", audit.id, audit.auditor_id)]
    session.expire_all()
    assert audit.version == 2  # showing it saved nothing


def test_a_form_that_is_refused_is_shown_again_and_saves_nothing_but_the_look(own, send, looks, session):
    audit = own(returned_because="Look at the visits once more")
    send(f"/audits/{audit.id}/section/1", answers(1, assessment=(9, "typed"), visits=1), status=422)
    send(f"/audits/{audit.id}/submit", {"version": "1"}, status=422)
    send(f"/audits/{audit.id}/details", {"case_reference": ""}, status=422)

    opened = ("opened audit form", "audit", audit.id, audit.auditor_id)
    assert looks() == [opened, opened, ("saw details of audit", "audit", audit.id, audit.auditor_id)]
    session.expire_all()
    assert (audit.status, audit.version) == (AuditStatus.IN_PROGRESS, 1)
    changes = select(TrailEntry).where(TrailEntry.subject == "audit", ~TrailEntry.is_look)
    assert session.scalars(changes).all() == []


def test_a_save_that_leads_on_is_no_look(own, client, send, looks):
    audit = own()
    client.post(f"/audits/{audit.id}/answers", data=answers(1, assessment=(2, "typed")))

    assert looks() == []


def test_looks_throw_away_no_page_that_is_kept(session, sign_in, get, written):
    sign_in(Role.QA_LEAD)
    get("/audits")
    before = data_version(session)
    session.rollback()

    get(f"/audits/{written.id}")
    assert data_version(session) == before


@contextmanager
def somebody_writes(database_url):
    """Another connection that is in the middle of its writing, or of its sealing."""
    engine = create_engine(**engine_options(database_url), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("BEGIN IMMEDIATE"))
        else:
            connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": CHAIN_LOCK})
        yield
        connection.execute(
            text("ROLLBACK" if engine.dialect.name == "sqlite" else "SELECT pg_advisory_unlock_all()")
        )
    engine.dispose()


def test_what_cannot_be_recorded_is_not_shown(monkeypatch, database_url, sign_in, client, written, looks):
    sign_in(Role.QA_LEAD)
    monkeypatch.setattr(database, "WAIT", 200)
    address = f"/audits/{written.id}"
    looks()

    with somebody_writes(database_url):
        for page in (address, f"{address}/audit.pdf", "/audits"):
            answer = client.get(page)
            shown = answer.get_data(as_text=True)
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
            assert "The service is busy" in shown
            assert "not saved" not in shown  # nothing was sent
            for secret in ("Mother said so", "C-77", "Traceback"):
                assert secret not in shown
    assert looks() == []
    assert client.get(address).status_code == 200
    assert len(looks()) == 1
