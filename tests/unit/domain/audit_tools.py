"""A small audit tool that is right in every respect a test does not name, and Hypothesis's idea of any."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from qa_app.domain.audit_tool import AuditTool, Question, QuestionKind, Section
from qa_app.domain.scales import FOUR_GRADES, ZERO_TO_TEN, GradingScale

J, S, T = QuestionKind.JUDGEMENT, QuestionKind.STANDARD, QuestionKind.TEXT

PLANNING = Question(
    code="planning",
    kind=J,
    wording="How good is the plan?",
    guidance="Look for goals.",
    descriptors=("Superb", "Sound", "Thin", "Absent"),
    allows_not_applicable=True,
)
SEEN_ALONE = Question(
    code="seen-alone",
    kind=S,
    wording="Is the child seen alone?",
    guidance="Met: on most visits.",
    allows_not_applicable=True,
)
HISTORY = Question(code="history", kind=S, wording="Has the history been considered?")
STRENGTHS = Question(code="strengths", kind=T, wording="What went well?")
COMMENTS = Question(code="comments", kind=T, wording="Anything else?", required=False)
OVERALL = Question(code="overall", kind=J, wording="And overall?", is_overall=True)


def a_tool(*questions: Question, scale: GradingScale = FOUR_GRADES, **changes: Any) -> AuditTool:
    """Sections `Practice` and `Overall`, with the given questions in the first."""
    tool = AuditTool(
        code="short-audit",
        name="Short audit",
        purpose="For tests",
        scale=scale,
        sections=(
            Section(title="Practice", guidance="", questions=questions or (PLANNING, SEEN_ALONE, HISTORY)),
            Section(title="Overall", guidance="", questions=(STRENGTHS, COMMENTS, OVERALL)),
        ),
    )
    return replace(tool, **changes)


_texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t"), max_size=80)
_written = _texts.filter(str.strip)
_codes = st.from_regex(r"[a-z][a-z0-9-]{0,59}", fullmatch=True)
_scales = st.sampled_from(
    [
        FOUR_GRADES,
        ZERO_TO_TEN,
        GradingScale("traffic-lights", "Traffic lights 🚦", ("Green", "Amber", "Red"), 1, frozenset({3})),
        replace(FOUR_GRADES, evidence_required=frozenset({4})),
    ]
)


@st.composite
def _questions(draw: st.DrawFn, code: str, grades: int) -> Question:
    kind = draw(st.sampled_from(QuestionKind))
    descriptors = st.just(()) | st.lists(_written, min_size=grades, max_size=grades).map(tuple)
    return Question(
        code=code,
        kind=kind,
        wording=draw(_written),
        guidance=draw(_texts),
        descriptors=draw(descriptors) if kind is J else (),
        required=draw(st.booleans()),
        allows_not_applicable=kind is not T and draw(st.booleans()),
        name=draw(_texts),
    )


@st.composite
def tools(draw: st.DrawFn) -> AuditTool:
    """Any tool that keeps the rules."""
    scale = draw(_scales)
    codes = draw(st.lists(_codes, min_size=1, max_size=6, unique=True))
    questions = [draw(_questions(code, len(scale.labels))) for code in codes[1:]]
    overall = Question(code=codes[0], kind=J, wording=draw(_written), is_overall=True)
    questions.insert(draw(st.integers(0, len(questions))), overall)
    end_of_first = draw(st.integers(1, len(questions)))
    parts = [part for part in (questions[:end_of_first], questions[end_of_first:]) if part]
    return AuditTool(
        code=draw(_codes),
        name=draw(_written),
        purpose=draw(_texts),
        scale=scale,
        sections=tuple(Section(draw(_written), draw(_texts), tuple(part)) for part in parts),
    )
