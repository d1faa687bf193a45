from datetime import timedelta

import pytest
from sqlalchemy.exc import NoResultFound

from qa_app.domain.moderation import Decision
from qa_app.domain.roles import Role
from qa_app.domain.sampling import ChosenBecause
from qa_app.domain.scales import NOT_MET
from qa_app.domain.workflow import AuditStatus
from qa_app.models import ModerationOutcome, ModerationSetting
from qa_app.queries.moderation import (
    RevisedJudgement,
    find_moderation,
    finished_moderations,
    hides_grades,
)
from qa_app.services.moderation import ask_for_moderation, give_back, start_moderation
from qa_app.services.moderation_draft import record_first_grades
from tests.factories import a_moderation, a_person, a_service_area, a_tool, a_tool_version, an_audit
from tests.factories.moderations import AT

JUDGED = {"assessment": 2, "visits": 1, "overall": 2}


@pytest.fixture
def area():
    return a_service_area("North")


@pytest.fixture
def audit(session, area):
    version = a_tool_version(session, a_tool("assessment", standards=("visits",)))
    waiting = an_audit(
        version,
        status=AuditStatus.SUBMITTED,
        chosen_because=ChosenBecause.RANDOM,
        judged=JUDGED,
        service_area=area,
    )
    session.add(waiting)
    session.flush()
    return waiting


def test_what_came_of_each_moderation(session, audit):
    first, second = (a_person(Role.MODERATOR, name=name) for name in ("Ann", "Bob"))
    lead = a_person(Role.QA_LEAD)
    session.add(lead)
    decisions = {
        "overall": Decision(4, "Unsafe."),
        "visits": Decision(NOT_MET, "None since May."),
        "assessment": Decision(3, "No analysis."),
    }
    a_moderation(session, audit, by=first, decisions=decisions)
    ask_for_moderation(session, audit, by=lead, at=AT)
    a_moderation(session, audit, by=second, at=AT + timedelta(days=1))

    one, two = finished_moderations(session, audit.id)

    assert (one.moderator, one.finished_at, one.outcome) == ("Ann", AT, ModerationOutcome.REVISED)
    assert one.chosen_because is ChosenBecause.RANDOM
    assert one.comment_on_practice == "Warm, purposeful work."
    assert one.comment_on_audit_quality == "The evidence bears the grades out."
    assert one.revisions == (  # in the order of the form
        RevisedJudgement("assessment", "Assessment", "Good", "Requires Improvement", "No analysis."),
        RevisedJudgement("visits", "Visits", "Met", "Not met", "None since May."),
        RevisedJudgement("overall", "Overall", "Good", "Inadequate", "Unsafe."),
    )
    assert (two.moderator, two.outcome, two.revisions) == ("Bob", ModerationOutcome.AGREED, ())
    assert two.chosen_because is ChosenBecause.REQUESTED


def test_what_is_not_finished_is_not_told(session, audit):
    moderator = a_person(Role.MODERATOR)
    session.add(moderator)
    start_moderation(session, audit, by=moderator, at=AT)

    assert finished_moderations(session, audit.id) == []


def test_a_moderation_outside_the_scope_is_not_found(session, audit, area):
    inside, outside = a_person(Role.MODERATOR, areas=[area]), a_person(Role.MODERATOR, areas=[])
    session.add_all([inside, outside])
    moderation = start_moderation(session, audit, by=inside, at=AT)

    assert find_moderation(session, moderation.id, scope=inside.scope) is moderation
    with pytest.raises(NoResultFound):
        find_moderation(session, moderation.id, scope=outside.scope)


class TestBlind:
    @pytest.fixture
    def moderator(self, session):
        person = a_person(Role.MODERATOR)
        session.add(person)
        session.get_one(ModerationSetting, 1).blind = True
        session.flush()
        return person

    def test_the_grades_are_hidden_until_the_moderators_own_are_recorded(self, session, audit, moderator):
        assert hides_grades(session, audit, person=moderator)
        moderation = start_moderation(session, audit, by=moderator, at=AT)
        assert hides_grades(session, audit, person=moderator)
        record_first_grades(session, moderation, {"assessment": 2, "overall": 2}, by=moderator, at=AT)
        assert not hides_grades(session, audit, person=moderator)

    def test_who_may_take_it_next_does_not_see_them_either(self, session, audit, moderator):
        other = a_person(Role.MODERATOR)
        session.add(other)
        moderation = start_moderation(session, audit, by=moderator, at=AT)
        assert hides_grades(session, audit, person=other)
        give_back(session, moderation, by=moderator, at=AT)
        assert hides_grades(session, audit, person=other)

    @pytest.mark.parametrize("roles", [(Role.AUDITOR,), (Role.QA_LEAD,)])
    def test_nothing_is_hidden_from_those_who_do_not_moderate(self, session, audit, moderator, roles):
        person = a_person(*roles)
        session.add(person)
        session.flush()

        assert not hides_grades(session, audit, person=person)

    def test_nor_from_its_auditor_nor_once_it_is_final(self, session, audit, moderator):
        audit.auditor.roles = frozenset({Role.AUDITOR, Role.MODERATOR})
        assert not hides_grades(session, audit, person=audit.auditor)
        audit.status = AuditStatus.FINAL
        assert not hides_grades(session, audit, person=moderator)

    def test_what_was_begun_blind_stays_blind(self, session, audit, moderator):
        start_moderation(session, audit, by=moderator, at=AT)
        session.get_one(ModerationSetting, 1).blind = False

        assert hides_grades(session, audit, person=moderator)

    def test_nothing_is_hidden_without_blind_moderation(self, session, audit, moderator):
        session.get_one(ModerationSetting, 1).blind = False

        assert not hides_grades(session, audit, person=moderator)
