"""A form is sent twice, ten times, or ten times at once: it takes effect once, on either database."""

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from qa_app.domain.roles import Role
from qa_app.domain.workflow import AuditStatus
from qa_app.models import Audit, ImportBatch, SentForm, ServiceArea, TrailEntry
from qa_app.services import sent_forms
from qa_app.web import one_use
from qa_app.web.clock import now, today
from tests.factories import a_service_area, a_stream, a_tool_version, an_audit
from tests.web.conftest import token
from tests.web.page import Page

TIMES = 10


def count(session, model) -> int:
    session.expire_all()
    return session.scalar(select(func.count()).select_from(model))


@pytest.fixture
def fill_in(get) -> Callable[..., dict[str, str]]:
    """A form as its page draws it, with these values in it."""

    def draw(path: str, **values: str) -> dict[str, str]:
        return get(path).form() | values

    return draw


@pytest.fixture
def new_area(sign_in, fill_in) -> dict[str, str]:
    """A form for another service area, filled in."""
    sign_in(Role.QA_LEAD)
    return fill_in("/service-areas/new", name="North")


def test_a_form_sent_ten_times_takes_effect_once_and_is_answered_alike(client, session, new_area):
    answers = [client.post("/service-areas/new", data=new_area) for _ in range(TIMES)]

    assert {(answer.status_code, answer.location) for answer in answers} == {(302, answers[0].location)}
    assert count(session, ServiceArea) == 1
    assert session.query(TrailEntry).filter_by(action="added service area").count() == 1


def test_who_sent_it_twice_is_told_so(client, get, new_area):
    for _ in range(2):
        answer = client.post("/service-areas/new", data=new_area)

    assert get(answer.location).messages[-1].startswith("You sent this twice. It took effect once, at ")


def test_a_form_sent_ten_times_at_once_takes_effect_once(app, client, session, new_area):
    with client.session_transaction() as cookies:
        own = dict(cookies)
    barrier = Barrier(TIMES)

    def press(_number: int) -> tuple[int, str | None]:
        browser = app.test_client()
        with browser.session_transaction() as cookies:
            cookies.update(own)
        barrier.wait(timeout=20)
        answer = browser.post("/service-areas/new", data=new_area)
        return answer.status_code, answer.location

    with ThreadPoolExecutor(TIMES) as pool:
        answers = set(pool.map(press, range(TIMES)))

    assert len(answers) == 1
    assert answers.pop()[0] == 302
    assert count(session, ServiceArea) == 1


def test_an_audit_started_ten_times_is_one_audit(client, session, sign_in, fill_in):
    sign_in(Role.AUDITOR)
    a_tool_version(session)
    session.add_all([a_service_area("North"), a_stream("Monthly")])
    form = fill_in("/audits/new", case_reference="C-1")

    answers = {client.post("/audits/new", data=form).location for _ in range(TIMES)}

    assert count(session, Audit) == 1
    assert answers == {f"/audits/{session.scalars(select(Audit.id)).one()}/form"}


def test_going_back_and_changing_something_sends_another_form(client, session, new_area):
    for name in ("North", "South"):
        assert client.post("/service-areas/new", data=new_area | {"name": name}).status_code == 302

    assert set(session.scalars(select(ServiceArea.name))) == {"North", "South"}


def test_the_same_words_in_a_form_drawn_anew_are_another_form(client, session, new_area, fill_in):
    client.post("/service-areas/new", data=new_area)

    page = Page(client.post("/service-areas/new", data=fill_in("/service-areas/new", name="North")))

    assert page.errors == ["There is a service area “North” already"]


def test_the_same_form_of_another_person_is_another_form(client, session, sign_in, get, new_area):
    client.post("/service-areas/new", data=new_area)
    sign_in(Role.QA_LEAD)
    own = get("/service-areas/new").form()

    answer = client.post("/service-areas/new", data=new_area | {"csrf_token": own["csrf_token"]})

    assert answer.status_code == 422


def test_what_could_not_be_carried_out_can_be_sent_again_as_it_is(client, session, new_area):
    """Somebody takes what stood in the way away, and the same page is sent once more."""
    taken = a_service_area("North")
    session.add(taken)
    assert client.post("/service-areas/new", data=new_area).status_code == 422
    session.delete(taken)

    assert client.post("/service-areas/new", data=new_area).status_code == 302
    assert count(session, ServiceArea) == 1


