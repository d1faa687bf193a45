import pytest

from qa_app.domain.audit_tool import Question
from tests.unit.domain.audit_tools import OVERALL, PLANNING, SEEN_ALONE, J, a_tool


def test_questions_come_in_the_order_of_the_form() -> None:
    codes = [question.code for question in a_tool(SEEN_ALONE, PLANNING).questions]

    assert codes == ["seen-alone", "planning", "strengths", "comments", "overall"]


def test_a_question_is_found_by_its_code() -> None:
    assert a_tool().question("planning") is PLANNING


def test_the_overall_judgement_is_found_wherever_it_stands() -> None:
    assert a_tool().overall is OVERALL


def test_a_code_the_tool_does_not_ask_is_named() -> None:
    with pytest.raises(LookupError, match="short-audit has no question permanence"):
        a_tool().question("permanence")


def test_a_draft_may_have_no_overall_judgement_yet() -> None:
    draft = a_tool(sections=())

    with pytest.raises(LookupError, match="no overall judgement"):
        _ = draft.overall


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Multi-agency working", "Multi-agency working"), ("", "Multi agency")],
)
def test_short_name(name: str, expected: str) -> None:
    question = Question(code="multi-agency", kind=J, wording="How well do partners work?", name=name)

    assert question.short_name == expected
