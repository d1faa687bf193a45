"""The two audit tools a council can start from."""

from importlib.resources import files

import pytest

from qa_app import tools_shipped
from qa_app.domain.audit_tool import AuditTool, Question, QuestionKind
from qa_app.domain.audit_tool_json import tool_to_json
from qa_app.domain.audit_tool_versions import definition
from qa_app.domain.scales import FOUR_GRADES
from qa_app.tools_shipped import shipped_tools

CASE_FILE_AUDIT, DIP_SAMPLE = shipped_tools()

QUESTIONS = [
    pytest.param(question, id=f"{tool.code} {question.code}")
    for tool in (CASE_FILE_AUDIT, DIP_SAMPLE)
    for question in tool.questions
]

JUDGEMENTS = [
    question
    for tool in (CASE_FILE_AUDIT, DIP_SAMPLE)
    for question in tool.questions
    if question.kind is QuestionKind.JUDGEMENT
]

# The audit measures of Cheshire East's scorecard for Q3 2016-17, by number. Where one of them is printed
# for each service area, the areas are filters of the same question.
MEASURES = {
    "outcome-improved": {1},
    "management-decision-recorded": {2, 3, 4},
    "safeguarding-concerns-challenged": {5},
    "sufficient-information": {6},
    "history-considered": {7},
    "views-and-wishes-recorded": {8, 9},
    "graded-care-profile": {10},
    "assessment-up-to-date": {11},
    "case-recording": {12, 13},
    "strategy-discussion-multi-agency": {14},
    "exploitation-screening": {15},
    "exploitation-screening-step-down": {16},
    "return-interview-informs-plan": {17},
    "risk-assessment-after-missing": {18},
    "return-interview-quality": {19},
    "no-drift": {20},
    "plan-smart": {22, 23},
    "contingency-plan": {24, 25},
    "seen-within-24-hours": {28},
    "cin-plan-on-time": {29},
    "visits-regular": {30, 31},
    "right-action-right-time": {35},
    "threshold-appropriate": {36},
    "step-up-step-down": {37},
    "section-47-identified": {38},
    "family-group-conference-before-icpc": {41},
    "family-group-conference-before-return": {42},
}


def codes(tool: AuditTool, kind: QuestionKind) -> set[str]:
    return {question.code for question in tool.questions if question.kind is kind}


@pytest.mark.parametrize("tool", [CASE_FILE_AUDIT, DIP_SAMPLE], ids=lambda tool: tool.code)
def test_the_file_is_laid_out_as_the_app_writes_it(tool: AuditTool) -> None:
    text = (files(tools_shipped) / f"{tool.code}.json").read_text(encoding="utf-8")

    assert text == tool_to_json(tool)
    assert tool.scale == FOUR_GRADES


def test_the_case_file_audit_judges_these_domains() -> None:
    """The codes that years of tables will hang on."""
    assert codes(CASE_FILE_AUDIT, QuestionKind.JUDGEMENT) == {
        "direct-work",
        "assessment",
        "planning",
        "review",
        "management-oversight",
        "multi-agency",
        "voice-and-identity",
        "permanence",
        "outcomes",
        "overall",
    }
    assert CASE_FILE_AUDIT.question("permanence").allows_not_applicable


def test_every_published_audit_measure_has_its_standard() -> None:
    assert MEASURES.keys() <= codes(CASE_FILE_AUDIT, QuestionKind.STANDARD)
    assert len(set().union(*MEASURES.values())) == 34


def test_the_dip_sample_is_short() -> None:
    assert len(codes(DIP_SAMPLE, QuestionKind.STANDARD)) == 7
    assert codes(DIP_SAMPLE, QuestionKind.JUDGEMENT) == {"direct-work", "management-oversight", "overall"}
    required_texts = [q for q in DIP_SAMPLE.questions if q.kind is QuestionKind.TEXT and q.required]
    assert required_texts == []


def test_the_same_code_asks_the_same_in_both_tools() -> None:
    """So that one measure can count both; only the overall judgements rest on different reading."""
    full = {question.code: definition(CASE_FILE_AUDIT, question) for question in CASE_FILE_AUDIT.questions}
    short = {question.code: definition(DIP_SAMPLE, question) for question in DIP_SAMPLE.questions}

    assert {code for code in full.keys() & short.keys() if full[code] != short[code]} == {"overall"}


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_is_named_and_explained(question: Question) -> None:
    assert question.name
    assert question.wording.endswith("?")
    assert question.guidance
    if question.kind is QuestionKind.STANDARD:
        assert question.guidance.startswith("Met")
        assert question.allows_not_applicable == ("Not applicable" in question.guidance)


@pytest.mark.parametrize("question", JUDGEMENTS, ids=lambda question: question.code)
def test_every_judgement_describes_its_four_grades(question: Question) -> None:
    assert len(set(question.descriptors)) == 4
    for descriptor in question.descriptors:
        assert 1 <= descriptor.count(".") <= 3
        assert "Outstanding" not in descriptor  # a grade is not explained by its own name
