"""Filling in an audit: one section a page, all on one, and the answers a browser sends by itself."""

import pytest

from qa_app.domain.roles import Role
from qa_app.domain.workflow import AuditStatus
from qa_app.models import TrailEntry
from qa_app.queries.audit_answers import answers_of
from tests.factories import a_person, an_audit
from tests.web.audits.conftest import COMPLETE, answers
from tests.web.conftest import token


def stored(session, audit):
    session.expire_all()
    return {code: (answer.value, answer.text) for code, answer in answers_of(session, audit).items()}


@pytest.fixture
def autosave(client):
    """Sends answers as the script does; gives the status and what the answer says."""

    def send(audit, values):
        response = client.post(f"/audits/{audit.id}/answers", data={"csrf_token": token(client)} | values)
        return response.status_code, response.get_json()

    return send


def test_the_sections_say_what_is_left(get, own):
    audit = own(judged={"assessment": 1, "visits": 1})

    page = get(f"/audits/{audit.id}/form")

    assert page.heading == "Case file audit"
    items = page.tree.xpath("//ol[@class='app-sections']/li")
    assert [" ".join(item.text_content().split()) for item in items] == [
        "Practice 1 left",  # Outstanding without its evidence
        "Outcome Not started",
    ]
    assert "2 of 4 questions answered. 2 still need answers or evidence before you can submit." in page.text


def test_a_question_shows_its_descriptors_and_guidance(get, own):
    page = get(f"/audits/{own().id}/section/1")

    assert page.heading == "Practice"
    for words in ("Shines", "Absent", "Look for analysis.", "Needed for Outstanding and Inadequate."):
        assert words in page.text
    chosen = page.tree.xpath("//input[@name='value-assessment']/@value")
    assert chosen == ["1", "2", "3", "4", "0", ""]
    assert page.tree.xpath("//input[@name='value-visits']/@value") == ["1", "2", ""]  # never not applicable


def test_save_and_continue_goes_through_the_sections_to_the_check(send, own, session):
    audit = own()

    page = send(
        f"/audits/{audit.id}/section/1",
        answers(1, assessment=(2, "A clear plan"), visits=1) | {"then": "continue"},
    )
    assert page.heading == "Outcome"

    page = send(f"/audits/{audit.id}/section/2", page.form(f"/audits/{audit.id}/section/2") | {
        "value-overall": "3", "then": "continue"})  # fmt: skip
    assert page.heading == "Check your answers"
    assert stored(session, audit) == {
        "assessment": (2, "A clear plan"),
        "visits": (1, ""),
        "overall": (3, ""),
    }


def test_save_and_come_back_later(send, own, session):
    audit = own(AuditStatus.ALLOCATED)

    page = send(f"/audits/{audit.id}/section/1", answers(1, assessment=2, visits=None) | {"then": "later"})

    assert page.heading == "My work"
    assert page.messages == ["Your answers are saved. Come back to them here when you like."]
    session.expire_all()
    assert audit.status is AuditStatus.IN_PROGRESS


def test_a_choice_can_be_cleared(send, own, session):
    audit = own(judged={"visits": 2})

    send(f"/audits/{audit.id}/section/1", answers(1, assessment=None, visits=""))

    assert stored(session, audit) == {"visits": (None, "")}


def test_all_sections_on_one_page_for_whoever_prefers_it(get, send, own):
    audit = own()

    page = send(f"/audits/{audit.id}/layout", {"pages": "one"})
    assert page.tree.xpath("//h2[@id='section-2']")
    assert get(f"/audits/{own().id}/form").tree.xpath("//h2[@id='section-1']")  # the next audit too

    page = send(f"/audits/{audit.id}/all", answers(1, assessment=2, overall=3) | {"then": "continue"})
    assert page.heading == "Check your answers"
    assert "Show all sections on one page" in send(f"/audits/{audit.id}/layout", {"pages": "many"}).text


def test_text_that_is_too_long_is_shown_again_whole(send, own, session):
    audit, text = own(), "é" * 50_001

    page = send(f"/audits/{audit.id}/section/1", answers(1, assessment=(2, text), visits=1), status=422)

    assert page.errors == [
        "This is 50,001 characters long and the most that can be saved is 50,000: shorten it by 1"
    ]
    assert page.form(f"/audits/{audit.id}/section/1")["text-assessment"] == text
    assert stored(session, audit) == {}


@pytest.mark.parametrize("value", ["9", "-1", "2.0", "two", "1" * 40, "²"])
def test_an_answer_that_nobody_offered(send, own, session, value):
    audit = own()

    page = send(f"/audits/{audit.id}/section/1", answers(1, assessment=value, visits=1), status=422)

    assert len(page.errors) == 1
    assert stored(session, audit) == {}


