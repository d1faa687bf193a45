from dataclasses import replace

import pytest
from hypothesis import given

from qa_app.domain.audit_tool import AuditTool, Question, Section
from qa_app.domain.audit_tool_rules import problems_with
from qa_app.domain.scales import FOUR_GRADES, ZERO_TO_TEN
from tests.unit.domain.audit_tools import (
    HISTORY,
    OVERALL,
    PLANNING,
    SEEN_ALONE,
    STRENGTHS,
    S,
    a_tool,
    tools,
)


def with_overall(*overall: Question) -> AuditTool:
    """The tool with these in place of its overall judgement."""
    tool = a_tool()
    return replace(
        tool, sections=(tool.sections[0], Section(title="Overall", guidance="", questions=overall))
    )


def many(count: int) -> list[Question]:
    return [replace(HISTORY, code=f"history-{number}") for number in range(count)]


@pytest.mark.parametrize(
    "tool",
    [
        a_tool(),
        a_tool(replace(PLANNING, descriptors=())),
        a_tool(replace(PLANNING, descriptors=tuple("abcdefghijk")), scale=ZERO_TO_TEN),
        a_tool(*many(97)),
        a_tool(replace(HISTORY, code="a" * 60, name="n" * 100, wording="w" * 500, guidance="g" * 4_000)),
        a_tool(replace(HISTORY, wording="Does the plan say\n– who\n–\twhat? هل رأى الطفل وحده؟ 👧🏽")),
    ],
)
def test_a_tool_that_keeps_the_rules(tool: AuditTool) -> None:
    assert problems_with(tool) == []


@given(tools())
def test_hypothesis_makes_tools_that_keep_the_rules(tool: AuditTool) -> None:
    assert problems_with(tool) == []


@pytest.mark.parametrize(
    ("tool", "field", "sentence"),
    [
        (a_tool(code="Short audit"), "code", "Write a code of up to 60 small letters"),
        (a_tool(code=""), "code", "Write a code"),
        (a_tool(code="short-audit\n"), "code", "Write a code"),  # $ in a pattern would let it through
        (a_tool(name=" "), "name", "Write a name for the audit tool"),
        (a_tool(name="n" * 101), "name", "Shorten this to 100 characters: it has 101"),
        (a_tool(purpose="p" * 4_001), "purpose", "Shorten this to 4,000 characters: it has 4,001"),
        (a_tool(purpose="Why\0not"), "purpose", "Take out the control character U+0000"),
        (a_tool(scale=replace(FOUR_GRADES, code="Four!")), "scale.code", "Write a code"),
        (a_tool(scale=replace(FOUR_GRADES, name="")), "scale.name", "Write a name for the scale"),
        (
            a_tool(replace(PLANNING, descriptors=()), scale=replace(FOUR_GRADES, labels=("A" * 101, *"BCD"))),
            "scale.labels[0]",
            "Shorten this to 100 characters",
        ),
        (a_tool(*many(98)), "sections", "Ask at most 100 questions: there are 101"),
        (
            a_tool(sections=(Section("", "", (OVERALL,)),)),
            "sections[0].title",
            "Write a section title",
        ),
        (
            a_tool(sections=(Section("Overall", "", (OVERALL,)), Section("Later", "", ()))),
            "sections[1].questions",
            "Add a question to this section, or remove the section",
        ),
        (a_tool(replace(PLANNING, code="2nd")), "sections[0].questions[0].code", "Write a code"),
        (a_tool(PLANNING, replace(HISTORY, wording=" \n")), "sections[0].questions[1].wording", "Write the"),
        (a_tool(replace(HISTORY, wording="w" * 501)), "sections[0].questions[0].wording", "Shorten this to"),
        (a_tool(replace(HISTORY, guidance="\x1b[2J")), "sections[0].questions[0].guidance", "Take out the"),
        (a_tool(replace(HISTORY, name="\ud800")), "sections[0].questions[0].name", "character U+D800"),
        (
            a_tool(replace(PLANNING, descriptors=("Superb", "Sound", "Thin"))),
            "sections[0].questions[0].descriptors",
            "Write one descriptor for each of the 4 grades, or none: there are 3",
        ),
        (
            a_tool(PLANNING, scale=ZERO_TO_TEN),  # four descriptors left behind by another scale
            "sections[0].questions[0].descriptors",
            "Write one descriptor for each of the 11 grades, or none: there are 4",
        ),
        (
            a_tool(replace(PLANNING, descriptors=("Superb", " ", "Thin", "Absent"))),
            "sections[0].questions[0].descriptors[1]",
            "Write what this grade looks like",
        ),
        (
            a_tool(replace(SEEN_ALONE, descriptors=("Yes", "No"))),
            "sections[0].questions[0].descriptors",
            "Only a judgement has grade descriptors",
        ),
        (
            a_tool(replace(STRENGTHS, code="more", allows_not_applicable=True)),
            "sections[0].questions[0].allows_not_applicable",
            "make it not required instead",
        ),
        (with_overall(STRENGTHS), "sections", "Mark one judgement as the overall judgement"),
        (
            with_overall(OVERALL, replace(OVERALL, code="again")),
            "sections[1].questions[1].is_overall",
            "Mark only one judgement",
        ),
        (
            with_overall(replace(OVERALL, kind=S)),
            "sections[1].questions[0].kind",
            "Make the overall judgement a judgement",
        ),
        (
            with_overall(replace(OVERALL, required=False)),
            "sections[1].questions[0].required",
            "Make the overall judgement required",
        ),
        (
            with_overall(replace(OVERALL, allows_not_applicable=True)),
            "sections[1].questions[0].allows_not_applicable",
            "Do not allow Not applicable for the overall judgement",
        ),
    ],
)
def test_a_broken_rule_says_where_and_what_to_do(tool: AuditTool, field: str, sentence: str) -> None:
    problems = problems_with(tool)

    assert [problem.field for problem in problems] == [field]
    assert sentence in problems[0].message


def test_a_code_used_twice_is_told_at_each_place() -> None:
    problems = problems_with(a_tool(PLANNING, HISTORY, replace(HISTORY, code="planning")))

    assert [problem.field for problem in problems] == [
        "sections[0].questions[0].code",
        "sections[0].questions[2].code",
    ]
    assert "planning is used 2 times" in problems[0].message


def test_an_empty_tool_lacks_a_section_and_an_overall_judgement() -> None:
    messages = [problem.message for problem in problems_with(a_tool(sections=()))]

    assert messages == [
        "Add a section with at least one question",
        "Mark one judgement as the overall judgement",
    ]
