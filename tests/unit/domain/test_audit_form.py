from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.audit_form import Answer, SectionProgress, is_answered, missing, progress
from qa_app.domain.audit_tool import AuditTool, Question
from qa_app.domain.scales import FOUR_GRADES, NOT_APPLICABLE, NOT_MET, ZERO_TO_TEN
from tests.unit.domain.audit_tools import COMMENTS, HISTORY, PLANNING, SEEN_ALONE, STRENGTHS, a_tool, tools

OUTSTANDING, GOOD, REQUIRES_IMPROVEMENT, INADEQUATE = 1, 2, 3, 4

COMPLETE = {
    "planning": Answer(GOOD),
    "seen-alone": Answer(NOT_MET),
    "history": Answer(1),
    "strengths": Answer(text="She was listened to."),
    "overall": Answer(REQUIRES_IMPROVEMENT),
}


def sentences(question: Question, answer: Answer, tool: AuditTool | None = None) -> list[str]:
    """What is missing from an otherwise complete audit, when this question is answered so."""
    problems = missing(tool or a_tool(question), {**COMPLETE, question.code: answer})
    assert {problem.field for problem in problems} <= {question.code}
    return [problem.message for problem in problems]


def test_a_complete_audit_can_be_submitted() -> None:
    assert missing(a_tool(), COMPLETE) == []


def test_an_empty_audit_lacks_what_is_required_in_the_order_of_the_form() -> None:
    assert [(problem.field, problem.message) for problem in missing(a_tool(), {})] == [
        ("planning", "Choose a grade for Planning"),
        ("seen-alone", "Choose Met, Not met or Not applicable for Seen alone"),
        ("history", "Choose Met or Not met for History"),
        ("strengths", "Write something under Strengths"),
        ("overall", "Choose a grade for Overall"),
    ]


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        (PLANNING, Answer(GOOD), []),
        (PLANNING, Answer(OUTSTANDING, "Made with the family."), []),
        (PLANNING, Answer(OUTSTANDING), ["Say what in the file shows Outstanding for Planning"]),
        (PLANNING, Answer(INADEQUATE, " \n"), ["Say what in the file shows Inadequate for Planning"]),
        (PLANNING, Answer(NOT_APPLICABLE), []),
        (PLANNING, Answer(None, "Evidence before the grade."), ["Choose a grade for Planning"]),
        (
            PLANNING,
            Answer(5),  # left behind when the scale became shorter
            [
                "Choose another answer for Planning: 5 is not one of "
                "Outstanding, Good, Requires Improvement, Inadequate"
            ],
        ),
        (
            replace(PLANNING, allows_not_applicable=False),
            Answer(NOT_APPLICABLE, "Too early."),
            ["Choose another answer for Planning: Not applicable is not allowed here"],
        ),
        (replace(PLANNING, required=False), Answer(), []),
        # Not having to judge is one thing, judging without evidence another.
        (
            replace(PLANNING, required=False),
            Answer(INADEQUATE),
            ["Say what in the file shows Inadequate for Planning"],
        ),
        (replace(PLANNING, name="The plan"), Answer(), ["Choose a grade for The plan"]),
        (SEEN_ALONE, Answer(NOT_MET), []),
        (SEEN_ALONE, Answer(NOT_APPLICABLE), []),
        (
            HISTORY,
            Answer(NOT_APPLICABLE),
            ["Choose another answer for History: Not applicable is not allowed here"],
        ),
        (HISTORY, Answer(3), ["Choose another answer for History: 3 is not one of Met, Not met"]),
        (HISTORY, Answer(-1), ["Choose another answer for History: -1 is not one of Met, Not met"]),
        (STRENGTHS, Answer(text=" \t\n"), ["Write something under Strengths"]),
        (COMMENTS, Answer(), []),
    ],
)
def test_what_is_missing(question: Question, answer: Answer, expected: list[str]) -> None:
    tool = a_tool(HISTORY) if question in (STRENGTHS, COMMENTS) else None

    assert sentences(question, answer, tool) == expected


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        (1, ["Say what in the file shows 10 for Planning"]),
        (4, []),
        (11, ["Say what in the file shows 0 for Planning"]),
    ],
)
def test_the_scale_says_which_grades_need_evidence(position: int, expected: list[str]) -> None:
    bare = replace(PLANNING, descriptors=())

    assert sentences(bare, Answer(position), a_tool(bare, scale=ZERO_TO_TEN)) == expected


def test_a_scale_may_ask_for_no_evidence() -> None:
    relaxed = replace(FOUR_GRADES, evidence_required=frozenset())

    assert sentences(PLANNING, Answer(INADEQUATE), a_tool(PLANNING, scale=relaxed)) == []


def test_answers_to_what_is_no_longer_asked_are_ignored() -> None:
    assert missing(a_tool(), {**COMPLETE, "permanence": Answer(99)}) == []


def test_progress_of_each_section() -> None:
    answers = {
        "planning": Answer(OUTSTANDING),  # answered, but its evidence is missing
        "history": Answer(1),
        "comments": Answer(text="A pleasure to read."),
    }

    assert progress(a_tool(), answers) == (
        SectionProgress(title="Practice", answered=2, required=3, left=2),
        SectionProgress(title="Overall", answered=1, required=2, left=2),
    )


def test_progress_of_a_complete_audit_counts_the_optional_answer_too() -> None:
    answers = {**COMPLETE, "comments": Answer(text="A pleasure to read.")}

    assert progress(a_tool(), answers) == (
        SectionProgress(title="Practice", answered=3, required=3, left=0),
        SectionProgress(title="Overall", answered=3, required=2, left=0),
    )


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        (PLANNING, Answer(NOT_APPLICABLE), True),
        (PLANNING, Answer(None, "Evidence first."), False),
        (STRENGTHS, Answer(None, "Listened to."), True),
        (STRENGTHS, Answer(1, " "), False),
    ],
)
def test_is_answered(question: Question, answer: Answer, expected: bool) -> None:
    assert is_answered(question, answer) is expected


@given(tools(), st.data())
def test_nothing_is_left_exactly_when_nothing_is_missing(tool: AuditTool, data: st.DataObject) -> None:
    values = st.none() | st.integers(-1, 12)
    answers = {
        question.code: Answer(data.draw(values), data.draw(st.sampled_from(["", "Seen."])))
        for question in tool.questions
        if data.draw(st.booleans())
    }

    fields = [problem.field for problem in missing(tool, answers)]

    assert len(fields) == len(set(fields))
    assert sum(section.left for section in progress(tool, answers)) == len(fields)
