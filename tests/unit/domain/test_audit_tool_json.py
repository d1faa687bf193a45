import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.audit_tool import AuditTool, Question, QuestionKind, Section
from qa_app.domain.audit_tool_json import LONGEST_FILE, tool_from_json, tool_to_json
from qa_app.domain.errors import InvalidInput
from qa_app.domain.scales import FOUR_GRADES, ZERO_TO_TEN, GradingScale
from tests.unit.domain.audit_tools import HISTORY, PLANNING, SEEN_ALONE, a_tool, tools


def problems_in(text: str) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as raised:
        tool_from_json(text)
    return [(problem.field, problem.message) for problem in raised.value.problems]


def edited(path: str, value: object) -> str:
    """The JSON of the small tool with one value changed: "sections.0.questions.1.kind"."""
    document = json.loads(tool_to_json(a_tool(PLANNING, SEEN_ALONE)))
    *parents, last = [int(part) if part.isdecimal() else part for part in path.split(".")]
    place: Any = document
    for part in parents:
        place = place[part]
    place[last] = value
    return json.dumps(document)


def without(path: str) -> str:
    document = json.loads(tool_to_json(a_tool(PLANNING, SEEN_ALONE)))
    *parents, last = [int(part) if part.isdecimal() else part for part in path.split(".")]
    place: Any = document
    for part in parents:
        place = place[part]
    del place[last]
    return json.dumps(document)


def own_scale(**changes: object) -> str:
    scale = {
        "code": "traffic-lights",
        "name": "Traffic lights",
        "labels": ["Green", "Amber", "Red"],
        "good_or_better": 1,
        "evidence_required": [3],
    }
    document = json.loads(tool_to_json(a_tool(HISTORY)))
    return json.dumps(document | {"scale": scale | changes})


def test_a_tool_reads_like_its_form() -> None:
    overall = Question(code="overall", kind=QuestionKind.JUDGEMENT, wording="And overall?", is_overall=True)
    tool = AuditTool(
        code="short-audit",
        name="Short audit – übung",
        purpose="",
        scale=FOUR_GRADES,
        sections=(Section(title="All", guidance="", questions=(SEEN_ALONE, overall)),),
    )

    assert (
        tool_to_json(tool)
        == """{
  "code": "short-audit",
  "name": "Short audit – übung",
  "purpose": "",
  "scale": "four-grades",
  "sections": [
    {
      "title": "All",
      "guidance": "",
      "questions": [
        {
          "code": "seen-alone",
          "kind": "standard",
          "wording": "Is the child seen alone?",
          "guidance": "Met: on most visits.",
          "allows_not_applicable": true
        },
        {
          "code": "overall",
          "kind": "judgement",
          "wording": "And overall?",
          "is_overall": true
        }
      ]
    }
  ]
}
"""
    )


@given(tools())
def test_what_is_written_reads_back_the_same(tool: AuditTool) -> None:
    text = tool_to_json(tool)

    assert tool_from_json(text) == tool
    assert tool_to_json(tool_from_json(text)) == text


@given(tools())
def test_what_another_program_laid_out_reads_the_same(tool: AuditTool) -> None:
    text = json.dumps(json.loads(tool_to_json(tool)), sort_keys=True, ensure_ascii=True)

    assert tool_from_json("\ufeff" + text) == tool  # Windows Notepad puts a byte order mark first


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        (edited("scale", "four-grades"), FOUR_GRADES),
        (without("scale"), FOUR_GRADES),
        (
            own_scale(),
            GradingScale("traffic-lights", "Traffic lights", ("Green", "Amber", "Red"), 1, frozenset({3})),
        ),
        (tool_to_json(a_tool(HISTORY, scale=ZERO_TO_TEN)), ZERO_TO_TEN),
        # A council may ask for more evidence than the built-in scale of the same code.
        (
            tool_to_json(a_tool(scale=replace(FOUR_GRADES, evidence_required=frozenset({1, 3, 4})))),
            replace(FOUR_GRADES, evidence_required=frozenset({1, 3, 4})),
        ),
    ],
)
def test_the_scale(text: str, scale: GradingScale) -> None:
    assert tool_from_json(text).scale == scale


FIRST = "sections[0].questions[0]"


