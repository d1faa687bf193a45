from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from qa_app.domain.errors import Conflict, InvalidInput, NotPermitted, TransitionNotAllowed
from qa_app.domain.moderation import Decision
from qa_app.domain.moderation_draft import Draft
from qa_app.domain.roles import Role
from qa_app.domain.sampling import ChosenBecause
from qa_app.domain.scales import FOUR_GRADES, MET, NOT_APPLICABLE, NOT_MET
from qa_app.domain.workflow import AuditStatus
from qa_app.models import Moderation, ModerationOutcome, ModerationSetting, Revision, TrailEntry
from qa_app.services.moderation import (
    ask_for_moderation,
    finish_moderation,
    give_back,
    start_moderation,
)
from qa_app.services.moderation_draft import record_first_grades, save_draft
from tests.factories import a_moderation, a_person, a_tool, a_tool_version, an_audit
from tests.factories.moderations import AT

O, G, R, I = FOUR_GRADES.positions  # noqa: E741 the grades' own initials

JUDGED = {"assessment": G, "planning": None, "visits": MET, "overall": G}
AGREED = {"assessment": Decision(G), "overall": Decision(G)}
LATER = AT + timedelta(days=1)


@pytest.fixture
def moderator(session):
    person = a_person(Role.MODERATOR, name="Mo Derator")
    session.add(person)
    return person


@pytest.fixture
def audit(session):
    """Waits for moderation, with one judgement that the auditor left open."""
    tool = a_tool("assessment", "planning", standards=("visits",), texts=("story",))
    waiting = an_audit(
        a_tool_version(session, tool),
        status=AuditStatus.SUBMITTED,
        chosen_because=ChosenBecause.RANDOM,
        judged=JUDGED,
    )
    session.add(waiting)
    session.flush()
    return waiting


def values(audit):
    return {row.question.code: (row.auditor_value, row.moderated_value) for row in audit.judgements}


def finish(session, moderation, decisions, *, by, practice="Warm work.", quality="Clear evidence.", at=AT):
    finish_moderation(
        session,
        moderation,
        decisions=decisions,
        comment_on_practice=practice,
        comment_on_audit_quality=quality,
        by=by,
        at=at,
    )


def trail(session, audit):
    statement = select(TrailEntry).where(TrailEntry.subject == "audit", TrailEntry.subject_id == audit.id)
    return [(entry.action, entry.person_id) for entry in session.scalars(statement.order_by(TrailEntry.id))]


def test_taken_from_the_queue(session, audit, moderator):
    moderation = start_moderation(session, audit, by=moderator, at=AT)

    assert audit.status is AuditStatus.IN_MODERATION
    assert (moderation.moderator, moderation.started_at, moderation.is_open) == (moderator, AT, True)
    assert moderation.chosen_because is ChosenBecause.RANDOM
    assert trail(session, audit) == [("started moderation", moderator.id)]


@pytest.mark.parametrize("worker_name", ["Mo Derator", " mo  derator", "Derator, Mo"])
def test_nobody_moderates_an_audit_of_their_own_work(session, audit, moderator, worker_name):
    audit.worker_name = worker_name
    session.flush()

    with pytest.raises(NotPermitted, match="named as the worker"):
        start_moderation(session, audit, by=moderator, at=AT)

    assert audit.status is AuditStatus.SUBMITTED


def test_nobody_moderates_their_own_audit(session, audit):
    with pytest.raises(NotPermitted, match="your own audit"):
        start_moderation(session, audit, by=audit.auditor, at=AT)

    assert session.scalars(select(Moderation)).all() == []


@pytest.mark.parametrize(
    "status", [status for status in AuditStatus if status not in (AuditStatus.SUBMITTED,)]
)
def test_only_what_waits_is_taken(session, audit, moderator, status):
    audit.status = status
    session.flush()

    with pytest.raises(TransitionNotAllowed):
        start_moderation(session, audit, by=moderator, at=AT)


def test_the_second_to_take_it_is_told_who_was_first(session, audit, moderator):
    other = a_person(Role.MODERATOR)
    session.add(other)
    start_moderation(session, audit, by=moderator, at=AT)

    with pytest.raises(Conflict, match="Mo Derator is moderating this audit now"):
        start_moderation(session, audit, by=other, at=AT)
    with pytest.raises(Conflict, match="You are moderating this audit already"):
        start_moderation(session, audit, by=moderator, at=AT)


