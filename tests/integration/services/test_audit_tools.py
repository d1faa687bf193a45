from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from qa_app.domain import audit_tool_building as building
from qa_app.domain.audit_tool_versions import definition
from qa_app.domain.errors import Conflict, InvalidInput, TransitionNotAllowed
from qa_app.domain.roles import Role
from qa_app.domain.scales import FOUR_GRADES, GradingScale
from qa_app.models import AuditTool, AuditToolVersion, GradingScaleRow, ToolStatus, TrailEntry
from qa_app.queries.audit_tools import as_tool, audits_by_version, find_version, released_before
from qa_app.services import audit_tools
from qa_app.services.grading_scales import is_only_in, scale_for
from qa_app.services.setting_up import set_up
from tests.factories import a_person, a_tool, a_tool_version, an_audit

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
LIGHTS = GradingScale("lights", "Traffic lights", ("Green", "Amber", "Red"), 1, frozenset({3}))


@pytest.fixture
def lead(session):
    person = a_person(Role.QA_LEAD)
    session.add(person)
    session.flush()
    return person


def scale_codes(session):
    return list(session.scalars(select(GradingScaleRow.code).order_by(GradingScaleRow.id)))


def test_a_tool_goes_in_and_comes_out_the_same(session, lead):
    tool = a_tool("assessment", standards=("visits",), texts=("strengths",), scale=LIGHTS)
    version = audit_tools.add_tool(session, tool, by=lead, at=AT)
    session.expire_all()

    kept = as_tool(find_version(session, version.id))

    named = replace(
        tool,
        sections=tuple(
            replace(section, questions=tuple(replace(q, name=q.short_name) for q in section.questions))
            for section in tool.sections
        ),
    )
    assert kept == named


def test_a_code_that_is_taken_cannot_be_started(session, lead):
    a_tool_version(session, a_tool(code="case-file"))

    with pytest.raises(InvalidInput) as caught:
        audit_tools.start_tool(session, a_tool(code="case-file"), by=lead, at=AT)

    assert [problem.field for problem in caught.value.problems] == ["code"]


def test_the_second_version_retires_the_first_and_audits_stay_on_theirs(session, lead):
    first = a_tool_version(session, a_tool("assessment", code="case-file"))
    audit = an_audit(first)
    session.add(audit)
    second = audit_tools.add_tool(session, as_tool(first), by=lead, at=AT)
    assert released_before(session, second) is first

    audit_tools.make_live(session, second, opened_at_version=second.version, by=lead, at=AT)

    assert (first.status, second.status) == (ToolStatus.RETIRED, ToolStatus.LIVE)
    assert second.made_live_at == AT
    assert audits_by_version(session) == {first.id: 1}


def test_a_tool_has_one_draft_at_a_time(session, lead):
    first = a_tool_version(session)
    audit_tools.add_tool(session, as_tool(first), by=lead, at=AT)

    with pytest.raises(TransitionNotAllowed, match="has a draft already"):
        audit_tools.add_tool(session, as_tool(first), by=lead, at=AT)


def test_a_draft_changed_since_it_was_opened_is_left_alone(session, lead):
    draft = a_tool_version(session, live=False)
    opened, tool = draft.version, as_tool(draft)
    theirs = building.add_section(tool, title="Theirs", guidance="")
    audit_tools.change_draft(session, draft, theirs, opened_at_version=opened, by=lead, at=AT)

    for act in (
        lambda: audit_tools.change_draft(session, draft, tool, opened_at_version=opened, by=lead, at=AT),
        lambda: audit_tools.make_live(session, draft, opened_at_version=opened, by=lead, at=AT),
        lambda: audit_tools.delete_draft(session, draft, opened_at_version=opened, by=lead, at=AT),
    ):
        with pytest.raises(Conflict):
            act()

    assert [section.title for section in draft.sections] == ["Practice", "Theirs"]
    assert draft.status is ToolStatus.DRAFT


def test_each_save_counts_once_whatever_it_changes(session, lead):
    draft = a_tool_version(session, live=False)
    tool = as_tool(draft)
    for count, changed in enumerate(
        (
            tool,
            replace(tool, purpose="Another", name="Another"),
            building.change_scale(replace(tool, purpose="And another"), LIGHTS),
        ),
        start=draft.version + 1,
    ):
        audit_tools.change_draft(session, draft, changed, opened_at_version=draft.version, by=lead, at=AT)
        session.refresh(draft)
        assert draft.version == count


def test_an_incomplete_draft_does_not_go_live(session, lead):
    tool = replace(a_tool(), sections=())
    draft = audit_tools.start_tool(session, tool, by=lead, at=AT)

    with pytest.raises(InvalidInput) as caught:
        audit_tools.make_live(session, draft, by=lead, at=AT)

    assert "Add a section with at least one question" in str(caught.value)
    assert draft.status is ToolStatus.DRAFT


