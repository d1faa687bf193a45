"""The invented council keeps every rule that a real one has to, whatever day it is made on."""

from collections import Counter
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from qa_app.demo.council import AREAS, STREAMS
from qa_app.demo.people import LIMITED_MODERATOR, PASSWORD, VISITORS
from qa_app.domain.audit_form import Answer, missing
from qa_app.domain.audit_tool_versions import changed_definitions
from qa_app.domain.moderation import problems_with_comments
from qa_app.domain.moderation_draft import Draft
from qa_app.domain.periods import Quarter, london_date, month_number
from qa_app.domain.roles import Role
from qa_app.domain.sampling import ChosenBecause, chosen_because, random_draw
from qa_app.domain.workflow import AWAITING_MODERATION, COUNTED, AuditStatus
from qa_app.models import (
    Audit,
    AuditToolVersion,
    Judgement,
    Moderation,
    ModerationOutcome,
    ModerationSetting,
    PeriodLabel,
    Person,
    Revision,
    ServiceArea,
    Stream,
    Team,
    ToolStatus,
    TrailEntry,
)
from qa_app.queries.audit_tools import as_tool
from qa_app.services.passwords import is_password_of


def _counted(audits: list[Audit]) -> list[Audit]:
    return [audit for audit in audits if audit.status in COUNTED]


def test_every_area_has_its_teams(demonstration: Session):
    teams = Counter(team.service_area.name for team in demonstration.scalars(select(Team)))

    assert len(AREAS) == 12
    assert teams == {area.name: len(area.teams) for area in AREAS}
    assert set(teams.values()) <= {2, 3, 4}


def test_every_stream_has_audits(demonstration: Session, audits: list[Audit]):
    streams = demonstration.scalars(select(Stream.name).join(Audit, Audit.stream_id == Stream.id).distinct())

    assert sorted(streams) == sorted(STREAMS)


def test_eight_full_quarters_of_about_150_audits(demonstration: Session, audits: list[Audit], now: datetime):
    quarters = Counter(Quarter.of(audit.audit_date) for audit in _counted(audits))

    full = Quarter.of(london_date(now)).previous().ending(8)
    assert set(quarters) <= {*full, Quarter.of(london_date(now))}
    assert all(120 <= quarters[quarter] <= 185 for quarter in full), quarters
    assert {row.period for row in demonstration.scalars(select(PeriodLabel))} >= {q.key for q in full}


def test_every_state_is_there(audits: list[Audit]):
    assert {audit.status for audit in audits} == set(AuditStatus)


def test_nothing_happens_before_what_led_to_it_or_after_now(audits: list[Audit], now: datetime):
    for audit in audits:
        instants = [audit.created_at, audit.submitted_at, audit.moderated_at, now]
        known = [instant for instant in instants if instant is not None]
        assert known == sorted(known), audit.reference
        assert london_date(audit.created_at) <= audit.audit_date
        # What was only given out may be planned for a later day.
        assert audit.audit_date <= london_date(now) or audit.status in (
            AuditStatus.ALLOCATED,
            AuditStatus.WITHDRAWN,
        )
        assert audit.month == month_number(audit.audit_date)
        assert (audit.submitted_at is not None) == (audit.status in COUNTED)


def test_every_counted_audit_is_complete(demonstration: Session, audits: list[Audit]):
    tools = {version.id: as_tool(version) for version in demonstration.scalars(select(AuditToolVersion))}
    for audit in _counted(audits):
        answers = {
            judgement.question.code: Answer(judgement.auditor_value, judgement.evidence)
            for judgement in audit.judgements
        }
        assert missing(tools[audit.tool_version_id], answers) == [], audit.reference
        assert answers.keys() == {question.code for question in tools[audit.tool_version_id].questions}


def test_audits_stand_on_a_version_that_was_live_when_they_began(demonstration: Session, audits: list[Audit]):
    versions = {version.id: version for version in demonstration.scalars(select(AuditToolVersion))}
    retired_at = {
        earlier.id: later.made_live_at
        for earlier in versions.values()
        for later in versions.values()
        if earlier.tool_id == later.tool_id and later.number == earlier.number + 1
    }
    for audit in audits:
        made_live_at = versions[audit.tool_version_id].made_live_at
        assert made_live_at is not None
        assert made_live_at <= audit.created_at
        retired = retired_at.get(audit.tool_version_id)
        assert retired is None or audit.created_at < retired


