import pytest
from sqlalchemy import select

from qa_app.domain.roles import Role
from qa_app.models import RetentionRule


def test_a_rule_is_set_changed_and_removed(records, sign_in, get, send, session):
    sign_in(person=records.lead)
    page = get("/records/rules")
    assert [row[:3] for row in page.rows] == [["Every stream", "Every tool", "6 years"]]

    page = send("/records/rules", {"stream": records.stream.id, "tool": "0", "years": "8"})
    assert page.messages == ["Monthly, every tool: the text is kept for 8 years."]
    page = send("/records/rules", {"stream": records.stream.id, "tool": "0", "years": "1"})

    assert [row[:3] for row in page.rows] == [
        ["Every stream", "Every tool", "6 years"],
        ["Monthly", "Every tool", "1 year"],
    ]
    number = session.scalars(select(RetentionRule.id).where(RetentionRule.years == 1)).one()
    page = send(f"/records/rules/{number}/remove")
    assert [row[:3] for row in page.rows] == [["Every stream", "Every tool", "6 years"]]


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"stream": "0", "tool": "0", "years": "six"}, ["Write a whole number from 1 to 100"]),
        ({"stream": "0", "tool": "0"}, ["Write a whole number from 1 to 100"]),
        (
            {"stream": "99999", "tool": "x", "years": "6"},
            ["Choose a stream of the list", "Choose an audit tool of the list"],
        ),
    ],
)
def test_what_makes_no_rule_is_said_and_stays_as_typed(records, sign_in, send, values, errors):
    sign_in(person=records.lead)

    page = send("/records/rules", values, status=422)

    assert page.errors == errors
    assert page.tree.xpath("//input[@name='years']")[0].get("value") == values.get("years", "")


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.MODERATOR, Role.VIEWER])
def test_others_set_no_rule(session, sign_in, send, get, role):
    sign_in(role)

    get("/records/rules", status=403)
    send("/records/rules", {"years": "1"}, status=403)