def test_agreeing_leaves_no_revision(session, audit, moderator):
    moderation = start_moderation(session, audit, by=moderator, at=AT)

    finish(session, moderation, AGREED, by=moderator, at=LATER)

    assert (moderation.outcome, moderation.finished_at) == (ModerationOutcome.AGREED, LATER)
    assert (audit.status, audit.moderated_at) == (AuditStatus.FINAL, LATER)
    assert session.scalars(select(Revision)).all() == []
    assert all(moderated is None for _, moderated in values(audit).values())


def test_revising_keeps_the_auditors_judgement_beside(session, audit, moderator):
    moderation = start_moderation(session, audit, by=moderator, at=AT)
    revised = {"assessment": Decision(R, "No analysis."), "visits": Decision(NOT_MET, "None since May.")}

    finish(session, moderation, AGREED | revised, by=moderator, practice="  Kind.  ")

    assert values(audit) == {
        "assessment": (G, R),
        "planning": (None, None),
        "visits": (MET, NOT_MET),
        "overall": (G, None),
    }
    assert moderation.outcome is ModerationOutcome.REVISED
    assert moderation.comment_on_practice == "Kind."
    assert [(row.from_value, row.to_value, row.reason, row.revised_at) for row in moderation.revisions] == [
        (G, R, "No analysis.", AT),
        (MET, NOT_MET, "None since May.", AT),
    ]


def test_the_trail_names_grades_and_no_words_of_the_case(session, audit, moderator):
    moderation = start_moderation(session, audit, by=moderator, at=AT)
    finish(session, moderation, AGREED | {"assessment": Decision(R, "Her mother said")}, by=moderator)

    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "finished moderation")).one()

    assert entry.before == {"status": "in moderation"}
    assert entry.after == {
        "status": "final",
        "outcome": "revised",
        "revised": {"assessment": "from Good to Requires Improvement"},
    }


@pytest.mark.parametrize(
    ("decisions", "practice", "quality", "fields"),
    [
        ({"overall": Decision(G)}, "Warm.", "Clear.", ["grade-assessment"]),
        (AGREED | {"overall": Decision(I)}, "Warm.", "Clear.", ["reason-overall"]),
        (AGREED, " ", "Clear.", ["comment_on_practice"]),
        (AGREED, "Warm.", "", ["comment_on_audit_quality"]),
        # Everything at once, in the order of the page.
        (
            {},
            "",
            "",
            ["grade-assessment", "grade-overall", "comment_on_practice", "comment_on_audit_quality"],
        ),
        (AGREED | {"planning": Decision(G)}, "Warm.", "Clear.", ["grade-planning"]),  # never answered
        (AGREED, "x" * 50_001, "Clear.", ["comment_on_practice"]),
    ],
)
def test_what_is_missing_is_named_and_nothing_changes(
    session, audit, moderator, decisions, practice, quality, fields
):
    moderation = start_moderation(session, audit, by=moderator, at=AT)

    with pytest.raises(InvalidInput) as caught:
        finish(session, moderation, decisions, by=moderator, practice=practice, quality=quality)

    assert [problem.field for problem in caught.value.problems] == fields
    assert audit.status is AuditStatus.IN_MODERATION
    assert moderation.outcome is None
    assert session.scalars(select(Revision)).all() == []


def test_a_second_moderation_revises_what_counted(session, audit, moderator):
    lead = a_person(Role.QA_LEAD)
    a_moderation(session, audit, decisions={"assessment": Decision(R, "No analysis."),
                                            "overall": Decision(R, "Follows.")})  # fmt: skip
    ask_for_moderation(session, audit, by=lead, at=LATER)
    second = start_moderation(session, audit, by=moderator, at=LATER)
    decisions = {"assessment": Decision(R), "overall": Decision(I, "A child at risk.")}

    finish(session, second, decisions, by=moderator, at=LATER)

    assert second.chosen_because is ChosenBecause.REQUESTED
    assert [(row.from_value, row.to_value) for row in second.revisions] == [(R, I)]
    assert values(audit)["overall"] == (G, I)
    assert values(audit)["assessment"] == (G, R)
    assert audit.moderated_at == LATER


def test_coming_back_to_the_auditors_grade_counts_the_auditors_again(session, audit, moderator):
    a_moderation(session, audit, decisions={"assessment": Decision(R, "No analysis.")})
    ask_for_moderation(session, audit, by=moderator, at=LATER)
    second = start_moderation(session, audit, by=moderator, at=LATER)

    finish(session, second, AGREED | {"assessment": Decision(G, "The analysis is there.")}, by=moderator)

    assert values(audit)["assessment"] == (G, None)
    assert [(row.from_value, row.to_value) for row in second.revisions] == [(R, G)]