def test_the_case_file_audit_changed_what_one_domain_means(demonstration: Session):
    versions = demonstration.scalars(
        select(AuditToolVersion)
        .where(AuditToolVersion.tool.has(code="case-file-audit"))
        .order_by(AuditToolVersion.number)
    ).all()

    assert [version.status for version in versions] == [ToolStatus.RETIRED, ToolStatus.LIVE]
    assert changed_definitions(*map(as_tool, versions)) == {"voice-and-identity"}


def test_audits_are_chosen_by_the_council_s_rule(demonstration: Session, audits: list[Audit]):
    rule = demonstration.get_one(ModerationSetting, 1).as_rule()
    for audit in _counted(audits):
        overall = next(row.auditor_value for row in audit.judgements if row.question.is_overall)
        draw = random_draw(rule.seed, audit.reference)
        scale = audit.tool_version.scale.as_scale()
        by_rule = chosen_because(overall or 0, scale=scale, rule=rule, draw=draw)

        assert audit.random_draw == draw
        if by_rule is None:
            assert audit.chosen_because in (None, ChosenBecause.REQUESTED)
        else:
            assert audit.chosen_because is by_rule


def test_only_chosen_audits_wait_or_are_moderated(audits: list[Audit]):
    for audit in _counted(audits):
        if audit.chosen_because is None:
            assert audit.status is AuditStatus.FINAL
            assert audit.moderated_at is None
        else:
            assert (audit.moderated_at is None) == (audit.status in AWAITING_MODERATION)


def test_moderated_values_are_what_their_revisions_say(demonstration: Session):
    revisions = {
        (row.audit_id, row.question_id): (row.from_value, row.to_value)
        for row in demonstration.scalars(select(Revision))
    }
    moderated = {
        (row.audit_id, row.question_id): (row.auditor_value, row.moderated_value)
        for row in demonstration.scalars(select(Judgement).where(Judgement.moderated_value.is_not(None)))
    }

    assert moderated == revisions
    assert all(judged != revised for judged, revised in revisions.values())


def test_moderations_agree_with_their_audits(demonstration: Session, audits: list[Audit]):
    moderations = demonstration.scalars(
        select(Moderation).options(selectinload(Moderation.audit), selectinload(Moderation.revisions))
    ).all()

    assert moderations
    for moderation in moderations:
        audit, revised = moderation.audit, bool(moderation.revisions)
        assert moderation.moderator_id != audit.auditor_id
        assert moderation.chosen_because is audit.chosen_because
        assert moderation.finished_at == audit.moderated_at
        if moderation.finished_at is None:
            assert audit.status is AuditStatus.IN_MODERATION
            assert moderation.outcome is None
        else:
            assert moderation.outcome is (ModerationOutcome.REVISED if revised else ModerationOutcome.AGREED)
            assert (
                problems_with_comments(moderation.comment_on_practice, moderation.comment_on_audit_quality)
                == []
            )


def test_moderators_keep_to_their_areas(demonstration: Session):
    for moderation in demonstration.scalars(select(Moderation)):
        areas = moderation.moderator.scope.case_areas
        assert areas is None or moderation.audit.service_area_id in areas


def test_somebody_signs_in_for_every_role(demonstration: Session):
    people = {person.email: person for person in demonstration.scalars(select(Person))}
    visitors = [people[visitor.email] for _, visitor in VISITORS]

    assert {role for person in visitors for role in person.roles} == set(Role)
    assert all(is_password_of(person, PASSWORD) for person in visitors)
    assert 55 <= len(people) <= 65
    limited = people[LIMITED_MODERATOR.email].scope.areas
    assert limited is not None
    assert len(limited) == 3


