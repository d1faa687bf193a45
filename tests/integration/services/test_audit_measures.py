"""Audit measures are defined by questions that are asked, and a change of what they count breaks them."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.audit_tool import QuestionKind
from qa_app.domain.directions import Polarity
from qa_app.domain.errors import Conflict, InvalidInput
from qa_app.domain.judgement_choice import OVERALL
from qa_app.domain.measure_definitions import DefinitionChange
from qa_app.domain.measure_details import MeasureDetails
from qa_app.domain.measures import Frequency, MeasureKind, MeasurePeriod, Unit
from qa_app.domain.roles import Role
from qa_app.models import Measure, MeasureThreshold, TrailEntry
from qa_app.queries.audit_measure_choices import audit_measure_choices
from qa_app.queries.audit_tools import live_version
from qa_app.queries.measure_facts import facts_of
from qa_app.services.audit_measures import add_audit_measure, change_audit
from qa_app.services.audit_tools import retire
from qa_app.services.measures import NOTHING_SAID
from tests.factories import a_person, a_service_area, a_stream, a_tool, a_tool_version

AT = datetime(2017, 1, 9, 10, tzinfo=UTC)
NO_BANDS = {"requires_improvement": "", "good": "", "outstanding": ""}
DETAILS = MeasureDetails(
    name="Plans are SMART",
    kind=MeasureKind.ACTIVITY,
    unit=Unit.DAYS,  # whatever a form says of it, this follows from what is counted
    polarity=Polarity.HIGHER_IS_BETTER,
    measure_period=MeasurePeriod.CUMULATIVE,
    frequency=Frequency.QUARTER,
)
SMART = AuditDefinition(Counts.MET, ("smart",))


@pytest.fixture
def lead(session):
    person = a_person(Role.QA_LEAD)
    session.add_all([person, a_service_area("North"), a_stream("Monthly")])
    a_tool_version(session, a_tool("planning", code="full", standards=("smart",), texts=("words",)))
    a_tool_version(session, a_tool("direct-work", code="dip", standards=("smart",)))
    a_tool_version(session, a_tool("secret", code="begun"), live=False)
    session.flush()
    return person


def add(session, lead, audit=SMART, thresholds=NO_BANDS, details=DETAILS) -> Measure:
    return add_audit_measure(session, details, audit, thresholds=thresholds, by=lead, at=AT)


def test_what_there_is_to_choose_from(session, lead):
    choices = audit_measure_choices(session)

    assert [(q.code, q.kind, sorted(q.tools)) for q in choices.questions] == [
        (OVERALL, QuestionKind.JUDGEMENT, ["dip", "full"]),
        ("planning", QuestionKind.JUDGEMENT, ["full"]),
        ("smart", QuestionKind.STANDARD, ["dip", "full"]),
        ("direct-work", QuestionKind.JUDGEMENT, ["dip"]),
    ]
    assert list(choices.tools) == ["full", "dip"]
    assert list(choices.scales) == ["four-grades"]
    assert list(choices.areas.values()) == ["North"]
    assert list(choices.streams.values()) == ["Monthly"]


def test_the_questions_of_a_retired_tool_can_still_be_counted(session, lead):
    retire(session, live_version(session, "dip"), by=lead, at=AT)

    assert "direct-work" in [question.code for question in audit_measure_choices(session).questions]


def test_a_measure_is_added_with_its_bands(session, lead):
    bands = {"requires_improvement": "60-69", "good": "70-79", "outstanding": "80-100"}

    measure = add(session, lead, thresholds=bands)

    assert (measure.kind, measure.unit) == (MeasureKind.AUDIT, Unit.PERCENT)
    assert facts_of(measure).audit == SMART
    threshold = session.scalars(select(MeasureThreshold)).one()
    assert (threshold.holds_from, threshold.good) == (0, "70-79")


def test_a_number_of_audits_is_a_number(session, lead):
    assert add(session, lead, AuditDefinition(Counts.AUDITS)).unit is Unit.NUMBER


@pytest.mark.parametrize(
    ("audit", "field"),
    [
        (AuditDefinition(Counts.MET, ("planning",)), "questions"),
        (AuditDefinition(Counts.MET, ("secret",)), "questions"),  # a draft is asked of nobody
        (AuditDefinition(Counts.MET, ("smart",), area=999), "area"),
    ],
)
def test_what_cannot_be_counted_is_not_added(session, lead, audit, field):
    with pytest.raises(InvalidInput) as refused:
        add(session, lead, audit)

    assert [problem.field for problem in refused.value.problems] == [field]
    assert session.scalars(select(Measure)).all() == []


def change(session, lead, measure, audit, said=NOTHING_SAID, version=None) -> None:
    change_audit(
        session,
        measure,
        audit,
        change=said,
        opened_at_version=version or measure.version,
        by=lead,
        at=AT,
    )


def test_counting_something_else_breaks_the_series(session, lead):
    measure = add(session, lead)
    good = AuditDefinition(Counts.AT_LEAST, ("planning",), grade=2, scale="four-grades")

    change(session, lead, measure, good, DefinitionChange(True, "Q1 2017-18", "Judged, not ticked"))

    facts = facts_of(measure)
    assert facts.audit == good
    assert facts.breaks == (201704,)
    redefined = session.scalars(select(TrailEntry).where(TrailEntry.action == "redefined measure")).one()
    assert redefined.after["what changed"] == ["audits counted"]


def test_it_is_asked_whether_figures_before_and_after_can_be_compared(session, lead):
    measure = add(session, lead)

    with pytest.raises(InvalidInput) as refused:
        change(session, lead, measure, AuditDefinition(Counts.MET, ("smart",), tool="dip"))

    assert [problem.field for problem in refused.value.problems] == ["is_break"]
    session.rollback()


def test_to_count_the_same_breaks_nothing(session, lead):
    measure = add(session, lead)

    change(session, lead, measure, SMART)

    assert facts_of(measure).breaks == ()


def test_nobody_overwrites_what_they_have_not_seen(session, lead):
    measure = add(session, lead)

    with pytest.raises(Conflict):
        change(session, lead, measure, SMART, version=measure.version + 1)