def test_only_its_moderator_goes_on(session, audit, moderator):
    moderation = start_moderation(session, audit, by=moderator, at=AT)
    other = a_person(Role.MODERATOR)
    session.add(other)
    session.flush()

    for attempt in (
        lambda: finish(session, moderation, AGREED, by=other),
        lambda: save_draft(
            session, moderation, Draft(), opened_at_version=moderation.version, by=other, at=AT
        ),
        lambda: record_first_grades(session, moderation, {}, by=other, at=AT),
        lambda: give_back(session, moderation, by=other, at=AT),
    ):
        with pytest.raises(NotPermitted, match="Mo Derator is moderating this audit"):
            attempt()


def test_a_finished_moderation_is_closed(session, audit, moderator):
    moderation = a_moderation(session, audit, by=moderator)

    for attempt in (
        lambda: finish(session, moderation, AGREED, by=moderator),
        lambda: save_draft(
            session, moderation, Draft(), opened_at_version=moderation.version, by=moderator, at=AT
        ),
        lambda: give_back(session, moderation, by=moderator, at=AT),
    ):
        with pytest.raises(TransitionNotAllowed, match="finished already"):
            attempt()


DRAFT = Draft({"assessment": Decision(R, "Thin.")}, "So far", "")


def test_the_trail_tells_what_of_a_draft_was_changed_and_not_what_was_typed(session, audit, moderator):
    moderation = start_moderation(session, audit, by=moderator, at=AT)
    for draft in (DRAFT, DRAFT, replace(DRAFT, comment_on_practice="So far, so thin")):
        save_draft(session, moderation, draft, opened_at_version=moderation.version, by=moderator, at=AT)

    drafts = select(TrailEntry.after).where(TrailEntry.action == "saved draft of moderation")
    assert session.scalars(drafts.order_by(TrailEntry.id)).all() == [
        {"changed": ["assessment", "comment on practice"]},
        {"changed": ["comment on practice"]},
    ]


def test_what_is_given_back_waits_again_and_the_draft_with_it(session, audit, moderator):
    moderation = start_moderation(session, audit, by=moderator, at=AT)
    save_draft(session, moderation, DRAFT, opened_at_version=moderation.version, by=moderator, at=AT)

    give_back(session, moderation, by=moderator, at=AT)

    assert audit.status is AuditStatus.SUBMITTED
    assert trail(session, audit)[-1] == ("gave back audit in moderation", moderator.id)
    again = start_moderation(session, audit, by=moderator, at=LATER)
    assert again is moderation
    assert Draft.from_json(again.draft) == DRAFT


def test_somebody_else_starts_from_nothing(session, audit, moderator):
    moderation = start_moderation(session, audit, by=moderator, at=AT)
    save_draft(session, moderation, DRAFT, opened_at_version=moderation.version, by=moderator, at=AT)
    give_back(session, moderation, by=moderator, at=AT)
    other = a_person(Role.MODERATOR)
    session.add(other)

    theirs = start_moderation(session, audit, by=other, at=LATER)

    assert theirs.draft is None
    with pytest.raises(TransitionNotAllowed, match="given back"):
        finish(session, moderation, AGREED, by=moderator)


def test_a_draft_of_an_earlier_round_is_not_taken_up_again(session, audit, moderator):
    """What was typed then was about judgements that another moderator has revised since."""
    moderation = start_moderation(session, audit, by=moderator, at=AT)
    give_back(session, moderation, by=moderator, at=AT)
    a_moderation(session, audit, at=LATER)
    ask_for_moderation(session, audit, by=moderator, at=LATER)

    assert start_moderation(session, audit, by=moderator, at=LATER) is not moderation


def test_a_qa_lead_gives_back_for_a_moderator_who_is_away(session, audit, moderator):
    moderation = start_moderation(session, audit, by=moderator, at=AT)
    lead = a_person(Role.QA_LEAD)
    session.add(lead)
    session.flush()

    give_back(session, moderation, by=lead, at=AT)

    assert audit.status is AuditStatus.SUBMITTED


def test_a_draft_opened_elsewhere_does_not_overwrite(session, audit, moderator):
    moderation = start_moderation(session, audit, by=moderator, at=AT)
    opened = moderation.version
    save_draft(session, moderation, DRAFT, opened_at_version=opened, by=moderator, at=AT)

    with pytest.raises(Conflict, match="in another window"):
        save_draft(session, moderation, Draft(), opened_at_version=opened, by=moderator, at=AT)

    assert Draft.from_json(moderation.draft) == DRAFT
    assert moderation.version == opened + 1


@pytest.mark.parametrize("status", [status for status in AuditStatus if status is not AuditStatus.FINAL])
def test_moderation_is_asked_for_once_an_audit_is_final(session, audit, moderator, status):
    audit.status = status
    session.flush()

    with pytest.raises(TransitionNotAllowed, match="once an audit is final"):
        ask_for_moderation(session, audit, by=moderator, at=AT)