@pytest.mark.parametrize("status", [ToolStatus.LIVE, ToolStatus.RETIRED])
def test_what_was_live_is_frozen(session, lead, status):
    version = a_tool_version(session)
    if status is ToolStatus.RETIRED:
        audit_tools.retire(session, version, by=lead, at=AT)
    tool = as_tool(version)

    for act in (
        lambda: audit_tools.change_draft(session, version, tool, opened_at_version=1, by=lead, at=AT),
        lambda: audit_tools.make_live(session, version, by=lead, at=AT),
        lambda: audit_tools.delete_draft(session, version, by=lead, at=AT),
    ):
        with pytest.raises(TransitionNotAllowed, match="frozen"):
            act()


def test_deleting_the_only_draft_deletes_the_tool_and_its_own_scale(session, lead):
    draft = a_tool_version(session, a_tool(scale=LIGHTS), live=False)

    audit_tools.delete_draft(session, draft, by=lead, at=AT)

    assert session.scalars(select(AuditTool)).all() == []
    assert session.scalars(select(AuditToolVersion)).all() == []
    assert scale_codes(session) == ["four-grades", "zero-to-ten"]


def test_deleting_a_later_draft_leaves_the_rest(session, lead):
    first = a_tool_version(session, a_tool(scale=LIGHTS))
    draft = audit_tools.add_tool(session, as_tool(first), by=lead, at=AT)

    audit_tools.delete_draft(session, draft, by=lead, at=AT)

    assert [version.number for version in first.tool.versions] == [1]
    assert "lights" in scale_codes(session)


def test_a_scale_of_one_draft_can_be_corrected_and_then_not_any_more(session, lead):
    draft = a_tool_version(session, a_tool(scale=LIGHTS), live=False)
    assert is_only_in(session, draft)
    corrected = replace(LIGHTS, labels=("Green", "Yellow", "Red"))
    tool = building.change_scale(as_tool(draft), corrected)
    audit_tools.change_draft(session, draft, tool, opened_at_version=draft.version, by=lead, at=AT)
    assert as_tool(draft).scale == corrected

    another = a_tool_version(session, a_tool(scale=corrected), live=False)

    assert not is_only_in(session, draft)
    with pytest.raises(
        InvalidInput, match="not the same: Green, Yellow, Red; Green is good; evidence for Red"
    ):
        audit_tools.change_draft(
            session, another, building.change_scale(tool, LIGHTS), opened_at_version=1, by=lead, at=AT
        )


def test_a_scale_left_behind_is_forgotten(session, lead):
    draft = a_tool_version(session, a_tool(scale=LIGHTS), live=False)
    tool = building.change_scale(as_tool(draft), FOUR_GRADES)

    audit_tools.change_draft(session, draft, tool, opened_at_version=draft.version, by=lead, at=AT)

    assert "lights" not in scale_codes(session)


@pytest.mark.parametrize(
    "other",
    [
        replace(FOUR_GRADES, labels=("A", "B", "C", "D")),
        replace(FOUR_GRADES, good_or_better=1),
        replace(FOUR_GRADES, evidence_required=frozenset()),
    ],
)
def test_a_scale_that_comes_with_the_app_is_frozen(session, other):
    with pytest.raises(InvalidInput, match="There is a scale with the code four-grades already"):
        scale_for(session, other)


def test_the_four_grades_of_a_file_are_the_councils_own_labels(session, lead):
    labels = ("Outstanding", "Good", "Requires improvement to be good", "Inadequate")
    set_up(session, grade_labels=labels)

    version = audit_tools.add_tool(session, a_tool("assessment"), by=lead, at=AT)

    tool = as_tool(version)
    assert tool.scale.labels == labels
    kept = {question.code: question.definition for question in version.sections[0].questions}
    assert kept["assessment"] == definition(tool, tool.question("assessment"))


def test_the_shipped_tools_are_added_once(session):
    added = audit_tools.add_shipped(session, by=None, at=AT)
    assert [version.tool.code for version in added] == ["case-file-audit", "dip-sample"]
    for version in added:
        audit_tools.make_live(session, version, by=None, at=AT)

    assert audit_tools.add_shipped(session, by=None, at=AT) == ()


def test_everything_that_happens_to_a_tool_is_in_the_trail(session, lead):
    draft = audit_tools.add_tool(session, a_tool(code="case-file"), by=lead, at=AT)
    tool = as_tool(draft)
    audit_tools.change_draft(
        session, draft, tool, opened_at_version=draft.version, change="section 1", by=lead, at=AT
    )
    audit_tools.make_live(session, draft, by=lead, at=AT)
    second = audit_tools.add_tool(session, tool, by=lead, at=AT)
    audit_tools.delete_draft(session, second, by=lead, at=AT)
    audit_tools.retire(session, draft, by=lead, at=AT)

    entries = session.scalars(select(TrailEntry).order_by(TrailEntry.id)).all()

    first = {"tool": "case-file", "version": 1}
    assert [(entry.action, entry.after) for entry in entries] == [
        ("added draft of audit tool", first),
        ("changed draft of audit tool", first | {"change": "section 1"}),
        ("made audit tool live", first),
        ("added draft of audit tool", first | {"version": 2}),
        ("deleted draft of audit tool", first | {"version": 2}),
        ("retired audit tool", first),
    ]
    assert {entry.person_id for entry in entries} == {lead.id}
