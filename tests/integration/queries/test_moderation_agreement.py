from datetime import date

import pytest
from sqlalchemy import select

from qa_app.domain.judgement_choice import OVERALL
from qa_app.domain.moderation import Decision
from qa_app.domain.roles import Role
from qa_app.domain.sampling import ChosenBecause
from qa_app.domain.scales import ZERO_TO_TEN
from qa_app.domain.scope import Scope
from qa_app.domain.workflow import AuditStatus
from qa_app.models import Moderation
from qa_app.queries.moderation_agreement import judged_twice
from qa_app.services.moderation import ask_for_moderation, start_moderation
from tests.factories import a_moderation, a_person, a_service_area, a_tool, a_tool_version, an_audit
from tests.factories.moderations import AT

EVERYTHING = Scope.everything()
REASON = "Seen otherwise."


@pytest.fixture
def version(session):
    return a_tool_version(session, a_tool("assessment"))


@pytest.fixture
def moderated(session, version):
    """A finished moderation: the auditor's grade of the overall judgement, and the moderator's."""

    def add(auditor, moderator, *, because=ChosenBecause.RANDOM, of=version, day=date(2016, 12, 5), **named):
        audit = an_audit(
            of,
            status=AuditStatus.SUBMITTED,
            chosen_because=because,
            audit_date=day,
            judged={"overall": auditor, "assessment": 1} if of is version else {"overall": auditor},
            **named,
        )
        decisions = {} if auditor == moderator else {"overall": Decision(moderator, REASON)}
        a_moderation(session, audit, decisions=decisions)
        return audit

    return add


def pairs(session, *, first=201610, last=201612, of=OVERALL, scope=EVERYTHING):
    found = judged_twice(session, first_month=first, last_month=last, of=of, scope=scope)
    return [(row.scale.code, dict(row.pairs), row.blind) for row in found]


def test_agreed_and_revised_side_by_side(session, moderated):
    moderated(2, 2)
    moderated(2, 2)
    moderated(2, 3)
    moderated(4, 1)

    assert pairs(session) == [("four-grades", {(2, 2): 2, (2, 3): 1, (4, 1): 1}, 0)]


@pytest.mark.parametrize("because", [b for b in ChosenBecause if b is not ChosenBecause.RANDOM])
def test_only_what_was_chosen_at_random_is_compared(session, moderated, because):
    moderated(4, 4, because=because)

    assert pairs(session) == []


def test_what_is_not_finished_is_not_compared(session, version):
    audit = an_audit(version, status=AuditStatus.SUBMITTED, chosen_because=ChosenBecause.RANDOM)
    moderator = a_person(Role.MODERATOR)
    session.add_all([audit, moderator])
    session.flush()
    start_moderation(session, audit, by=moderator, at=AT)

    assert pairs(session) == []


def test_the_period_is_that_of_the_audit_date(session, moderated):
    moderated(1, 1, day=date(2016, 9, 30))
    moderated(2, 2, day=date(2016, 10, 1))
    moderated(3, 3, day=date(2016, 12, 31))
    moderated(4, 4, day=date(2017, 1, 1))

    assert pairs(session) == [("four-grades", {(2, 2): 1, (3, 3): 1}, 0)]


def test_one_domain(session, moderated):
    moderated(2, 4)

    assert pairs(session, of="assessment") == [("four-grades", {(1, 1): 1}, 0)]
    assert pairs(session, of="visits") == []


def test_a_later_moderation_on_request_does_not_rewrite_it(session, moderated):
    audit = moderated(2, 3)
    lead = a_person(Role.QA_LEAD)
    session.add(lead)
    ask_for_moderation(session, audit, by=lead, at=AT)
    a_moderation(session, audit, decisions={"overall": Decision(4, REASON)})

    assert pairs(session) == [("four-grades", {(2, 3): 1}, 0)]


def test_scales_are_kept_apart(session, moderated):
    marks = a_tool_version(session, a_tool(scale=ZERO_TO_TEN))
    moderated(2, 2)
    moderated(11, 7, of=marks)

    assert pairs(session) == [("four-grades", {(2, 2): 1}, 0), ("zero-to-ten", {(11, 7): 1}, 0)]


def test_how_many_were_judged_blind(session, moderated):
    audit = moderated(2, 3)
    moderated(2, 2)
    session.scalars(select(Moderation).where(Moderation.audit_id == audit.id)).one().blind = True

    assert pairs(session) == [("four-grades", {(2, 2): 1, (2, 3): 1}, 1)]


def test_only_the_areas_this_person_sees_are_counted(session, moderated):
    north = a_service_area("North")
    moderated(2, 2, service_area=north)
    moderated(3, 4, service_area=a_service_area("South"))
    limited = a_person(Role.MODERATOR, areas=[north])
    session.add(limited)
    session.flush()

    assert pairs(session, scope=limited.scope) == [("four-grades", {(2, 2): 1}, 0)]
