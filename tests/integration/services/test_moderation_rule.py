from dataclasses import replace

import pytest
from sqlalchemy import select

from qa_app.domain.errors import InvalidInput
from qa_app.domain.roles import Role
from qa_app.domain.sampling import ModerationRule
from qa_app.models import ModerationSetting, TrailEntry
from qa_app.services.moderation_rule import change_rule
from tests.factories import a_person
from tests.factories.moderations import AT

RULE = ModerationRule(all_worst=True, all_best=False, random_share=35, seed="heron", blind=True)


@pytest.fixture
def lead(session):
    person = a_person(Role.QA_LEAD)
    session.add(person)
    session.get_one(ModerationSetting, 1).seed = "badger"
    session.flush()
    return person


def test_the_rule_and_the_trail_of_it(session, lead):
    change_rule(session, RULE, by=lead, at=AT)

    assert session.get_one(ModerationSetting, 1).as_rule() == RULE
    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "changed moderation rule")).one()
    assert (entry.person_id, entry.happened_at) == (lead.id, AT)
    assert entry.before == {
        "all with the highest grade": True,
        "random share in percent": 20,
        "seed": "badger",
        "blind": False,
    }
    assert entry.after == {
        "all with the highest grade": False,
        "random share in percent": 35,
        "seed": "heron",
        "blind": True,
    }


def test_saving_it_unchanged_is_nothing_that_happened(session, lead):
    change_rule(session, session.get_one(ModerationSetting, 1).as_rule(), by=lead, at=AT)

    assert (
        session.scalars(select(TrailEntry).where(TrailEntry.action == "changed moderation rule")).all() == []
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"random_share": -1}, "random_share"),
        ({"random_share": 101}, "random_share"),
        ({"seed": " \t "}, "seed"),
        ({"seed": "x" * 101}, "seed"),
    ],
)
def test_what_cannot_be_a_rule(session, lead, change, field):
    with pytest.raises(InvalidInput) as caught:
        change_rule(session, replace(RULE, **change), by=lead, at=AT)

    assert [problem.field for problem in caught.value.problems] == [field]
    assert session.get_one(ModerationSetting, 1).random_share == 20


@pytest.mark.parametrize("share", [0, 100])
def test_none_and_all_are_shares_too(session, lead, share):
    change_rule(session, replace(RULE, random_share=share), by=lead, at=AT)

    assert session.get_one(ModerationSetting, 1).random_share == share
