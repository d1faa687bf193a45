"""Everything that can be asked of an audit, in every state it can be in: no state is skipped.

Each is asked by somebody who may do it at all; where its state forbids it, nothing but the look is kept.
"""

from dataclasses import dataclass
from itertools import product

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.workflow import EDITABLE, NEXT, AuditStatus
from qa_app.models import Audit
from tests.architecture.council import Row, Who
from tests.architecture.standing import BESIDE, Standing, changed

ALLOCATED, IN_PROGRESS, SUBMITTED, IN_MODERATION, FINAL, WITHDRAWN = AuditStatus


@dataclass(frozen=True)
class Verb:
    """A form about an audit, who sends it, and where it leads from each state that allows it."""

    path: str
    by: Who
    whose: Row
    leads: dict[AuditStatus, frozenset[AuditStatus]]

    def __str__(self) -> str:
        return self.path.replace("{}", "N")


ANSWERS = {"text-overall": "Seen alone again.", "value-overall": "2"}
BEGUN, STAYS = (
    dict.fromkeys(EDITABLE, frozenset({IN_PROGRESS})),
    {each: frozenset({each}) for each in EDITABLE},
)
VERBS = (
    Verb("/audits/{}/answers", Who.AUDITOR, Row.OWN, BEGUN),
    Verb("/audits/{}/all", Who.AUDITOR, Row.OWN, BEGUN),
    Verb("/audits/{}/section/1", Who.AUDITOR, Row.OWN, BEGUN),
    Verb("/audits/{}/details", Who.AUDITOR, Row.OWN, STAYS),
    # By chance it is chosen for moderation.
    Verb("/audits/{}/submit", Who.AUDITOR, Row.OWN, {IN_PROGRESS: frozenset({SUBMITTED, FINAL})}),
    Verb(
        "/audits/{}/return",
        Who.QA_LEAD,
        Row.INSIDE,
        dict.fromkeys((SUBMITTED, FINAL), frozenset({IN_PROGRESS})),
    ),
    Verb("/audits/{}/reassign", Who.QA_LEAD, Row.INSIDE, STAYS),
    Verb("/audits/{}/withdraw", Who.QA_LEAD, Row.INSIDE, dict.fromkeys(EDITABLE, frozenset({WITHDRAWN}))),
    Verb("/audits/{}/ask-for-moderation", Who.QA_LEAD, Row.INSIDE, {FINAL: frozenset({SUBMITTED})}),
    Verb("/moderation/take/{}", Who.MODERATOR, Row.INSIDE, {SUBMITTED: frozenset({IN_MODERATION})}),
)


def sent_to(standing: Standing, audit: Audit) -> dict[str, str]:
    """What each form would want, all together: each takes its own."""
    return ANSWERS | {
        "version": str(audit.version),
        "case_reference": "C-2",
        "worker_name": "Another worker",
        "audit_date": audit.audit_date.strftime("%d/%m/%Y"),
        "auditor": str(standing.council.people[Who.AUDITOR_OF_ALL]),
        "reason": "Evidence is missing for one judgement.",
    }


def audit_for(standing: Standing, verb: Verb, status: AuditStatus) -> int:
    council = standing.council
    own = verb.whose is Row.OWN
    return council.own_audits[verb.by, status] if own else council.audits[verb.whose, status]


def kept(standing: Standing, audit_id: int) -> Audit:
    with Session(standing.engine, expire_on_commit=False) as session:
        return session.get_one(Audit, audit_id)


@pytest.mark.parametrize(
    ("verb", "status"), list(product(VERBS, AuditStatus)), ids=lambda each: str(each).replace(" ", "-")
)
def test_what_the_state_does_not_allow_changes_nothing(standing, verb, status):
    audit_id = audit_for(standing, verb, status)
    before = kept(standing, audit_id)
    assert before.status is status

    answer = standing.ask(verb.by, "POST", verb.path.format(audit_id), sent_to(standing, before))

    after = kept(standing, audit_id)
    if status in verb.leads:
        assert answer.status_code in (200, 302)
        assert after.status in verb.leads[status]
        assert after.version > before.version
    else:
        assert answer.status_code in (302, 409, 422)
        assert changed(standing.before, standing.rows(), but=BESIDE) == []


def test_the_verbs_lead_only_where_the_table_says_and_everywhere_it_says():
    """But for finishing a moderation and giving it back, which are about the moderation."""
    leads = {(start, end) for verb in VERBS for start, ends in verb.leads.items() for end in ends}
    led = {(start, end) for start, end in leads if start is not end}
    by_moderators = {(IN_MODERATION, FINAL), (IN_MODERATION, SUBMITTED)}

    assert led | by_moderators == {(start, end) for start, ends in NEXT.items() for end in ends}


@pytest.mark.parametrize("status", list(AuditStatus), ids=lambda each: each.replace(" ", "-"))
def test_nobody_moderates_or_releases_their_own(standing, status):
    """They are an auditor and a moderator; the audit is theirs."""
    who = Who.SEVERAL
    audit_id = standing.council.own_audits[who, status]

    taken = standing.ask(who, "POST", f"/moderation/take/{audit_id}")
    asked = standing.ask(who, "POST", f"/audits/{audit_id}/ask-for-moderation")
    released = standing.ask(who, "POST", f"/moderation/{standing.council.own_moderations[who]}/release")

    assert [each.status_code for each in (taken, asked, released)] == [403, 403, 403]
    assert changed(standing.before, standing.rows(), but=BESIDE) == []