@pytest.mark.parametrize(
    "text",
    [
        "x" * 40_000,
        "שלום עולם \u202emixed\u202c 👩‍👧‍👦",
        '=HYPERLINK("http://evil.example","click")',
        "</textarea><script>alert(1)</script>",
        "\n\na blank line first, and last\n",
        "tab\tand  double space",
    ],
    ids=["40,000 characters", "right to left and emoji", "formula", "mark-up", "blank lines", "white space"],
)
def test_words_come_back_as_they_were_written(send, get, own, text):
    audit = own()

    send(f"/audits/{audit.id}/section/1", answers(1, assessment=(2, text), visits=1))

    form = get(f"/audits/{audit.id}/section/1").form(f"/audits/{audit.id}/section/1")
    assert form["text-assessment"].replace("\r\n", "\n") == text


def test_control_characters_are_dropped(send, own, session):
    audit = own()

    send(f"/audits/{audit.id}/section/1", answers(1, assessment=(2, "a\x00b\x1bc"), visits=1))

    assert stored(session, audit)["assessment"] == (2, "abc")


def test_the_script_saves_only_what_it_sends(own, autosave, session):
    audit = own(judged={"visits": 2})

    status, said = autosave(audit, answers(1, assessment=(2, "So far")))

    assert status == 200
    assert said["version"] == 2
    assert stored(session, audit) == {"visits": (2, ""), "assessment": (2, "So far")}
    assert autosave(audit, answers(2, assessment=(3, "So far")))[1]["version"] == 3


def test_the_script_is_told_of_a_problem_at_its_field(own, autosave):
    status, said = autosave(own(), answers(1, assessment=(2, "x" * 50_001)))

    assert status == 422
    assert list(said["problems"]) == ["text-assessment"]


def test_the_script_is_told_of_an_older_version(own, autosave, session):
    audit = own()
    autosave(audit, answers(1, assessment=(2, "First tab")))

    status, said = autosave(audit, answers(1, assessment=(3, "Second tab")))

    assert status == 409
    assert said["message"] == "This audit was saved somewhere else since you opened this page."
    assert stored(session, audit)["assessment"] == (2, "First tab")


def test_a_save_whose_answer_got_lost_can_be_sent_twice(own, autosave):
    audit = own()
    sent = answers(1, assessment=(2, "Sent twice"))

    assert [autosave(audit, sent)[1]["version"] for _ in range(2)] == [2, 2]


def test_what_was_saved_last_is_said(get, own, autosave):
    audit = own()
    autosave(audit, answers(1, assessment=(2, "So far")))

    page = get(f"/audits/{audit.id}/section/2")

    assert page.tree.xpath("//*[@id='saved']")[0].text_content().startswith("Saved ")


@pytest.mark.parametrize("page", ["form", "section/1", "all", "check", "details"])
def test_another_auditors_form_does_not_exist(get, session, version, auditor, page):
    audit = an_audit(version, status=AuditStatus.IN_PROGRESS, judged={})
    session.add(audit)
    session.commit()

    get(f"/audits/{audit.id}/{page}", status=404)


@pytest.mark.parametrize("roles", [(Role.AUDITOR,), (Role.AUDITOR, Role.QA_LEAD, Role.MODERATOR)])
@pytest.mark.parametrize("page", ["section/1", "all", "answers", "submit", "details", "layout"])
def test_nobody_but_the_auditor_changes_an_audit(send, session, sign_in, version, roles, page):
    audit = an_audit(version, auditor=a_person(Role.AUDITOR), status=AuditStatus.IN_PROGRESS, judged=COMPLETE)
    session.add(audit)
    session.commit()
    sign_in(*roles)

    send(f"/audits/{audit.id}/{page}", answers(1, assessment=(4, "Not mine")), status=404)

    assert stored(session, audit)["assessment"] == (2, "")
    assert audit.status is AuditStatus.IN_PROGRESS


@pytest.mark.parametrize("status", [AuditStatus.SUBMITTED, AuditStatus.IN_MODERATION, AuditStatus.FINAL])
@pytest.mark.parametrize("page", ["form", "section/1", "all", "check", "details"])
def test_a_finished_audit_is_read_not_filled_in(get, own, status, page):
    audit = own(status, judged=COMPLETE)

    shown = get(f"/audits/{audit.id}/{page}")

    assert shown.heading == f"Audit {audit.reference}"
    assert "This audit is finished, so" in shown.messages[0]


def test_there_is_no_such_section(get, own):
    audit = own()

    get(f"/audits/{audit.id}/section/0", status=404)
    get(f"/audits/{audit.id}/section/3", status=404)


def test_looking_at_the_form_changes_nothing(get, own, session):
    audit = own(AuditStatus.ALLOCATED)
    for page in ("", "/form", "/section/1", "/section/2", "/all", "/check", "/details"):
        get(f"/audits/{audit.id}{page}")

    session.expire_all()
    assert (audit.status, audit.version) == (AuditStatus.ALLOCATED, 1)
    assert not session.query(TrailEntry).filter_by(subject="audit", is_look=False).count()
