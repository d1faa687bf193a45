"""Moderation of the invented audits: chosen by the council's rule, mostly agreed, sometimes revised."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from qa_app.demo.calendar import office_hour, working_day
from qa_app.demo.evidence import comment_on_practice, comment_on_the_audit, why_revised
from qa_app.demo.rows import Row, Rows
from qa_app.demo.workforce import Form, Workforce
from qa_app.domain.audit_form import Answer
from qa_app.domain.audit_tool import AuditTool, QuestionKind
from qa_app.domain.moderation import Decision
from qa_app.domain.moderation_draft import Draft
from qa_app.domain.periods import london_date
from qa_app.domain.sampling import ModerationRule, chosen_because, random_draw
from qa_app.domain.scales import GradingScale
from qa_app.domain.workflow import AuditStatus
from qa_app.models import ModerationOutcome

RULE = ModerationRule(all_worst=True, all_best=True, random_share=20, seed="westmarch")

DISAGREES = 0.11
"""The share of judgements a moderator sees otherwise; most of those downwards."""
DOWNWARDS = 0.72


def choose(audit: Row, scale: GradingScale, *, overall: int) -> None:
    """Sets on the audit what submitting it sets: the draw, and why it is moderated if it is."""
    draw = random_draw(RULE.seed, audit["reference"])
    chosen = chosen_because(overall, scale=scale, rule=RULE, draw=draw)
    audit |= {"random_draw": draw, "chosen_because": chosen}


def moderate(
    rows: Rows,
    audit: Row,
    judgements: list[Row],
    form: Form,
    staff: Workforce,
    *,
    until: datetime,
    rng: Random,
) -> None:
    """Moderates a chosen audit as far as there was time for before `until`, and sets its state."""
    submitted: datetime = audit["submitted_at"]
    started = office_hour(working_day(london_date(submitted) + timedelta(rng.randint(1, 12))), rng)
    finished = office_hour(working_day(london_date(started) + timedelta(rng.randint(1, 3))), rng)
    moderator = staff.a_moderator(rng, area_id=audit["service_area_id"], auditor_id=audit["auditor_id"])
    if started > until:
        return
    moderation = begin(rows, audit, moderator, at=started)
    if finished <= until:
        revisions = _revisions(judgements, form, rng)
        _finish(rows, audit, moderation, revisions, at=finished, rng=rng)


def begin(rows: Rows, audit: Row, moderator: int, *, at: datetime) -> Row:
    """A moderator takes the audit from the queue; gives the row of the moderation."""
    moderation: Row = {
        "id": len(rows.moderations) + 1,
        "audit_id": audit["id"],
        "moderator_id": moderator,
        "chosen_because": audit["chosen_because"],
        "blind": RULE.blind,
        "draft": None,
        "version": 1,
        "outcome": None,
        "comment_on_practice": "",
        "comment_on_audit_quality": "",
        "started_at": at,
        "finished_at": None,
    }
    rows.moderations.append(moderation)
    rows.move(audit, AuditStatus.IN_MODERATION, "started moderation", by=moderator, at=at)
    return moderation


def _finish(
    rows: Rows,
    audit: Row,
    moderation: Row,
    revisions: list[tuple[Row, int]],
    *,
    at: datetime,
    rng: Random,
) -> None:
    for judgement, revised in revisions:
        judged = judgement["auditor_value"]
        judgement["moderated_value"] = revised
        rows.revisions.append(
            {
                "id": len(rows.revisions) + 1,
                "moderation_id": moderation["id"],
                "audit_id": audit["id"],
                "question_id": judgement["question_id"],
                "from_value": judged,
                "to_value": revised,
                "reason": why_revised(rng, downwards=revised > judged),
                "revised_at": at,
            }
        )
    moderation |= {
        "outcome": ModerationOutcome.REVISED if revisions else ModerationOutcome.AGREED,
        "comment_on_practice": comment_on_practice(rng),
        "comment_on_audit_quality": comment_on_the_audit(rng),
        "finished_at": at,
        "version": 2,
    }
    audit["moderated_at"] = at
    by, after = moderation["moderator_id"], {"outcome": moderation["outcome"]}
    rows.move(audit, AuditStatus.FINAL, "finished moderation", by=by, at=at, after=after)


def half_a_draft(tool: AuditTool, answers: Mapping[str, Answer], rng: Random) -> Draft:
    """The first few judgements agreed with, and one of them seen otherwise."""
    judged = {
        question.code: answers[question.code].value or 0
        for question in tool.questions
        if question.kind is QuestionKind.JUDGEMENT and answers[question.code].value
    }
    codes = list(judged)[: max(1, len(judged) // 2)]
    decisions = {code: Decision(judged[code]) for code in codes}
    grade = _moved(judged[codes[-1]], tool.scale, rng)
    downwards = grade > judged[codes[-1]]
    decisions[codes[-1]] = Decision(grade, why_revised(rng, downwards=downwards))
    return Draft(decisions, comment_on_practice=comment_on_practice(rng))


def _revisions(judgements: list[Row], form: Form, rng: Random) -> list[tuple[Row, int]]:
    """Which judgements a moderator sees otherwise, with the grade they would give."""
    graded = {
        form.question_ids[question.code]
        for question in form.tool.questions
        if question.kind is QuestionKind.JUDGEMENT
    }
    return [
        (row, _moved(row["auditor_value"], form.tool.scale, rng))
        for row in judgements
        if row["question_id"] in graded and row["auditor_value"] and rng.random() < DISAGREES
    ]


def _moved(grade: int, scale: GradingScale, rng: Random) -> int:
    """One grade down or up; at the ends of the scale there is one way only."""
    best, worst = scale.positions[0], scale.positions[-1]
    if grade == best or (grade < worst and rng.random() < DOWNWARDS):
        return grade + 1
    return grade - 1
