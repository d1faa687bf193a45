"""What auditors find: grades that hang together within an audit, and move slowly from quarter to quarter."""

from math import ceil
from random import Random

from qa_app.demo.council import Area
from qa_app.demo.evidence import GRADES, what_was_seen, what_was_written
from qa_app.domain.audit_form import Answer
from qa_app.domain.audit_tool import AuditTool, Question, QuestionKind
from qa_app.domain.scales import MET, NOT_APPLICABLE, NOT_MET, GradingScale

BETTER_THAN = (1.35, -0.1, -1.3)
"""Quality above which work is Outstanding, Good, Requires Improvement."""

HARDER = {
    "permanence": -0.1,
    "planning": -0.25,
    "management-oversight": -0.35,
    "outcomes": -0.15,
    "direct-work": 0.3,
    "multi-agency": 0.15,
    "voice-and-identity": 0.1,
    "chronology-up-to-date": -1.0,
    "genogram": -0.8,
    "contingency-plan": -0.7,
    "father-involved": -0.6,
    "supervision-monthly": -0.4,
    "threshold-appropriate": 1.0,
    "right-action-right-time": 0.7,
    "seen-within-24-hours": 0.6,
}
"""How much better or worse than the rest of an audit these usually are."""

TOPICS: dict[str, tuple[str, ...]] = {
    "in_care": ("permanence", "permanence-plan-by-second-review", "delegated-authority"),
    "section_47": (
        "section-47-identified",
        "strategy-discussion-multi-agency",
        "seen-within-24-hours",
        "core-group-on-time",
    ),
    "exploitation": (
        "exploitation-screening",
        "exploitation-screening-step-down",
        "risk-assessment-after-missing",
        "return-interview-quality",
        "return-interview-informs-plan",
    ),
    "planned": (
        "planning",
        "plan-smart",
        "contingency-plan",
        "plan-shared",
        "review",
        "review-on-time",
        "no-drift",
        "step-up-step-down",
    ),
}
"""Questions that arise together or not at all, by the share of an `Area` that says how often."""

SELDOM = {
    "graded-care-profile": 0.35,
    "cin-plan-on-time": 0.5,
    "family-group-conference-before-icpc": 0.3,
    "family-group-conference-before-return": 0.08,
    "child-seen-alone": 0.8,
    "father-involved": 0.92,
}
"""Shares of audits (0 to 1) in which these arise."""


def findings(tool: AuditTool, area: Area, *, quarter: int, team: float, rng: Random) -> dict[str, Answer]:
    """A complete audit of one file, by question code; `team` is added to the level of the area."""
    quality = area.level + area.slope * quarter + team + rng.gauss(0, 0.6)
    arising = {topic: rng.random() < getattr(area, topic) for topic in TOPICS}
    answers: dict[str, Answer] = {}
    seen: list[float] = []
    for question in tool.questions:
        if question.kind is QuestionKind.TEXT:
            text = what_was_written(question.code, rng, required=question.required)
            answers[question.code] = Answer(text=text)
        elif question.allows_not_applicable and not _arises(question.code, arising, rng):
            answers[question.code] = Answer(NOT_APPLICABLE)
        elif question.kind is QuestionKind.STANDARD:
            met = quality * 0.8 + HARDER.get(question.code, 0.0) + 0.6 + rng.gauss(0, 1) > 0
            answers[question.code] = Answer(MET if met else NOT_MET)
        elif not question.is_overall:
            seen.append(quality * 0.85 + HARDER.get(question.code, 0.0) + rng.gauss(0, 0.65))
            answers[question.code] = _judged(tool.scale, question, seen[-1], rng)
    overall = 1.2 * sum(seen) / len(seen) + rng.gauss(0, 0.2)
    return answers | {tool.overall.code: _judged(tool.scale, tool.overall, overall, rng)}


def position(scale: GradingScale, quality: float) -> int:
    """The four grades by their thresholds; on longer scales 7 of 10 is where Good begins."""
    if len(scale.labels) == GRADES:
        return 1 + sum(quality <= threshold for threshold in BETTER_THAN)
    mark = round(6.6 + 1.8 * quality)
    return len(scale.labels) - min(max(mark, 0), len(scale.labels) - 1)


def _arises(code: str, arising: dict[str, bool], rng: Random) -> bool:
    for topic, codes in TOPICS.items():
        if code in codes:
            return arising[topic]
    return rng.random() < SELDOM.get(code, 0.98)


def _judged(scale: GradingScale, question: Question, quality: float, rng: Random) -> Answer:
    grade = position(scale, quality)
    says_why = grade in scale.evidence_required or rng.random() < 0.9
    band = ceil(GRADES * grade / len(scale.labels))
    return Answer(grade, what_was_seen(question.code, band, rng) if says_why else "")
