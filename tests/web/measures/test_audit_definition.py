"""An audit measure is defined in the browser, looked at, saved, and changed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.measures import MeasureKind, Unit
from qa_app.domain.roles import Role
from qa_app.domain.scales import ZERO_TO_TEN
from qa_app.models import Measure, MeasureThreshold
from qa_app.queries.measure_facts import facts_of
from qa_app.web.clock import today
from tests.factories import (
    a_measure,
    a_person,
    a_service_area,
    a_stream,
    a_tool,
    a_tool_version,
    an_audit,
)

FILLED_IN = {
    "counts": "met",
    "questions": ["smart", "seen"],
    "area": "0",
    "stream": "0",
    "tool": "",
    "grade": "",
    "find": "",
    "name": "Plans are SMART",
    "code": "",
    "polarity": "higher is better",
    "decimals": "0",
    "frequency": "quarter",
    "responsible": "0",
    "requires_improvement": "60-69",
    "good": "70-79",
    "outstanding": "80-100",
}


@pytest.fixture
def tools(session):
    version = a_tool_version(
        session, a_tool("planning", "review", code="full", standards=("smart", "seen"), texts=("words",))
    )
    a_tool_version(session, a_tool(code="short", standards=("smart",)))
    north, stream, auditor = a_service_area("North"), a_stream("Monthly"), a_person(Role.AUDITOR)
    for smart in (1, 1, 2):
        session.add(
            an_audit(
                version,
                audit_date=today() - timedelta(1),
                service_area=north,
                stream=stream,
                auditor=auditor,
                judged={"overall": 2, "smart": smart},
            )
        )
    session.commit()
    return {"north": north.id, "monthly": stream.id}


def test_every_question_is_offered_with_the_tools_it_stands_in(get, sign_in, tools):
    sign_in(Role.QA_LEAD)

    page = get("/measures/new-audit")

    assert page.heading == "Define an audit measure"
    labels = {
        label.text_content(): page.tree.xpath("string(//*[@id=concat($id,'-about')])", id=label.get("for"))
        for label in page.tree.xpath("//fieldset[@id='questions']//label[contains(@class,'checkboxes')]")
    }
    assert set(labels) == {"Overall judgement", "Planning", "Review", "Smart", "Seen"}
    assert labels["Smart"].startswith("Standard in Tool")
    assert labels["Smart"].count("Tool ") == 2
    assert labels["Planning"].count("Tool ") == 1
    grades = page.tree.xpath("//select[@name='grade']/option/text()")
    assert grades == ["Choose a grade", "Outstanding", "Good or better", "Requires Improvement or better"]


def test_grades_name_their_scale_where_there_are_several(get, sign_in, session, tools):
    a_tool_version(session, a_tool("marked", scale=ZERO_TO_TEN))
    sign_in(Role.QA_LEAD)

    grades = get("/measures/new-audit").tree.xpath("//select[@name='grade']/option/text()")

    assert "Good or better (Four grades)" in grades
    assert "9 or better (Zero to ten)" in grades


def test_add(send, sign_in, session, tools):
    sign_in(Role.QA_LEAD)

    page = send("/measures/new-audit", FILLED_IN)

    assert page.heading == "Results: Plans are SMART"
    assert page.rows[0][1:4] == ["67%", "2", "3"]
    measure = session.scalars(select(Measure)).one()
    assert (measure.kind, measure.unit, measure.code) == (
        MeasureKind.AUDIT,
        Unit.PERCENT,
        "plans-are-smart",
    )
    assert facts_of(measure).audit == AuditDefinition(Counts.MET, ("smart", "seen"))
    assert session.scalars(select(MeasureThreshold)).one().outstanding == "80-100"


def test_add_a_grade_or_better_of_some_audits(send, sign_in, session, tools):
    sign_in(Role.QA_LEAD)

    send(
        "/measures/new-audit",
        FILLED_IN
        | {
            "counts": "at least",
            "questions": ["planning", "overall"],
            "grade": "four-grades:2",
            "area": str(tools["north"]),
            "stream": str(tools["monthly"]),
            "tool": "full",
        },
    )

    assert facts_of(session.scalars(select(Measure)).one()).audit == AuditDefinition(
        Counts.AT_LEAST,
        ("planning", "overall"),
        grade=2,
        scale="four-grades",
        area=tools["north"],
        stream=tools["monthly"],
        tool="full",
    )


def test_add_a_number_of_audits(send, sign_in, session, tools):
    sign_in(Role.QA_LEAD)
    no_bands = dict.fromkeys(("requires_improvement", "good", "outstanding"), "")

    page = send("/measures/new-audit", FILLED_IN | no_bands | {"counts": "audits", "questions": []})

    assert page.rows[0][1] == "3"
    assert session.scalars(select(Measure)).one().unit is Unit.NUMBER


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"questions": ["smart", "planning"]}, "questions", "“Planning” is a judgement and is given a grade"),
        (
            {"counts": "at least", "grade": "four-grades:2", "questions": ["smart"]},
            "questions",
            "“Smart” is a standard, met or not met",
        ),
        ({"counts": "at least", "questions": ["planning"]}, "grade", "Choose the grade that counts"),
        ({"counts": "at least", "grade": "x:9", "questions": ["planning"]}, "grade", "no such grade"),
        ({"questions": []}, "questions", "Choose at least one question"),
        ({"questions": ["lost"]}, "questions", "No audit tool that was released asks “lost”"),
        ({"counts": "audits"}, "questions", "The number of audits counts no answers"),
        ({"counts": "all"}, "counts", "Choose which answers count"),
        ({"questions": ["seen"], "tool": "short"}, "questions", "does not ask “Seen”"),
        ({"name": ""}, "name", "Enter the name"),
        ({"outstanding": "75-100"}, "outstanding", "overlap"),
        ({"polarity": "lower is better"}, "outstanding", "lower is better"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    send, sign_in, session, tools, sent, field, sentence
):
    sign_in(Role.QA_LEAD)

    page = send("/measures/new-audit", FILLED_IN | sent, status=422)

    assert any(sentence in error for error in page.errors), page.errors
    [link] = page.tree.xpath("//*[contains(@class,'error-summary')]//li/a[contains(., $it)]", it=sentence)
    assert link.get("href") == f"#{field}"
    assert page.tree.xpath("//*[@id=$field]", field=field)
    ticked = set(page.tree.xpath("//input[@name='questions'][@checked]/@value"))
    assert ticked == set((FILLED_IN | sent)["questions"])
    assert page.form()["good"] == "70-79"
    assert session.scalars(select(Measure)).all() == []


def test_what_it_counts_is_shown_before_anything_is_saved(send, sign_in, session, tools):
    sign_in(Role.QA_LEAD)

    page = send("/measures/new-audit", FILLED_IN | {"then": "show", "name": "", "questions": ["smart"]})

    assert "Smart: met, of all that were met or not met." in page.text
    assert "Nothing is saved yet." in page.text
    assert len(page.rows) == 8
    assert page.rows[0][1:4] == ["67%", "2", "3"]
    assert page.rows[1][1] == "N/A"
    assert session.scalars(select(Measure)).all() == []


def test_what_cannot_be_counted_is_not_shown(send, sign_in, tools):
    sign_in(Role.QA_LEAD)

    page = send("/measures/new-audit", FILLED_IN | {"then": "show", "questions": ["planning"]}, status=422)

    assert page.rows == []
    assert "is a judgement" in page.errors[0]
    assert len(page.errors) == 1  # nothing is said of what is not asked for yet


def test_questions_are_found_without_losing_a_tick(send, sign_in, tools):
    sign_in(Role.QA_LEAD)

    page = send("/measures/new-audit", FILLED_IN | {"then": "find", "find": "plan", "questions": ["seen"]})

    assert page.tree.xpath("//input[@name='questions']/@value") == ["planning", "seen"]
    assert page.tree.xpath("//input[@name='questions'][@checked]/@value") == ["seen"]
    assert page.errors == []
    assert page.form()["name"] == "Plans are SMART"


@pytest.fixture
def measure(session, tools):
    definition = AuditDefinition(Counts.MET, ("smart",))
    measure = a_measure("Plans are SMART", kind=MeasureKind.AUDIT, audit_definition=definition.as_json())
    session.add(measure)
    session.commit()
    return measure


def change_form(page, **sent):
    return page.form() | {"questions": page.tree.xpath("//input[@checked][@name='questions']/@value")} | sent


def test_change_what_is_counted(get, send, sign_in, session, measure):
    sign_in(Role.QA_LEAD)
    page = get(f"/measures/{measure.id}/change-audit")
    assert "Now: Smart: met, of all that were met or not met." in page.text
    assert page.tree.xpath("//input[@name='questions'][@checked]/@value") == ["smart"]

    page = send(
        f"/measures/{measure.id}/change-audit",
        change_form(page, tool="full", is_break="break", holds_from="Q1 2017-18", reason="One tool only"),
    )

    assert page.heading == "Results: Plans are SMART"
    facts = facts_of(session.get(Measure, measure.id, populate_existing=True))
    assert facts.audit == AuditDefinition(Counts.MET, ("smart",), tool="full")
    assert facts.breaks == (201704,)


def test_a_change_asks_whether_figures_can_be_compared(get, send, sign_in, measure):
    sign_in(Role.QA_LEAD)
    page = get(f"/measures/{measure.id}/change-audit")

    page = send(f"/measures/{measure.id}/change-audit", change_form(page, tool="full"), status=422)

    assert "say whether it still counts the same" in page.errors[0]
    assert page.tree.xpath("//select[@name='tool']/option[@selected]/@value") == ["full"]


def test_nobody_overwrites_a_change_they_have_not_seen(get, send, sign_in, session, measure):
    sign_in(Role.QA_LEAD)
    page = get(f"/measures/{measure.id}/change-audit")
    measure.guide = "Somebody else wrote this meanwhile"
    session.commit()

    page = send(f"/measures/{measure.id}/change-audit", change_form(page, questions=["seen"]), status=409)

    assert "Somebody else changed this measure" in page.errors[0]
    assert page.tree.xpath("//input[@name='questions'][@checked]/@value") == ["seen"]
    assert page.form()["opened"] == str(measure.version)


def test_a_measure_that_is_entered_counts_no_audits(get, sign_in, session):
    entered = a_measure()
    session.add(entered)
    sign_in(Role.QA_LEAD)

    get(f"/measures/{entered.id}/change-audit", status=404)


def test_what_it_counts_can_be_said_later(get, send, sign_in, session, tools):
    measure = a_measure(kind=MeasureKind.AUDIT)
    session.add(measure)
    sign_in(Role.QA_LEAD)
    assert "It has not been said yet what it counts." in get(f"/measures/{measure.id}/results").text
    page = get(f"/measures/{measure.id}/change-audit")

    page = send(f"/measures/{measure.id}/change-audit", change_form(page, questions=["smart"]))

    assert page.rows[0][1:4] == ["67%", "2", "3"]
