from dataclasses import replace

import pytest

from qa_app.domain import audit_tool_building as building
from qa_app.domain.scales import FOUR_GRADES, ZERO_TO_TEN, GradingScale
from tests.unit.domain.audit_tools import HISTORY, OVERALL, PLANNING, SEEN_ALONE, a_tool

TOOL = a_tool(PLANNING, SEEN_ALONE)  # Practice: planning, seen-alone; Overall: strengths, comments, overall


def codes(tool):
    return [[question.code for question in section.questions] for section in tool.sections]


@pytest.mark.parametrize(
    ("name", "taken", "code"),
    [
        ("Multi-agency working", [], "multi-agency-working"),
        ("Children’s voice & identity", [], "childrens-voice-identity"),
        ("Children's voice & identity", [], "childrens-voice-identity"),
        ("Šťastné dítě", [], "stastne-dite"),
        ("24 hours", [], "hours"),  # a code begins with a letter
        ("الحكم العام", [], "question"),  # no letter that a code can have
        ("Planning", ["planning"], "planning-2"),
        ("Planning", ["planning", "planning-2"], "planning-3"),
        ("x" * 80, [], "x" * 60),
        ("x" * 80, ["x" * 60], "x" * 58 + "-2"),  # still no longer than a code may be
    ],
)
def test_a_code_is_suggested(name, taken, code):
    assert building.suggested_code(name, taken=taken) == code


def test_a_section_is_added_changed_and_removed():
    added = building.add_section(TOOL, title="Impact", guidance="")
    assert [section.title for section in added.sections] == ["Practice", "Overall", "Impact"]

    changed = building.change_section(added, 1, title="Direct practice", guidance="Read it all.")
    assert (changed.sections[0].title, changed.sections[0].guidance) == ("Direct practice", "Read it all.")
    assert codes(changed)[0] == ["planning", "seen-alone"]  # its questions stay

    assert [section.title for section in building.remove_section(changed, 2).sections] == [
        "Direct practice",
        "Impact",
    ]


@pytest.mark.parametrize(
    ("number", "places", "titles"),
    [
        (1, 1, ["Overall", "Practice", "Impact"]),
        (3, -1, ["Practice", "Impact", "Overall"]),
        (1, -1, ["Practice", "Overall", "Impact"]),  # the first cannot go higher
        (3, 1, ["Practice", "Overall", "Impact"]),
    ],
)
def test_a_section_moves(number, places, titles):
    tool = building.add_section(TOOL, title="Impact", guidance="")

    moved = building.move_section(tool, number, places=places)

    assert [section.title for section in moved.sections] == titles


UP, DOWN = building.move_question_up, building.move_question_down


@pytest.mark.parametrize(
    ("move", "code", "expected"),
    [
        (UP, "seen-alone", "seen-alone planning | strengths comments overall"),
        (UP, "planning", "planning seen-alone | strengths comments overall"),
        # from the top of a section to the end of the one above, and the other way round
        (UP, "strengths", "planning seen-alone strengths | comments overall"),
        (DOWN, "seen-alone", "planning | seen-alone strengths comments overall"),
        (DOWN, "strengths", "planning seen-alone | comments strengths overall"),
        (DOWN, "overall", "planning seen-alone | strengths comments overall"),
    ],
)
def test_a_question_moves(move, code, expected):
    assert codes(move(TOOL, code)) == [part.split() for part in expected.split(" | ")]


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        (1, [["renamed", "seen-alone"], ["strengths", "comments", "overall"]]),
        (2, [["seen-alone"], ["strengths", "comments", "overall", "renamed"]]),
    ],
)
def test_a_question_changes_in_its_place_or_goes_to_another_section(section, expected):
    renamed = replace(PLANNING, code="renamed")

    assert codes(building.change_question(TOOL, "planning", renamed, section=section)) == expected


def test_a_question_is_added_and_removed():
    assert codes(building.add_question(TOOL, HISTORY, section=1))[0] == ["planning", "seen-alone", "history"]
    assert codes(building.remove_question(TOOL, "comments"))[1] == ["strengths", "overall"]


@pytest.mark.parametrize("change", ["add", "change"])
def test_the_mark_of_the_overall_judgement_passes_on(change):
    marked = replace(PLANNING, is_overall=True)
    if change == "add":
        tool = building.add_question(TOOL, replace(marked, code="new"), section=1)
    else:
        tool = building.change_question(TOOL, "planning", marked, section=1)

    assert [question.code for question in tool.questions if question.is_overall] == [
        "new" if change == "add" else "planning"
    ]


def test_a_change_of_another_question_leaves_the_mark():
    changed = building.change_question(TOOL, "seen-alone", replace(SEEN_ALONE, wording="Alone?"), section=1)

    assert changed.overall == OVERALL


def test_descriptors_stay_in_place_when_only_labels_change():
    labels = ("Superb", "Good", "Weak", "Poor")

    changed = building.change_scale(TOOL, replace(FOUR_GRADES, code="ours", labels=labels))

    assert changed.question("planning") == PLANNING
    assert changed.scale.labels == labels


def test_descriptors_follow_their_labels_and_none_is_lost():
    scale = GradingScale("three", "Three", ("Good", "Requires Improvement", "Inadequate"), 1)

    changed = building.change_scale(TOOL, scale).question("planning")

    assert changed.descriptors == ("Sound", "Thin", "Absent")
    assert changed.guidance == "Look for goals.\n\nOutstanding: Superb"


def test_no_grade_of_the_old_scale_is_on_the_new_one():
    changed = building.change_scale(TOOL, ZERO_TO_TEN).question("planning")

    assert changed.descriptors == ()
    assert changed.guidance.splitlines()[-1] == "Inadequate: Absent"


@pytest.mark.parametrize(
    "change",
    [
        lambda: building.section_at(TOOL, 0),  # would be the last one in a Python list
        lambda: building.section_at(TOOL, 3),
        lambda: building.remove_section(TOOL, 3),
        lambda: building.move_section(TOOL, 0, places=1),
        lambda: building.remove_question(TOOL, "nobody"),
        lambda: building.change_question(TOOL, "nobody", PLANNING, section=1),
        lambda: building.add_question(TOOL, HISTORY, section=3),
    ],
)
def test_what_is_not_there_cannot_be_changed(change):
    with pytest.raises(LookupError):
        change()
