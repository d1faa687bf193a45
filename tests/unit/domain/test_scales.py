from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.errors import InvalidInput, UnknownGrade
from qa_app.domain.scales import (
    FOUR_GRADES,
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    STANDARD_ANSWERS,
    ZERO_TO_TEN,
    GradingScale,
)

RENAMED = replace(
    FOUR_GRADES, labels=("Outstanding", "Good", "Requires improvement to be good", "Inadequate")
)
TRAFFIC_LIGHTS = GradingScale(
    code="rag", name="Traffic lights", labels=("Green", "Good", "Red"), good_or_better=2
)
REWORDED = GradingScale(
    code="both",
    name="Both",
    labels=("Requires improvement", "Requires improvement to be good"),
    good_or_better=1,
)


@pytest.mark.parametrize(
    ("scale", "text", "position"),
    [
        (FOUR_GRADES, "Outstanding", 1),
        (FOUR_GRADES, "GOOD", 2),
        (FOUR_GRADES, " requires \t improvement\n", 3),
        (FOUR_GRADES, "Requires\u00a0Improvement", 3),  # as pasted from a web page
        (FOUR_GRADES, "Requires improvement to be good", 3),
        (FOUR_GRADES, "ri", 3),
        (FOUR_GRADES, "I", 4),
        (FOUR_GRADES, "O", 1),
        (FOUR_GRADES, "g", 2),
        (FOUR_GRADES, "n/a", NOT_APPLICABLE),
        (FOUR_GRADES, "N / A", NOT_APPLICABLE),
        (FOUR_GRADES, "NA", NOT_APPLICABLE),
        (FOUR_GRADES, "not  applicable", NOT_APPLICABLE),
        (RENAMED, "Requires improvement to be good", 3),
        (RENAMED, "Requires Improvement", 3),
        (RENAMED, "RI", 3),
        (ZERO_TO_TEN, "10", 1),
        (ZERO_TO_TEN, "7.0", 4),  # as a spreadsheet writes a number
        (ZERO_TO_TEN, "0", 11),  # the worst mark, not "not applicable"
        (ZERO_TO_TEN, "N/A", NOT_APPLICABLE),
        (STANDARD_ANSWERS, "met", MET),
        (STANDARD_ANSWERS, "Yes", MET),
        (STANDARD_ANSWERS, "y", MET),
        (STANDARD_ANSWERS, "not met", NOT_MET),
        (STANDARD_ANSWERS, "NO", NOT_MET),
        (STANDARD_ANSWERS, "n", NOT_MET),
        (STANDARD_ANSWERS, "n/a", NOT_APPLICABLE),
        (TRAFFIC_LIGHTS, "good", 2),
        (REWORDED, "requires improvement to be good", 2),
    ],
)
def test_position_reads_what_people_write(scale: GradingScale, text: str, position: int) -> None:
    assert scale.position(text) == position


@pytest.mark.parametrize(
    ("scale", "text"),
    [
        (FOUR_GRADES, ""),  # unanswered is not "not applicable"
        (FOUR_GRADES, "  "),
        (FOUR_GRADES, "Excellent"),
        (FOUR_GRADES, "R"),  # as likely red
        (FOUR_GRADES, "1"),
        (FOUR_GRADES, "10"),
        (FOUR_GRADES, "yes"),
        (FOUR_GRADES, "goodish"),
        (ZERO_TO_TEN, "11"),
        (ZERO_TO_TEN, "7.5"),
        (ZERO_TO_TEN, "-0"),
        (ZERO_TO_TEN, "good"),
        (STANDARD_ANSWERS, "partly"),
        (STANDARD_ANSWERS, "good"),
        (TRAFFIC_LIGHTS, "G"),  # Green or Good
        (REWORDED, "RI"),  # either of two labels
    ],
)
def test_position_refuses_the_rest(scale: GradingScale, text: str) -> None:
    with pytest.raises(UnknownGrade):
        scale.position(text)


def test_the_refusal_names_what_is_accepted() -> None:
    with pytest.raises(UnknownGrade) as refused:
        FOUR_GRADES.position(" Excellent ")

    assert str(refused.value) == (
        "“Excellent” is not one of Outstanding, Good, Requires Improvement, Inadequate or Not applicable"
    )


