from dataclasses import replace

import pytest
from hypothesis import given

from qa_app.domain.audit_tool import AuditTool, Question, QuestionKind
from qa_app.domain.audit_tool_versions import changed_definitions, definition
from qa_app.domain.scales import FOUR_GRADES, ZERO_TO_TEN, GradingScale
from tests.unit.domain.audit_tools import (
    HISTORY,
    OVERALL,
    PLANNING,
    SEEN_ALONE,
    STRENGTHS,
    a_tool,
    tools,
)

NOTES = replace(STRENGTHS, code="notes")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (PLANNING, replace(PLANNING, wording="How good is the child's plan?")),
        (PLANNING, replace(PLANNING, guidance="Look for dates.")),
        (PLANNING, replace(PLANNING, descriptors=("Superb", "Sound", "Thin", "Missing"))),
        (PLANNING, replace(PLANNING, descriptors=())),
        (PLANNING, replace(PLANNING, kind=QuestionKind.STANDARD, descriptors=())),
        (PLANNING, replace(PLANNING, is_overall=True)),
        # The guidance of a standard says what Met is.
        (SEEN_ALONE, replace(SEEN_ALONE, guidance="Met: at every visit.")),
        (NOTES, replace(NOTES, wording="What else did you see?")),
    ],
)
def test_a_changed_meaning_breaks_the_series(before: Question, after: Question) -> None:
    old, new = a_tool(before, HISTORY), a_tool(after, HISTORY)

    assert before.code in changed_definitions(old, new)
    assert HISTORY.code not in changed_definitions(old, new)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (PLANNING, replace(PLANNING, name="The plan")),
        (PLANNING, replace(PLANNING, wording=" How good\nis the  plan? ")),
        (PLANNING, replace(PLANNING, required=False)),
        (PLANNING, replace(PLANNING, allows_not_applicable=False)),
        # Nobody counts a text, so how to write it may be explained better at any time.
        (STRENGTHS, replace(STRENGTHS, guidance="Two or three sentences.")),
    ],
)
def test_a_better_explanation_of_the_same_does_not(before: Question, after: Question) -> None:
    old, new = a_tool(replace(before, code="same")), a_tool(replace(after, code="same"))

    assert changed_definitions(old, new) == frozenset()


@pytest.mark.parametrize(
    "scale",
    [
        ZERO_TO_TEN,
        replace(FOUR_GRADES, labels=("Outstanding", "Good", "Fair", "Inadequate")),
        replace(FOUR_GRADES, good_or_better=1),
    ],
)
def test_another_scale_changes_every_judgement_and_no_standard(scale: GradingScale) -> None:
    old = a_tool(replace(PLANNING, descriptors=()), HISTORY)
    new = replace(old, scale=scale)

    assert changed_definitions(old, new) == {PLANNING.code, OVERALL.code}


def test_the_same_scale_under_another_name_changes_nothing() -> None:
    old = a_tool()
    renamed = replace(FOUR_GRADES, code="ours", name="Our four", evidence_required=frozenset({4}))

    assert changed_definitions(old, replace(old, scale=renamed)) == frozenset()


def test_a_question_that_only_one_version_asks_is_not_a_break() -> None:
    assert changed_definitions(a_tool(PLANNING), a_tool(PLANNING, HISTORY)) == frozenset()
    assert changed_definitions(a_tool(PLANNING, HISTORY), a_tool(PLANNING)) == frozenset()


def test_a_definition_stays_the_same_for_ever() -> None:
    """Stored with every version: another digest would put a break into every series there is."""
    tool = a_tool()

    assert definition(tool, PLANNING) == "4c95ff9ff18a5ef3"
    assert definition(tool, HISTORY) == "cefe11d2a64e5e67"
    assert definition(tool, STRENGTHS) == "ed7a652af4f24882"


@given(tools())
def test_nothing_changed_between_a_tool_and_itself(tool: AuditTool) -> None:
    assert changed_definitions(tool, tool) == frozenset()
