"""The audits behind the figures of audit measures: several questions, standards, a grade or better."""

from datetime import date

import pytest

from qa_app.domain.roles import Role
from qa_app.domain.scales import ZERO_TO_TEN
from qa_app.domain.workflow import AuditStatus
from qa_app.models import ModerationSetting
from tests.factories import a_person, a_service_area, a_stream, a_tool, a_tool_version, an_audit


@pytest.fixture
def audits(session):
    """The reference says what is special about each; one tool asks the same code as a standard."""
    north, south = a_service_area("North"), a_service_area("South")
    stream, ada = a_stream("Monthly"), a_person(Role.AUDITOR)
    form = a_tool_version(session, a_tool("assessment", "planning", code="full", standards=("smart", "seen")))
    dip = a_tool_version(session, a_tool("smart", code="dip", standards=("planning",)))
    marks = a_tool_version(session, a_tool("planning", code="marks", scale=ZERO_TO_TEN))

    def add(reference, judged, *, tool=form, area=north, auditor=ada, **named):
        session.add(
            an_audit(
                tool,
                reference=reference,
                audit_date=date(2016, 11, 5),
                service_area=area,
                stream=stream,
                auditor=auditor,
                judged={"overall": 2, **judged},
                **named,
            )
        )

    add("both", {"assessment": 1, "planning": 2, "smart": 1, "seen": 1})
    add("one", {"assessment": 2, "planning": 3, "smart": 2, "seen": 1})
    add("neither", {"assessment": 4, "planning": 4, "smart": 2, "seen": 2})
    add("raised", {"planning": 3, "smart": 2}, moderated={"planning": 2, "smart": 1})
    add("na", {"assessment": 0, "planning": 0, "smart": 0, "seen": 0})
    add("waiting", {"planning": 2, "smart": 1}, status=AuditStatus.SUBMITTED)
    add("begun", {"planning": 2, "smart": 1}, status=AuditStatus.IN_PROGRESS)
    add("south", {"planning": 1}, area=south)
    add("dip", {"smart": 2, "planning": 1}, tool=dip)
    add("marked", {"planning": 2}, tool=marks)
    session.commit()
    return {"north": north, "south": south, "ada": ada}


def found(page):
    return {row[0].split(" case ")[0] for row in page.rows}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("question=planning&scale=four-grades&up_to=2", {"both", "raised", "waiting", "south"}),
        ("question=planning&scale=four-grades&up_to=2&judged=auditor", {"both", "waiting", "south"}),
        ("question=planning&scale=zero-to-ten&up_to=2", {"marked"}),
        ("question=planning&scale=four-grades", {"both", "one", "neither", "raised", "waiting", "south"}),
        ("question=assessment,planning&scale=four-grades&up_to=2",
         {"both", "one", "raised", "waiting", "south"}),
        ("question=assessment,planning&grade=0", {"na"}),
        ("standard=smart&up_to=1", {"both", "raised", "waiting"}),
        ("standard=smart&grade=2", {"one", "neither"}),
        ("standard=smart", {"both", "one", "neither", "raised", "waiting"}),
        ("standard=smart,seen&up_to=1", {"both", "one", "raised", "waiting"}),
        ("standard=planning", {"dip"}),
        ("question=smart", {"dip"}),
        ("up_to=2&scale=four-grades",
         {"both", "one", "neither", "raised", "na", "waiting", "south", "dip"}),  # the overall judgement
    ],
)  # fmt: skip
def test_filters(get, sign_in, audits, query, expected):
    sign_in(Role.QA_LEAD)

    assert found(get(f"/audits?counted=1&{query}")) == expected


@pytest.mark.parametrize(
    ("query", "said", "left"),
    [
        ("question=planning,lost", "“planning,lost” is not a judgement here, so it was left out.", 9),
        ("standard=lost", "“lost” is not a standard here, so it was left out.", 9),
        ("up_to=0", "“0” is not a grade here, so it was left out.", 9),
        ("question=planning&scale=four-grades&grade=2&up_to=3", "the better ones were left out.", 3),
        ("standard=smart&question=planning", "so the judgements were left out.", 5),
    ],
)
def test_what_makes_no_sense_is_left_out_and_said(get, sign_in, audits, query, said, left):
    sign_in(Role.QA_LEAD)

    page = get(f"/audits?counted=1&{query}")

    assert said in page.text
    assert len(page.rows) == left


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("question=planning&scale=four-grades&up_to=2", "Planning: Good or better, finished by the auditor."),
        ("question=planning&scale=four-grades&up_to=1", "Planning: Outstanding, finished"),
        ("question=planning&scale=zero-to-ten&up_to=3", "Planning: 8 or better, finished"),
        ("question=assessment,planning", "Assessment or Planning: any grade, finished"),
        ("standard=smart&up_to=1", "Smart: Met, finished"),
        ("standard=smart", "Smart: Met or Not met, finished"),
    ],
)
def test_a_list_says_what_it_stands_behind(get, sign_in, audits, query, words):
    sign_in(Role.QA_LEAD)

    assert words in get(f"/audits?counted=1&{query}").text


def test_about_several_questions_each_audit_says_how_many_of_its_answers_count(get, sign_in, audits):
    sign_in(Role.QA_LEAD)

    page = get("/audits?counted=1&question=assessment,planning&scale=four-grades&up_to=2")

    assert "5 audits" in page.text
    assert "The figure counts 6 answers" in page.text
    assert {row[0].split(" case ")[0]: row[5] for row in page.rows} == {
        "both": "2",
        "one": "1",
        "raised": "1",
        "waiting": "1",
        "south": "1",
    }
    assert page.form()["question"] == "assessment,planning"
    assert page.form()["up_to"] == "2"


def test_about_one_question_each_audit_says_its_answer(get, sign_in, audits):
    sign_in(Role.QA_LEAD)

    page = get("/audits?counted=1&standard=smart")

    assert "The figure counts" not in page.text
    assert {row[0].split(" case ")[0]: row[5] for row in page.rows}["raised"] == "Met"


@pytest.mark.parametrize(
    "query", ["question=planning&up_to=2", "standard=smart&up_to=1", "standard=smart&grade=1"]
)
def test_no_list_of_good_grades_gives_away_what_a_blind_moderator_has_to_judge(
    get, sign_in, session, audits, query
):
    session.get_one(ModerationSetting, 1).blind = True
    sign_in(Role.MODERATOR)

    page = get(f"/audits?counted=1&{query}")

    assert "waiting" not in found(page)
    assert "Moderation is blind" in page.text


def test_ones_own_audit_outside_ones_areas_is_not_behind_a_figure(get, sign_in, audits):
    """It can be read, but the tables of somebody who sees only South do not count it."""
    ada = audits["ada"]
    ada.roles, ada.sees_all_areas = frozenset({Role.AUDITOR, Role.MODERATOR}), False
    ada.service_areas = [audits["south"]]
    sign_in(person=ada)

    assert "both" in found(get("/audits?question=planning"))
    assert found(get("/audits?question=planning&counted=1")) == {"south"}
