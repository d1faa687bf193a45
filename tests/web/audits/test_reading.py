"""One audit to read, on screen and as a PDF."""

import io
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from qa_app.domain.roles import Role
from qa_app.domain.sampling import ChosenBecause
from qa_app.domain.workflow import AuditStatus
from qa_app.models import Moderation, ModerationOutcome, ModerationSetting, Revision
from tests.factories import a_person, a_service_area, an_audit
from tests.web.audits.conftest import COMPLETE

AT = datetime(2016, 12, 6, 9, 30, tzinfo=UTC)


@pytest.fixture
def moderate(session):
    """Finishes a moderation that revises the assessment from Good to Requires Improvement."""

    def finish(audit):
        moderation = Moderation(
            audit=audit,
            moderator=a_person(Role.MODERATOR, name="Mo Reader"),
            chosen_because=ChosenBecause.RANDOM,
            outcome=ModerationOutcome.REVISED,
            comment_on_practice="The plan came late.",
            comment_on_audit_quality="Quote the child more.",
            started_at=AT,
            finished_at=AT,
        )
        judgement = next(row for row in audit.judgements if row.question.code == "assessment")
        judgement.moderated_value = 3
        moderation.revisions = [
            Revision(
                audit_id=audit.id,
                question_id=judgement.question_id,
                from_value=2,
                to_value=3,
                reason="No analysis of risk.",
                revised_at=AT,
            )
        ]
        audit.moderated_at = AT
        session.add(moderation)
        session.commit()

    return finish


def test_a_finished_audit(get, own):
    audit = own(
        AuditStatus.FINAL,
        judged=COMPLETE | {"story": None},
        evidence="She says he listens.\nHe does.",
        worker_name="Ben Hughes",
    )

    page = get(f"/audits/{audit.id}")

    assert page.heading == f"Audit {audit.reference}"
    for words in (
        "Overall judgement",
        "Good",
        "She says he listens.",
        "Ben Hughes",
        "5 December 2016",
        "Final",
    ):
        assert words in page.text
    assert page.rows[0][:2] == ["Are visits regular?", "Met"]
    assert "PDF for the feedback meeting" in page.links


def test_both_judgements_stand_side_by_side_with_the_reason(get, own, moderate):
    audit = own(AuditStatus.FINAL, judged=COMPLETE)
    moderate(audit)

    page = get(f"/audits/{audit.id}")

    answer = page.tree.xpath("//*[@id='answer-assessment']")[0]
    grades = [(row.xpath("string(dt)"), row.xpath("string(dd)")) for row in answer.xpath(".//dl/div")]
    assert grades == [("Auditor", "Good"), ("After moderation", "Requires Improvement")]
    assert "Mo Reader: No analysis of risk." in answer.text_content()
    assert "The plan came late." in page.text
    assert "Quote the child more." in page.text


def test_the_history_names_each_move(get, send, own, rule):
    audit = own(judged=COMPLETE)
    send(f"/audits/{audit.id}/submit", get(f"/audits/{audit.id}/check").form(f"/audits/{audit.id}/submit"))

    history = get(f"/audits/{audit.id}").tree.xpath("//ol[@class='app-history']/li")

    assert [item.xpath("./strong")[0].text for item in history] == ["Submitted"]
    assert "Ada Okafor" in history[0].text_content()


@pytest.mark.parametrize("status", [AuditStatus.ALLOCATED, AuditStatus.IN_PROGRESS])
def test_a_qa_lead_reads_an_audit_that_is_not_finished(get, sign_in, own, status):
    audit = own(status, judged={"assessment": 2}, evidence="So far")
    sign_in(Role.QA_LEAD)

    page = get(f"/audits/{audit.id}")

    assert "So far" in page.text
    assert "Continue the audit" not in page.links
    assert "Change auditor or due date" in page.links


@pytest.mark.parametrize(
    ("roles", "in_area", "status"),
    [
        ((Role.AUDITOR,), True, 404),  # another auditor's
        ((Role.MODERATOR,), True, 200),
        ((Role.MODERATOR,), False, 404),  # outside their service areas
        ((Role.QA_LEAD,), False, 200),
        ((Role.VIEWER,), True, 403),
        ((Role.ADMINISTRATOR,), True, 403),
    ],
)
@pytest.mark.parametrize("page", ["", "/audit.pdf"])
def test_who_reads_an_audit(client, sign_in, session, version, roles, in_area, status, page):
    area, other = a_service_area(), a_service_area()
    audit = an_audit(version, service_area=area, judged=COMPLETE)
    session.add_all([audit, other])
    session.commit()
    sign_in(*roles, areas=[area if in_area else other])

    assert client.get(f"/audits/{audit.id}{page}").status_code == status


def test_grades_are_hidden_from_whoever_judges_blind(get, client, sign_in, session, version):
    session.get_one(ModerationSetting, 1).blind = True
    audit = an_audit(version, status=AuditStatus.SUBMITTED, judged=COMPLETE, evidence="What she saw")
    session.add(audit)
    sign_in(Role.MODERATOR)

    page = get(f"/audits/{audit.id}")

    assert "What she saw" in page.text
    assert "Good" not in page.text
    assert "Met" not in page.text
    assert "PDF for the feedback meeting" not in page.links
    assert client.get(f"/audits/{audit.id}/audit.pdf").status_code == 403


def text_of(pdf):
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_the_pdf_has_every_word_for_the_worker_and_none_for_the_auditor_alone(client, own, moderate):
    sentence = "Seen every week, heard and believed. "
    audit = own(AuditStatus.FINAL, judged=COMPLETE, evidence=sentence * 400, worker_name="Ben Hughes")
    moderate(audit)

    response = client.get(f"/audits/{audit.id}/audit.pdf")

    assert response.mimetype == "application/pdf"
    assert f"{audit.reference}.pdf" in response.headers["Content-Disposition"]
    text = text_of(response.get_data())
    for words in ("Ben Hughes", "Requires Improvement", "No analysis of risk.", "The plan came late."):
        assert words in text
    assert text.count("heard and believed") >= 2 * 400
    assert "Quote the child more." not in text


@pytest.mark.parametrize("text", ["=1+1 👩‍👧 שלום", "x" * 40_000, "<b>not bold</b> & more"])
def test_any_words_print(client, own, text):
    audit = own(AuditStatus.FINAL, judged=COMPLETE, evidence=text)

    assert client.get(f"/audits/{audit.id}/audit.pdf").status_code == 200


@pytest.mark.parametrize(
    ("roles", "status", "offered"),
    [
        ((Role.QA_LEAD,), AuditStatus.FINAL, True),
        ((Role.QA_LEAD,), AuditStatus.SUBMITTED, False),
        ((Role.MODERATOR,), AuditStatus.FINAL, False),
    ],
)
def test_moderation_can_be_asked_for(get, sign_in, session, version, roles, status, offered):
    audit = an_audit(version, status=status, judged=COMPLETE)
    session.add(audit)
    sign_in(*roles)

    buttons = get(f"/audits/{audit.id}").tree.xpath("//main//button")

    assert ("Ask for moderation" in [button.text for button in buttons]) is offered
