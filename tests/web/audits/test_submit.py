"""Checking answers and submitting them."""

import pytest

from qa_app.domain.sampling import ChosenBecause
from qa_app.domain.workflow import AuditStatus
from qa_app.models import TrailEntry
from qa_app.web.clock import today
from tests.web.audits.conftest import COMPLETE


@pytest.fixture
def submit(get, send):
    """From the check page, as the button does."""

    def press(audit, *, status=200):
        form = get(f"/audits/{audit.id}/check").form(f"/audits/{audit.id}/submit")
        return send(f"/audits/{audit.id}/submit", form, status=status)

    return press


def test_the_check_page_links_to_what_is_missing(get, own):
    audit = own(judged={"assessment": 4})

    page = get(f"/audits/{audit.id}/check")

    assert page.errors == [
        "Say what in the file shows Inadequate for Assessment",
        "Choose Met or Not met for Visits",
        "Choose a grade for Overall",
    ]
    assert page.link("Say what in the file shows Inadequate for Assessment") == (
        f"/audits/{audit.id}/section/1#text-assessment"
    )
    assert page.link("Choose a grade for Overall") == f"/audits/{audit.id}/section/2#value-overall"
    linked = get(page.link("Choose a grade for Overall").partition("#")[0])
    assert linked.tree.xpath("//input[@id='value-overall']")


def test_the_check_page_shows_every_answer_with_a_way_to_change_it(get, own):
    audit = own(judged=COMPLETE, evidence="Seen every week.\nAnd heard.")

    page = get(f"/audits/{audit.id}/check")

    assert page.errors == []
    for words in ("Good", "Met", "Seen every week."):
        assert words in page.text
    assert page.link("Change Assessment") == f"/audits/{audit.id}/section/1#text-assessment"


def test_an_incomplete_audit_is_not_submitted(own, submit, session):
    audit = own(judged={"assessment": 2})

    page = submit(audit, status=422)

    assert page.heading == "Check your answers"
    assert page.errors == ["Choose Met or Not met for Visits", "Choose a grade for Overall"]
    session.expire_all()
    assert (audit.status, audit.submitted_at) == (AuditStatus.IN_PROGRESS, None)


def test_an_audit_that_no_rule_chooses_is_final(own, submit, session, rule):
    audit = own(judged=COMPLETE)

    page = submit(audit)

    assert page.heading == f"Audit {audit.reference}"
    assert page.messages == ["Your audit is submitted, and final."]
    session.expire_all()
    assert audit.status is AuditStatus.FINAL
    assert audit.submitted_at is not None
    assert audit.random_draw is not None
    assert audit.chosen_because is None


@pytest.mark.parametrize(
    ("setting", "overall", "because"),
    [
        ({"all_worst": True}, 4, ChosenBecause.WORST_GRADE),
        ({"all_best": True}, 1, ChosenBecause.BEST_GRADE),
        ({"random_share": 100}, 2, ChosenBecause.RANDOM),
        # Drawn before grades are looked at, so that the random ones stay a fair sample.
        ({"random_share": 100, "all_worst": True}, 4, ChosenBecause.RANDOM),
    ],
)
def test_an_audit_that_a_rule_chooses_awaits_moderation(
    own, submit, session, rule, setting, overall, because
):
    for name, value in setting.items():
        setattr(rule, name, value)
    audit = own(judged=COMPLETE | {"overall": overall}, evidence="Why")

    submit(audit)

    session.expire_all()
    assert (audit.status, audit.chosen_because) == (AuditStatus.SUBMITTED, because)


def test_submitting_in_two_tabs_says_so_and_changes_nothing(own, get, send, session, rule):
    audit = own(judged=COMPLETE)
    pages = [get(f"/audits/{audit.id}/check") for _ in range(2)]
    one, form = (page.form(f"/audits/{audit.id}/submit") for page in pages)
    send(f"/audits/{audit.id}/submit", one)
    session.expire_all()
    once = audit.submitted_at

    page = send(f"/audits/{audit.id}/submit", form)

    assert page.messages == ["This audit is submitted already."]
    session.expire_all()
    assert audit.submitted_at == once
    assert session.query(TrailEntry).filter_by(action="submitted audit").count() == 1


def test_answers_that_changed_since_the_check_are_checked_again(own, get, send, session, rule):
    audit = own(judged=COMPLETE)
    form = get(f"/audits/{audit.id}/check").form(f"/audits/{audit.id}/submit")
    audit.version += 1

    page = send(f"/audits/{audit.id}/submit", form)

    assert page.heading == "Check your answers"
    assert "Your answers have changed since you opened this page." in page.messages[0]
    session.expire_all()
    assert audit.status is AuditStatus.IN_PROGRESS


def test_an_audit_planned_for_a_later_day_waits_until_then(own, get, submit, session):
    later = today().replace(year=today().year + 1, day=1)
    audit = own(judged=COMPLETE, audit_date=later)

    page = submit(audit, status=422)

    assert page.errors == [f"The audit date, {later.day} {later:%B %Y}, is in the future"]
    assert page.link(page.errors[0]) == f"/audits/{audit.id}/details"


def test_what_was_asked_to_be_moderated_stays_so_when_it_comes_back(own, submit, session, rule):
    audit = own(judged=COMPLETE, chosen_because=ChosenBecause.REQUESTED)

    submit(audit)

    session.expire_all()
    assert (audit.status, audit.chosen_because) == (AuditStatus.SUBMITTED, ChosenBecause.REQUESTED)
