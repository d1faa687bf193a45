"""An audit tool as a file that a person can read, change and hand to another council."""

import json

from qa_app.domain.audit_tool import AuditTool, Question, QuestionKind, Section
from qa_app.domain.audit_tool_rules import problems_with
from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.json_object import JsonObject, json_value
from qa_app.domain.scales import FOUR_GRADES, ZERO_TO_TEN, GradingScale

LONGEST_FILE = 2_000_000
"""In characters: fifty times the case file audit that comes with the app."""

BUILT_IN = {scale.code: scale for scale in (FOUR_GRADES, ZERO_TO_TEN)}

TOOL_KEYS = ("code", "name", "purpose", "scale", "sections")
SCALE_KEYS = ("code", "name", "labels", "good_or_better", "evidence_required")
SECTION_KEYS = ("title", "guidance", "questions")
QUESTION_KEYS = (
    "code",
    "kind",
    "name",
    "wording",
    "guidance",
    "descriptors",
    "required",
    "allows_not_applicable",
    "is_overall",
)

USUAL: dict[str, object] = {
    "name": "",
    "guidance": "",
    "descriptors": [],
    "required": True,
    "allows_not_applicable": False,
    "is_overall": False,
}
"""What a question is when its file says nothing about it."""


def tool_to_json(tool: AuditTool) -> str:
    """The same tool always gives the same text: keys in the order of a form, what is usual left out."""
    written = {
        "code": tool.code,
        "name": tool.name,
        "purpose": tool.purpose,
        "scale": _scale_written(tool.scale),
        "sections": [
            {
                "title": section.title,
                "guidance": section.guidance,
                "questions": [_question_written(question) for question in section.questions],
            }
            for section in tool.sections
        ],
    }
    return json.dumps(written, indent=2, ensure_ascii=False) + "\n"


def tool_from_json(text: str) -> AuditTool:
    """The tool in the text, which may leave out what is usual.

    Raises InvalidInput with every problem found: those of reading first, and only when there are none,
    those of the rules. The field of a problem is the path of the value, `sections[2].questions[0].kind`,
    or `file` when the text cannot be read at all.
    """
    problems: list[Problem] = []
    tool = _tool_read(json_value(text, limit=LONGEST_FILE), problems)
    problems = problems or problems_with(tool)
    if problems:
        raise InvalidInput(problems)
    return tool


def _scale_written(scale: GradingScale) -> object:
    if BUILT_IN.get(scale.code) == scale:
        return scale.code
    return {
        "code": scale.code,
        "name": scale.name,
        "labels": list(scale.labels),
        "good_or_better": scale.good_or_better,
        "evidence_required": sorted(scale.evidence_required),
    }


def _question_written(question: Question) -> dict[str, object]:
    whole: dict[str, object] = {
        "code": question.code,
        "kind": question.kind.value,
        "name": question.name,
        "wording": question.wording,
        "guidance": question.guidance,
        "descriptors": list(question.descriptors),
        "required": question.required,
        "allows_not_applicable": question.allows_not_applicable,
        "is_overall": question.is_overall,
    }
    return {key: value for key, value in whole.items() if key not in USUAL or value != USUAL[key]}


def _tool_read(value: object, problems: list[Problem]) -> AuditTool:
    given = JsonObject(value, path="", keys=TOOL_KEYS, problems=problems)
    return AuditTool(
        code=given.text("code"),
        name=given.text("name"),
        purpose=given.optional_text("purpose"),
        scale=_scale_read(given, problems),
        sections=given.each("sections", _section_read),
    )


def _scale_read(tool: JsonObject, problems: list[Problem]) -> GradingScale:
    """The four grades when the scale was left out."""
    value = tool.value("scale") if "scale" in tool else FOUR_GRADES.code
    if isinstance(value, str):
        if value not in BUILT_IN:
            codes = " or ".join(f"“{code}”" for code in BUILT_IN)
            problems.append(Problem("scale", f"Write {codes} here, or a scale of your own in curly brackets"))
        return BUILT_IN.get(value, FOUR_GRADES)
    before = len(problems)
    given = JsonObject(value, path="scale", keys=SCALE_KEYS, problems=problems)
    code, name, labels = given.text("code"), given.text("name"), given.texts("labels")
    good_or_better, evidence_required = given.number("good_or_better"), given.numbers("evidence_required")
    if len(problems) > before:
        return FOUR_GRADES
    try:
        return GradingScale(
            code=code,
            name=name,
            labels=labels,
            good_or_better=good_or_better,
            evidence_required=frozenset(evidence_required),
        )
    except InvalidInput as error:
        problems.extend(Problem(given.path_of(problem.field), problem.message) for problem in error.problems)
        return FOUR_GRADES


def _section_read(value: object, path: str, problems: list[Problem]) -> Section:
    given = JsonObject(value, path=path, keys=SECTION_KEYS, problems=problems)
    return Section(
        title=given.text("title"),
        guidance=given.optional_text("guidance"),
        questions=given.each("questions", _question_read),
    )


def _question_read(value: object, path: str, problems: list[Problem]) -> Question:
    given = JsonObject(value, path=path, keys=QUESTION_KEYS, problems=problems)
    return Question(
        code=given.text("code"),
        kind=QuestionKind(given.choice("kind", tuple(QuestionKind))),
        wording=given.text("wording"),
        guidance=given.optional_text("guidance"),
        descriptors=given.texts("descriptors"),
        required=given.flag("required", default=True),
        allows_not_applicable=given.flag("allows_not_applicable", default=False),
        is_overall=given.flag("is_overall", default=False),
        name=given.optional_text("name"),
    )