def test_what_a_fault_undid_can_be_sent_again(make_app, client, session, new_area, monkeypatch):
    """The note goes with the effect: a server that falls over between them leaves neither."""
    served = make_app(testing=False)
    browser = served.test_client()
    with client.session_transaction() as cookies, browser.session_transaction() as own:
        own.update(cookies)
    with monkeypatch.context() as patched:
        patched.setattr(Session, "commit", lambda _session: 1 / 0)
        assert browser.post("/service-areas/new", data=new_area).status_code == 500
    assert (count(session, ServiceArea), count(session, SentForm)) == (0, 0)
    session.commit()

    assert browser.post("/service-areas/new", data=new_area).status_code == 302
    assert (count(session, ServiceArea), count(session, SentForm)) == (1, 1)


def test_a_form_without_a_token_is_taken_as_ever(client, session, new_area):
    del new_area["one_use"]

    assert client.post("/service-areas/new", data=new_area).status_code == 302
    assert client.post("/service-areas/new", data=new_area).status_code == 422
    assert count(session, SentForm) == 0


def test_a_file_is_told_from_another_by_what_is_in_it(client, session, sign_in, fill_in):
    sign_in(Role.QA_LEAD)
    form = fill_in("/imports")

    def send(content: bytes):
        return client.post("/imports/history", data=form | {"history": (io.BytesIO(content), "a.csv")})

    lines = [f"case,{number}\n".encode() * 9 for number in (1, 2)]
    answers = [send(content).location for content in (lines[0], lines[0], lines[1])]

    assert answers[0] == answers[1] != answers[2]
    session.expire_all()
    assert set(session.scalars(select(ImportBatch.content))) == set(lines), "read from its beginning"


def test_one_whose_answer_is_not_known_says_so_and_offers_a_way_on(client, session, get, new_area):
    client.post("/service-areas/new", data=new_area)
    session.execute(update(SentForm).values(led_to="", sent_at=now() - timedelta(minutes=5)))

    page = Page(client.post("/service-areas/new", data=new_area))

    assert page.status == 409
    assert page.heading == "This was sent before"
    assert "was not carried out a second time" in page.text
    assert get(page.link("Open the page anew")).heading == "Add a service area"
    assert count(session, ServiceArea) == 1


def test_one_that_is_under_way_is_waited_for(client, session, new_area, monkeypatch):
    """The answer becomes known while the second waits for it."""
    client.post("/service-areas/new", data=new_area)
    led_to = session.scalars(select(SentForm.led_to)).one()
    session.execute(update(SentForm).values(led_to="", sent_at=now()))
    session.commit()

    def meanwhile(_seconds: float) -> None:
        session.execute(update(SentForm).values(led_to=led_to))
        session.commit()

    monkeypatch.setattr(one_use.time, "sleep", meanwhile)

    assert client.post("/service-areas/new", data=new_area).location == led_to


def test_a_file_taken_out_twice_is_given_twice(client, session, sign_in):
    sign_in(Role.QA_LEAD)
    form = {"csrf_token": token(client), "one_use": "any"}

    answers = [client.post("/audits/taken-out.csv", data=form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert session.query(TrailEntry).filter_by(action="took out audits").count() == 2


def test_what_is_kept_of_a_form_says_nothing_of_what_was_typed(client, session, new_area):
    client.post("/service-areas/new", data=new_area)

    row = session.execute(select(SentForm.__table__)).one()

    assert len(row.digest) == 64
    assert "North" not in repr(row)
    assert set(SentForm.__table__.columns.keys()) == {"digest", "sent_at", "led_to"}


def test_forms_are_forgotten_once_no_page_can_still_send_them(client, session, new_area, fill_in):
    client.post("/service-areas/new", data=new_area)
    session.execute(update(SentForm).values(sent_at=now() - sent_forms.KEPT_FOR - timedelta(minutes=1)))
    (old,) = session.scalars(select(SentForm.digest))

    client.post("/service-areas/new", data=fill_in("/service-areas/new", name="South"))

    session.expire_all()
    assert len(session.scalars(select(SentForm.digest)).all()) == 1
    assert session.get(SentForm, old) is None


def test_a_section_saved_ten_times_is_one_save(client, session, sign_in, fill_in):
    auditor = sign_in(Role.AUDITOR)
    audit = an_audit(
        a_tool_version(session),
        auditor=auditor,
        status=AuditStatus.IN_PROGRESS,
        judged={},
        audit_date=today(),
    )
    session.add(audit)
    session.commit()
    page = f"/audits/{audit.id}/section/1"
    form = fill_in(page, **{"text-assessment": "Seen alone.", "value-assessment": "2"})

    answers = {client.post(page, data=form).location for _ in range(TIMES)}

    session.expire_all()
    assert answers == {page}
    assert audit.version == 2
    assert session.query(TrailEntry).filter_by(action="saved answers").count() == 1