def test_asked_for(session, audit):
    audit.status = AuditStatus.FINAL
    lead = a_person(Role.QA_LEAD)
    session.add(lead)
    session.flush()

    ask_for_moderation(session, audit, by=lead, at=AT)

    assert (audit.status, audit.chosen_because) == (AuditStatus.SUBMITTED, ChosenBecause.REQUESTED)
    assert trail(session, audit) == [("asked for moderation", lead.id)]


class TestBlind:
    FIRST = {"assessment": R, "overall": G}

    @pytest.fixture
    def moderation(self, session, audit, moderator):
        session.get_one(ModerationSetting, 1).blind = True
        return start_moderation(session, audit, by=moderator, at=AT)

    def test_nothing_is_finished_before_the_first_grades(self, session, moderation, moderator):
        with pytest.raises(TransitionNotAllowed, match="Record your own judgements first"):
            finish(session, moderation, AGREED, by=moderator)

    def test_they_are_in_the_trail_and_start_the_decisions(self, session, audit, moderation, moderator):
        record_first_grades(session, moderation, self.FIRST, by=moderator, at=AT)

        draft = Draft.from_json(moderation.draft)
        assert draft.first_grades == self.FIRST
        assert draft.decisions == {"assessment": Decision(R), "overall": Decision(G)}
        entry = session.scalars(select(TrailEntry).order_by(TrailEntry.id.desc())).first()
        assert entry.action == "judged before seeing the auditor’s grades"
        assert entry.after == {"assessment": "Requires Improvement", "overall": "Good"}

    def test_they_are_recorded_once(self, session, moderation, moderator):
        record_first_grades(session, moderation, self.FIRST, by=moderator, at=AT)

        with pytest.raises(TransitionNotAllowed, match="recorded already"):
            record_first_grades(session, moderation, {"assessment": G, "overall": G}, by=moderator, at=AT)

    def test_saving_the_draft_leaves_them_alone(self, session, moderation, moderator):
        record_first_grades(session, moderation, self.FIRST, by=moderator, at=AT)
        forged = Draft({"assessment": Decision(G)}, first_grades={"assessment": G})

        save_draft(session, moderation, forged, opened_at_version=moderation.version, by=moderator, at=AT)

        assert Draft.from_json(moderation.draft).first_grades == self.FIRST

    def test_each_has_to_be_made(self, session, moderation, moderator):
        with pytest.raises(InvalidInput, match="Choose a grade for Overall"):
            record_first_grades(session, moderation, {"assessment": R}, by=moderator, at=AT)

    def test_a_rule_changed_meanwhile_does_not_change_it(self, session, moderation, moderator):
        session.get_one(ModerationSetting, 1).blind = False

        with pytest.raises(TransitionNotAllowed, match="Record your own"):
            finish(session, moderation, AGREED, by=moderator)


@pytest.mark.parametrize("blind", [False, True])
@pytest.mark.parametrize(
    "decisions",
    [
        AGREED,
        {"assessment": Decision(I, "Unsafe."), "overall": Decision(NOT_APPLICABLE, "?")},
        AGREED | {"visits": Decision(NOT_APPLICABLE, "A baby.")},
        {},
    ],
)
def test_no_way_through_moderation_changes_what_the_auditor_judged(
    session, audit, moderator, decisions, blind
):
    session.get_one(ModerationSetting, 1).blind = blind
    before = {code: auditor for code, (auditor, _) in values(audit).items()}

    for _ in range(2):
        moderation = start_moderation(session, audit, by=moderator, at=AT)
        draft = Draft(decisions)
        save_draft(session, moderation, draft, opened_at_version=moderation.version, by=moderator, at=AT)
        if blind:
            record_first_grades(session, moderation, {"assessment": I, "overall": O}, by=moderator, at=AT)
        give_back(session, moderation, by=moderator, at=AT)
        start_moderation(session, audit, by=moderator, at=AT)
        try:
            finish(session, moderation, decisions, by=moderator)
        except InvalidInput:
            decisions = {"assessment": Decision(I, "Unsafe."), "overall": Decision(R, "Follows.")}
            finish(session, moderation, decisions, by=moderator)
        ask_for_moderation(session, audit, by=moderator, at=AT)
        blind = session.get_one(ModerationSetting, 1).blind = False
        decisions = {"assessment": Decision(R, "Less bad."), "overall": Decision(I, "Worse.")}

    session.expire_all()
    assert {code: auditor for code, (auditor, _) in values(audit).items()} == before
