import pytest

from qa_app.domain.roles import Role
from qa_app.domain.sampling import ChosenBecause, ModerationRule
from qa_app.domain.workflow import AuditStatus
from qa_app.models import Audit, ModerationSetting

RULE = {"all_worst": "y", "random_share": "35", "seed": "heron", "blind": "y"}


def test_the_rule_is_shown_and_changed(get, send, sign_in, session):
    sign_in(Role.QA_LEAD)
    page = get("/moderation/rule")
    assert page.heading == "Which audits are moderated"
    assert page.form()["random_share"] == "20"

    page = send("/moderation/rule", RULE)

    assert page.messages == ["The rule is saved. It holds for audits submitted from now on."]
    assert session.get_one(ModerationSetting, 1).as_rule() == ModerationRule(
        all_worst=True, all_best=False, random_share=35, seed="heron", blind=True
    )


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"random_share": "101"}, ["Write a whole number from 0 to 100"]),
        ({"random_share": "-1"}, ["Write a whole number from 0 to 100"]),
        ({"random_share": "twenty"}, ["Write a whole number from 0 to 100"]),
        ({"random_share": "12.5"}, ["Write a whole number from 0 to 100"]),
        ({"random_share": ""}, ["Write a whole number from 0 to 100"]),
        ({"seed": "  "}, ["Write a seed: any word or number that auditors do not know"]),
        (
            {"seed": "x" * 101},
            ["This is 101 characters long and the most that can be saved is 100: shorten it by 1"],
        ),
    ],
)
def test_what_cannot_be_a_rule(send, sign_in, session, change, errors):
    sign_in(Role.QA_LEAD)

    page = send("/moderation/rule", RULE | change, status=422)

    assert page.errors == errors
    (field,) = change
    assert page.form()[field] == change[field]  # nothing typed is lost
    session.rollback()
    assert session.get_one(ModerationSetting, 1).random_share == 20


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.AUDITOR, Role.VIEWER, Role.ADMINISTRATOR])
def test_only_a_qa_lead_sets_it(get, send, sign_in, role):
    sign_in(role)

    get("/moderation/rule", status=403)
    send("/moderation/rule", RULE, status=403)


def test_a_qa_lead_asks_for_the_moderation_of_a_final_audit(send, sign_in, waiting, session):
    sign_in(Role.QA_LEAD)
    audit = waiting("A-1", status=AuditStatus.FINAL, chosen_because=None)

    page = send(f"/audits/{audit.id}/ask-for-moderation")

    assert page.messages == ["A-1 is in the queue for moderation."]
    session.expire_all()
    audit = session.get_one(Audit, audit.id)
    assert (audit.status, audit.chosen_because) == (AuditStatus.SUBMITTED, ChosenBecause.REQUESTED)


def test_one_that_waits_already_is_not_asked_for_again(send, sign_in, waiting):
    sign_in(Role.QA_LEAD)
    audit = waiting("A-1")

    page = send(f"/audits/{audit.id}/ask-for-moderation", status=409)

    assert "Moderation can be asked for once an audit is final." in page.text


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.AUDITOR])
def test_nobody_else_asks(send, sign_in, waiting, role):
    sign_in(role)

    send(f"/audits/{waiting(status=AuditStatus.FINAL).id}/ask-for-moderation", status=403)