def test_the_refusal_quotes_only_the_beginning_of_a_long_text() -> None:
    with pytest.raises(UnknownGrade, match=f"“{'x' * 60}” is"):
        FOUR_GRADES.position("x" * 1000)


@pytest.mark.parametrize("scale", [FOUR_GRADES, RENAMED, ZERO_TO_TEN, STANDARD_ANSWERS, TRAFFIC_LIGHTS])
@given(choice=st.data(), before=st.text(" \t\n"), after=st.text(" \t\n"))
def test_every_label_reads_back(scale: GradingScale, choice: st.DataObject, before: str, after: str) -> None:
    position = choice.draw(st.sampled_from([NOT_APPLICABLE, *scale.positions]))
    label = scale.label(position)

    for written in (label, label.upper(), label.lower(), label.replace(" ", "  ")):
        assert scale.position(before + written + after) == position


def test_the_answers_to_a_standard_are_stored_as_1_and_2() -> None:
    assert (NOT_APPLICABLE, MET, NOT_MET) == (0, 1, 2)


def test_positions_run_from_best_to_worst() -> None:
    assert list(FOUR_GRADES.positions) == [1, 2, 3, 4]
    assert FOUR_GRADES.worst == 4
    assert [FOUR_GRADES.label(position) for position in FOUR_GRADES.positions] == list(FOUR_GRADES.labels)
    assert FOUR_GRADES.label(NOT_APPLICABLE) == "Not applicable"
    assert " ".join(ZERO_TO_TEN.labels) == "10 9 8 7 6 5 4 3 2 1 0"


@pytest.mark.parametrize("position", [-1, 5])
def test_a_position_off_the_scale_has_no_label(position: int) -> None:
    with pytest.raises(UnknownGrade, match="Four grades"):
        FOUR_GRADES.label(position)


@pytest.mark.parametrize(
    ("scale", "good", "label"),
    [
        (FOUR_GRADES, [1, 2], "Good or better"),
        (ZERO_TO_TEN, [1, 2, 3, 4], "7 or better"),
        (STANDARD_ANSWERS, [MET], "Met"),  # nothing is better than met
    ],
)
def test_good_or_better(scale: GradingScale, good: list[int], label: str) -> None:
    everything = [NOT_APPLICABLE, *scale.positions, scale.worst + 1]

    assert [position for position in everything if scale.is_good(position)] == good
    assert scale.good_or_better_label == label


@pytest.mark.parametrize(
    ("scale", "labels"),
    [
        (FOUR_GRADES, ["Outstanding", "Inadequate"]),
        (ZERO_TO_TEN, ["10", "0"]),
        (STANDARD_ANSWERS, []),
    ],
)
def test_the_judgements_that_must_have_evidence(scale: GradingScale, labels: list[str]) -> None:
    assert [scale.label(position) for position in sorted(scale.evidence_required)] == labels


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"labels": ("Good",), "good_or_better": 1}, "labels"),
        ({"labels": (), "good_or_better": 1}, "labels"),
        ({"labels": tuple(f"Label {number}" for number in range(21))}, "labels"),
        ({"labels": ("Good", " good ", "Poor")}, "labels"),
        ({"labels": ("Good", "  ", "Poor")}, "labels"),
        ({"labels": ("Good", "N/A", "Poor")}, "labels"),  # would be read as not applicable
        ({"good_or_better": 0}, "good_or_better"),
        ({"good_or_better": 5}, "good_or_better"),
        ({"evidence_required": frozenset({0})}, "evidence_required"),
        ({"evidence_required": frozenset({1, 5})}, "evidence_required"),
    ],
)
def test_a_scale_that_cannot_work_is_refused(change: dict[str, object], field: str) -> None:
    scale = {
        "code": "four",
        "name": "Four",
        "labels": FOUR_GRADES.labels,
        "good_or_better": 2,
        "evidence_required": frozenset[int](),
    }

    with pytest.raises(InvalidInput) as refused:
        GradingScale(**{**scale, **change})  # type: ignore[arg-type]  # a table of wrong arguments

    assert field in {problem.field for problem in refused.value.problems}


@pytest.mark.parametrize("number", [2, 20])
def test_a_scale_may_have_from_two_to_twenty_labels(number: int) -> None:
    labels = tuple(f"Label {position}" for position in range(number))

    scale = GradingScale(code="own", name="Own", labels=labels, good_or_better=number)

    assert scale.worst == number