def test_the_visiting_auditor_has_work_in_every_state(demonstration: Session, now: datetime):
    auditor = dict(VISITORS)["Auditor"]
    own = demonstration.scalars(select(Audit).join(Audit.auditor).where(Person.email == auditor.email)).all()

    assert {audit.status for audit in own} == set(AuditStatus)
    assert any(audit.returned_because for audit in own)
    late = [audit for audit in own if audit.due_on and audit.due_on < london_date(now)]
    assert any(audit.status is AuditStatus.ALLOCATED for audit in late)


def test_half_filled_audits_are_neither_empty_nor_complete(audits: list[Audit]):
    for audit in (audit for audit in audits if audit.status is AuditStatus.IN_PROGRESS):
        asked = len(as_tool(audit.tool_version).questions)
        if audit.returned_because:
            assert len(audit.judgements) == asked
        else:
            assert 0 < len(audit.judgements) < asked


def test_grades_are_believable(audits: list[Audit]):
    """No area is all of one grade, and every grade of the four occurs."""
    counts: dict[str, Counter[int]] = {}
    for audit in _counted(audits):
        if len(audit.tool_version.scale.labels) == 4:
            overall = next(row for row in audit.judgements if row.question.is_overall)
            area = counts.setdefault(audit.service_area.name, Counter())
            area[overall.moderated_value or overall.auditor_value or 0] += 1
    together = sum(counts.values(), Counter())
    good = {area: (grades[1] + grades[2]) / grades.total() for area, grades in counts.items()}

    assert len(counts) == len(AREAS)
    assert set(together) == {1, 2, 3, 4}
    assert all(0.15 < share < 0.95 for share in good.values()), good
    assert max(good.values()) - min(good.values()) > 0.25
    assert 0.02 < together[1] / together.total() < 0.12
    assert 0.02 < together[4] / together.total() < 0.12


def test_the_trail_says_what_happened_to_every_audit(demonstration: Session, audits: list[Audit]):
    entries = demonstration.execute(
        select(TrailEntry.action, func.count())
        .where(TrailEntry.subject == "audit")
        .group_by(TrailEntry.action)
    )
    number = dict(entries.all())

    assert number["allocated audit"] + number["started audit"] == len(audits)
    assert number["withdrew audit"] == sum(audit.status is AuditStatus.WITHDRAWN for audit in audits)
    assert number["finished moderation"] == sum(audit.moderated_at is not None for audit in audits)


def test_no_case_text_in_the_trail(demonstration: Session):
    entries = demonstration.scalars(select(TrailEntry).where(TrailEntry.subject == "audit"))
    kept = {name for entry in entries for name in (entry.after or {})}

    assert kept == {"reference", "status", "auditor", "overall", "chosen_because", "outcome"}


def test_moves_in_the_trail_are_moves_there_are(demonstration: Session, audits: list[Audit]):
    """Every state follows from the one before, and the last is the one the audit is in."""
    statuses: dict[int | None, list[str]] = {}
    entries = demonstration.scalars(
        select(TrailEntry)
        .where(TrailEntry.subject == "audit")
        .order_by(TrailEntry.happened_at, TrailEntry.id)
    )
    for entry in entries:
        known = statuses.setdefault(entry.subject_id, [])
        assert (entry.before or {}).get("status") in (known[-1] if known else None, AuditStatus.IN_PROGRESS)
        known.append((entry.after or {})["status"])
    for audit in audits:
        filled_in = audit.status is AuditStatus.IN_PROGRESS
        assert filled_in or statuses[audit.id][-1] == audit.status


def test_the_visiting_moderator_has_two_half_way(demonstration: Session):
    moderator = dict(VISITORS)["Moderator, every area"]
    open_ones = demonstration.scalars(
        select(Moderation).where(
            Moderation.moderator.has(email=moderator.email), Moderation.finished_at.is_(None)
        )
    ).all()
    half_way = [row for row in open_ones if row.draft is not None]

    assert len(half_way) >= 2
    for moderation in half_way:
        draft = Draft.from_json(moderation.draft)
        assert draft.decisions
        assert any(decision.reason for decision in draft.decisions.values())


def test_areas_are_the_ones_the_council_has(demonstration: Session):
    assert set(demonstration.scalars(select(ServiceArea.name))) == {area.name for area in AREAS}
