from datetime import date

import pytest

from qa_app.domain.commentary import Said, clean_said, may_comment
from qa_app.domain.errors import InvalidInput
from qa_app.domain.roles import Role, permissions_of

DAY = date(2017, 3, 1)


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        (Said(text="Why"), []),
        (Said(action="Train"), []),
        (Said(action="Train", owner="Ada", due_on=DAY), []),
        (Said(action="Train", owner="Ada"), ["due_on"]),
        (Said(action="Train", due_on=DAY), ["owner"]),
        (Said(action="Train", owner="  ", due_on=DAY), ["owner"]),
        (Said(text="Why", owner="Ada", due_on=DAY), ["action"]),
        (Said(owner="Ada"), ["action", "due_on"]),
        (Said(due_on=DAY), ["action", "owner"]),
        (Said(action="A", owner="o" * 201, due_on=DAY), ["owner"]),  # too long, and not missing
        (Said(text="t" * 50_001), ["text"]),
        (Said(action="a" * 50_001, owner="Ada", due_on=DAY), ["action"]),
        (Said(status=3), []),
        (Said(status=4), ["status"]),
        (Said(status=0), ["status"]),
    ],
)
def test_what_is_said_together(said, fields):
    try:
        clean_said(said)
        found = []
    except InvalidInput as error:
        found = [problem.field for problem in error.problems]
    assert found == fields


def test_it_is_kept_without_outer_spaces():
    said = Said(text=" Why\r\nso ", action="Train\n", owner=" Ada   Example ", due_on=DAY)

    assert clean_said(said) == Said(text="Why\nso", action="Train", owner="Ada Example", due_on=DAY)


@pytest.mark.parametrize(
    ("roles", "responsible", "may"),
    [
        ([Role.QA_LEAD], False, True),
        ([Role.AUDITOR], True, True),
        ([Role.VIEWER], True, True),
        ([Role.AUDITOR], False, False),
        ([Role.MODERATOR], False, False),
        ([Role.ADMINISTRATOR], True, False),  # reads no scorecard
        ([], True, False),
    ],
)
def test_who_may_comment(roles, responsible, may):
    own = permissions_of(roles)

    assert may_comment(person_id=7, permissions=own, responsible_id=7 if responsible else 8) is may
    assert may_comment(person_id=7, permissions=own, responsible_id=None) is (Role.QA_LEAD in roles)
