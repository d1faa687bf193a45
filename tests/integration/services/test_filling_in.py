from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from qa_app.domain.audit_form import Answer
from qa_app.domain.errors import Conflict, InvalidInput, NotPermitted
from qa_app.domain.roles import Role
from qa_app.domain.workflow import AuditStatus
from qa_app.models import Judgement, TrailEntry
from qa_app.queries.audit_answers import answers_of
from qa_app.services.filling_in import save_answers
from qa_app.services.starting_audits import AuditDetails, start_audit
from tests.factories import a_person, a_service_area, a_stream, a_tool, a_tool_version

AT = datetime(2016, 12, 5, 14, 2, tzinfo=UTC)


@pytest.fixture
def auditor(session):
    person = a_person(Role.AUDITOR, name="Ada Okafor")
    session.add(person)
    return person


@pytest.fixture
def audit(session, auditor):
    version = a_tool_version(session, a_tool("assessment", standards=("history",), texts=("strengths",)))
    area, stream = a_service_area(), a_stream()
    session.add_all([area, stream])
    session.flush()
    details = AuditDetails(version.id, stream.id, area.id, audit_date=date(2016, 12, 5))
    return start_audit(session, details, case_reference="C-1", by=auditor, at=AT)


def save(session, audit, by, version, **answers):
    return save_answers(
        session, audit, answers, opened_at_version=version, by=by, at=AT + timedelta(minutes=1)
    )


def test_what_is_saved_is_there_and_the_rest_stays(session, audit, auditor):
    version = save(session, audit, auditor, audit.version, assessment=Answer(2, "A clear plan"))
    version = save(session, audit, auditor, version, history=Answer(1), strengths=Answer(None, "Kind"))

    assert answers_of(session, audit) == {
        "assessment": Answer(2, "A clear plan"),
        "history": Answer(1, ""),
        "strengths": Answer(None, "Kind"),
    }
    assert audit.version == version


def test_saving_what_is_already_saved_changes_nothing(session, audit, auditor):
    version = save(session, audit, auditor, audit.version, assessment=Answer(2, "A clear plan"))

    assert save(session, audit, auditor, version - 1, assessment=Answer(2, "A clear plan")) == version


def test_a_second_tab_never_overwrites(session, audit, auditor):
    opened = audit.version
    save(session, audit, auditor, opened, assessment=Answer(2, "The first tab"))

    with pytest.raises(Conflict):
        save(session, audit, auditor, opened, assessment=Answer(3, "The second tab"))

    assert answers_of(session, audit)["assessment"] == Answer(2, "The first tab")


def test_nobody_else_fills_it_in(session, audit):
    colleague = a_person(Role.AUDITOR)
    session.add(colleague)

    with pytest.raises(NotPermitted):
        save(session, audit, colleague, audit.version, assessment=Answer(2))


@pytest.mark.parametrize("status", [AuditStatus.SUBMITTED, AuditStatus.IN_MODERATION, AuditStatus.FINAL])
def test_a_submitted_audit_is_not_changed(session, audit, auditor, status):
    audit.status = status
    session.flush()

    with pytest.raises(Conflict):
        save(session, audit, auditor, audit.version, assessment=Answer(2))

    assert answers_of(session, audit) == {}


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"assessment": Answer(5)}, "assessment"),  # off the scale
        ({"overall": Answer(0)}, "overall"),  # not applicable where it is not allowed
        ({"history": Answer(3)}, "history"),
        ({"assessment": Answer(2, "x" * 50_001)}, "assessment"),
    ],
)
def test_an_answer_the_question_does_not_take(session, audit, auditor, answers, field):
    with pytest.raises(InvalidInput) as refused:
        save(session, audit, auditor, audit.version, **answers)

    assert [problem.field for problem in refused.value.problems] == [field]
    assert session.query(Judgement).count() == 0


@pytest.mark.parametrize(
    "text",
    [
        "x" * 40_000,
        "שלום 👩‍👧 مرحبا",
        "=HYPERLINK(0)",
        "one\r\ntwo",
        "<script>alert(1)</script>",
        "a\x00b\x07c",
    ],
    ids=["40,000 characters", "right to left and emoji", "formula", "line breaks", "markup", "control"],
)
def test_accepted_text_is_kept_whole(session, audit, auditor, text):
    save(session, audit, auditor, audit.version, assessment=Answer(2, text))

    kept = answers_of(session, audit)["assessment"].text
    assert kept == text.replace("\r\n", "\n").replace("\x00", "").replace("\x07", "")


def test_the_trail_has_the_grades_before_and_after_and_whose_words_changed(session, audit, auditor):
    version = save(
        session, audit, auditor, audit.version, assessment=Answer(2, "A clear plan"), history=Answer(1)
    )
    save(session, audit, auditor, version, assessment=Answer(3, "A clear plan"), history=Answer(1, "Late"))

    saved = session.scalars(select(TrailEntry).where(TrailEntry.action == "saved answers")).all()
    assert [(entry.before, entry.after) for entry in saved] == [
        (
            {"answers": {"assessment": None, "history": None}},
            {"answers": {"assessment": 2, "history": 1}, "words_changed": ["assessment"]},
        ),
        (
            {"answers": {"assessment": 2, "history": 1}},
            {"answers": {"assessment": 3, "history": 1}, "words_changed": ["history"]},
        ),
    ]
