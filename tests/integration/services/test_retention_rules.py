from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from qa_app.domain.errors import InvalidInput
from qa_app.domain.retention import Kept
from qa_app.domain.roles import Role
from qa_app.models import RetentionRule, TrailEntry
from qa_app.queries.retention import retention_rules
from qa_app.services.retention_rules import remove_rule, set_rule
from tests.factories import a_person, a_stream, a_tool_version

AT = datetime(2026, 4, 3, 9, tzinfo=UTC)


@pytest.fixture
def lead(session):
    lead = a_person(Role.QA_LEAD)
    session.add(lead)
    session.flush()
    return lead


def trail(session):
    statement = select(TrailEntry).where(TrailEntry.subject == "retention rule").order_by(TrailEntry.id)
    return [(entry.action, entry.before, entry.after) for entry in session.scalars(statement)]


def test_a_rule_takes_the_place_of_the_one_for_the_same(session, lead):
    set_rule(session, Kept(6), by=lead, at=AT)
    set_rule(session, Kept(8), by=lead, at=AT)
    set_rule(session, Kept(8), by=lead, at=AT)  # changes nothing, so that the trail says nothing

    assert [(rule.holds_for, rule.years) for rule in session.scalars(select(RetentionRule))] == [("*/*", 8)]
    six, eight = ({"stream": "any", "tool": "any", "years": years} for years in (6, 8))
    action = "set how long case text is kept"
    assert trail(session) == [(action, None, six), (action, six, eight)]


def test_rules_stand_from_the_widest_to_the_closest(session, lead):
    stream, version = a_stream("Monthly"), a_tool_version(session)
    session.add(stream)
    session.flush()
    for kept in (
        Kept(4, stream.id, version.tool_id),
        Kept(3, None, version.tool_id),
        Kept(2, stream.id),
        Kept(1),
    ):
        set_rule(session, kept, by=lead, at=AT)

    assert [rule.years for rule in retention_rules(session)] == [1, 2, 3, 4]


def test_a_rule_is_removed(session, lead):
    rule = set_rule(session, Kept(6), by=lead, at=AT)

    remove_rule(session, rule, by=lead, at=AT)

    assert session.scalars(select(RetentionRule)).all() == []
    before = {"stream": "any", "tool": "any", "years": 6}
    assert trail(session)[-1] == ("removed how long case text is kept", before, None)


def test_only_what_there_is_can_have_a_rule(session, lead):
    with pytest.raises(InvalidInput) as refused:
        set_rule(session, Kept(6, stream_id=999, tool_id=999), by=lead, at=AT)

    assert [problem.field for problem in refused.value.problems] == ["stream", "tool"]