@pytest.mark.parametrize(
    ("text", "field", "sentence"),
    [
        ("", "file", "This is not JSON at line 1, column 1"),
        ('{\n  "code": "a",\n}', "file", "This is not JSON at line 3, column 1"),
        ("[" * 100_000, "file", "far deeper than an audit tool"),
        ("9" * 5_000, "file", "a number too long to read"),
        ('{"code": "a", "code": "b"}', "file", "“code” is written twice in the same curly brackets"),
        ("[]", "file", "Write an object in curly brackets here, with code, name, purpose"),
        ("null", "file", "Write an object in curly brackets"),
        (edited("colour", "blue"), "colour", "Take this out: the keys here are code, name, purpose"),
        (edited("k" * 100, 1), "k" * 60, "Take this out"),
        (without("name"), "name", "Add this: it is missing"),
        (edited("name", 7), "name", "Write text in quotation marks here"),
        (edited("name", None), "name", "Write text in quotation marks here"),
        (edited("name", "A\0B"), "name", "Take out the character U+0000"),
        (edited("name", "A\ud800B"), "name", "Take out the character U+D800"),  # cannot be saved as UTF-8
        (edited("scale", "five-stars"), "scale", "Write “four-grades” or “zero-to-ten” here"),
        (edited("scale", 4), "scale", "Write an object in curly brackets here, with code, name, labels"),
        (own_scale(stars=5), "scale.stars", "Take this out"),
        (own_scale(good_or_better="1"), "scale.good_or_better", "Write a whole number here"),
        (own_scale(good_or_better=True), "scale.good_or_better", "Write a whole number here"),
        (own_scale(good_or_better=9), "scale.good_or_better", "not on the scale"),
        (own_scale(evidence_required=[3.0]), "scale.evidence_required[0]", "Write a whole number here"),
        (own_scale(labels=["Green", "green", "Red"]), "scale.labels", "differ at most in capitals"),
        (own_scale(labels="Green"), "scale.labels", "Write a list in square brackets here"),
        (edited("sections", {}), "sections", "Write a list in square brackets here"),
        (edited("sections", [{}] * 101), "sections", "Keep at most 100 of these: there are 101"),
        (edited("sections.1", "Overall"), "sections[1]", "Write an object in curly brackets"),
        (without("sections.0.title"), "sections[0].title", "Add this: it is missing"),
        (edited("sections.0.order", 1), "sections[0].order", "the keys here are title, guidance, questions"),
        (without("sections.0.questions.0.kind"), f"{FIRST}.kind", "one of “judgement”, “standard”, “text”"),
        (edited("sections.0.questions.0.kind", "judgment"), f"{FIRST}.kind", "Write one of “judgement”"),
        (edited("sections.0.questions.0.kind", ["text"]), f"{FIRST}.kind", "Write one of “judgement”"),
        (edited("sections.0.questions.0.required", "no"), f"{FIRST}.required", "Write true or false"),
        (edited("sections.0.questions.0.is_overall", None), f"{FIRST}.is_overall", "Write true or false"),
        (edited("sections.0.questions.0.weight", 2), f"{FIRST}.weight", "Take this out"),
        (edited("sections.0.questions.0.descriptors.2", 3), f"{FIRST}.descriptors[2]", "Write text"),
        # Read well, but against the rules.
        (edited("sections.0.questions.0.wording", ""), f"{FIRST}.wording", "Write the question"),
        (edited("sections.0.questions", []), "sections[0].questions", "Add a question to this section"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_taken_says_where_and_what_to_do(text: str, field: str, sentence: str) -> None:
    ((told, message),) = problems_in(text)

    assert told == field
    assert sentence in message


def test_everything_wrong_is_told_at_once() -> None:
    document = json.loads(edited("sections.0.questions.1.kind", "yes/no"))
    del document["code"]
    document["sections"][0]["questions"][0]["wording"] = 1

    assert [field for field, _ in problems_in(json.dumps(document))] == [
        "code",
        f"{FIRST}.wording",
        "sections[0].questions[1].kind",
    ]


def test_an_enormous_file_is_not_read() -> None:
    ((field, message),) = problems_in(" " * (LONGEST_FILE + 1))

    assert field == "file"
    assert message == "This file has 2,000,001 characters: at most 2,000,000 are read"


def test_a_key_written_twice_among_many_is_found_at_once() -> None:
    """To count each among all would take minutes, which the test would not outlive."""
    keys = ",".join(f'"{number:x}":1' for number in range(180_000))

    assert problems_in(f'{{{keys},"z":1,"z":2}}') == [
        ("file", "“z” is written twice in the same curly brackets: keep one of them")
    ]


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda parts: (
        st.lists(parts, max_size=3)
        | st.dictionaries(
            st.sampled_from(["code", "kind", "sections", "questions", "scale", "labels"]), parts
        )
    ),
)


@given(_values)
def test_no_json_whatever_is_answered_by_anything_but_problems(value: object) -> None:
    assert problems_in(json.dumps(value))


@given(st.text())
def test_no_text_whatever_is_answered_by_anything_but_problems(text: str) -> None:
    assert problems_in(text)
