"""Two tabs, two texts: the page that keeps both."""

import pytest

from qa_app.domain.errors import Conflict
from qa_app.domain.roles import Role
from qa_app.domain.workflow import AuditStatus
from qa_app.extensions import db
from qa_app.features.audits import saving
from qa_app.queries.audit_answers import answers_of
from tests.factories import a_person
from tests.web.audits.conftest import COMPLETE, answers


@pytest.fixture
def audit(own, send):
    """Opened at version 1 by this tab, and saved since by another."""
    audit = own()
    send(f"/audits/{audit.id}/section/1", answers(1, assessment=(2, "Saved by the other tab"), visits=1))
    return audit


def address(audit):
    return f"/audits/{audit.id}/section/1"


def words(session, audit, code="assessment"):
    session.expire_all()
    return answers_of(session, audit)[code]


def test_both_texts_are_shown_and_nothing_is_overwritten(send, session, audit):
    page = send(address(audit), answers(1, assessment=(3, "Typed here"), visits=1), status=409)

    assert page.heading == "This was saved somewhere else"
    for words_shown in ("Saved by the other tab", "Typed here", "Good", "Requires Improvement"):
        assert words_shown in page.text
    assert [legend.text_content() for legend in page.tree.xpath("//legend")] == ["Assessment"]  # visits agree
    assert words(session, audit).text == "Saved by the other tab"


@pytest.mark.parametrize(
    ("keep", "grade", "text"),
    [
        ("stored", 2, "Saved by the other tab"),
        ("typed", 2, "Typed here"),
        ("both", 2, "Saved by the other tab\n\nTyped here"),
    ],
)
def test_the_auditor_chooses(send, session, audit, keep, grade, text):
    page = send(address(audit), answers(1, assessment=(2, "Typed here"), visits=1), status=409)

    page = send(address(audit), page.form() | {"keep-assessment": keep})

    assert page.heading == "Practice"
    kept = words(session, audit)
    assert (kept.value, kept.text) == (grade, text)


def test_two_grades_are_not_both_kept(send, audit):
    page = send(address(audit), answers(1, assessment=(3, "Typed here"), visits=1), status=409)

    assert page.tree.xpath("//input[@name='keep-assessment']/@value") == ["stored", "typed"]


def test_without_a_choice_nothing_is_saved_and_both_texts_stay(send, session, audit):
    page = send(address(audit), answers(1, assessment=(3, "Typed here"), visits=1), status=409)

    page = send(address(audit), page.form(), status=422)

    assert page.errors == ["Choose which answer to keep for Assessment"]
    assert page.form()["text-assessment"] == "Typed here"
    assert words(session, audit).text == "Saved by the other tab"


def test_a_third_save_meanwhile_asks_again(send, session, audit):
    choice = send(address(audit), answers(1, assessment=(3, "Typed here"), visits=1), status=409).form()
    send(address(audit), answers(2, assessment=(4, "A third tab"), visits=1))

    page = send(address(audit), choice | {"keep-assessment": "typed"}, status=409)

    assert "A third tab" in page.text
    assert "Typed here" in page.text
    assert words(session, audit).text == "A third tab"


def test_where_the_go_on_button_led_is_remembered(send, audit):
    page = send(
        address(audit), answers(1, assessment=(3, "Typed here"), visits=1) | {"then": "continue"}, status=409
    )

    assert send(address(audit), page.form() | {"keep-assessment": "typed"}).heading == "Outcome"


@pytest.mark.parametrize("status", [AuditStatus.FINAL, AuditStatus.IN_MODERATION, AuditStatus.WITHDRAWN])
def test_typing_into_an_audit_that_was_finished_meanwhile(send, session, own, status):
    audit = own(status, judged=COMPLETE)

    page = send(address(audit), answers(1, assessment=(3, "Typed too late"), visits=1), status=409)

    assert page.heading == "This audit can no longer be changed"
    assert "Typed too late" in page.text
    assert not page.tree.xpath("//main//button")
    assert words(session, audit).value == 2


def test_who_no_longer_has_the_audit_keeps_the_text_and_sees_no_other(send, session, audit, monkeypatch):
    """It is given to somebody else between opening it for this save and saving."""
    typed = "Two visits were late.\nNobody had asked why."

    def given_away_meanwhile(*_args, **_named):
        db.session.rollback()
        audit.auditor = a_person(Role.AUDITOR)
        session.commit()
        raise Conflict("This audit was saved somewhere else since you opened this page.")

    monkeypatch.setattr(saving, "save_answers", given_away_meanwhile)
    page = send(address(audit), answers(2, assessment=(2, typed)), status=404)

    assert page.form_texts == [typed]
    assert "Saved by the other tab" not in page.text_of_body
