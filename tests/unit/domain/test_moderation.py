import pytest

from qa_app.domain.audit_tool import AuditTool, Question, QuestionKind, Section
from qa_app.domain.errors import NotPermitted
from qa_app.domain.moderation import (
    Change,
    Decision,
    changes,
    check_not_own,
    problems_with_comments,
    problems_with_decisions,
    problems_with_first_grades,
)
from qa_app.domain.scales import FOUR_GRADES, MET, NOT_APPLICABLE, NOT_MET

O, G, R, I = FOUR_GRADES.positions  # noqa: E741 the grades' own initials

TOOL = AuditTool(
    code="tool",
    name="Tool",
    purpose="",
    scale=FOUR_GRADES,
    sections=(
        Section(
            title="Practice",
            guidance="",
            questions=(
                Question(code="planning", kind=QuestionKind.JUDGEMENT, wording="?"),
                Question(code="voice", kind=QuestionKind.JUDGEMENT, wording="?", allows_not_applicable=True),
                Question(code="visits", kind=QuestionKind.STANDARD, wording="?"),
                Question(code="story", kind=QuestionKind.TEXT, wording="?"),
            ),
        ),
    ),
)
COUNTED = {"planning": G, "voice": R, "visits": MET}
AGREED = {"planning": Decision(G), "voice": Decision(R)}


@pytest.mark.parametrize(
    ("decisions", "sentences"),
    [
        (AGREED, []),  # a standard that nobody touched is agreed with
        (AGREED | {"planning": Decision(I, "No plan at all.")}, []),
        (AGREED | {"planning": Decision(I)}, ["Say why you revise Planning"]),
        (AGREED | {"planning": Decision(O)}, ["Say why you revise Planning"]),  # better needs one too
        (AGREED | {"planning": Decision(I, " \n\t")}, ["Say why you revise Planning"]),
        (AGREED | {"visits": Decision(NOT_MET)}, ["Say why you revise Visits"]),
        (AGREED | {"visits": Decision(NOT_MET, "None since May.")}, []),
        ({"voice": Decision(R)}, ["Agree, or choose another grade, for Planning"]),
        # Words that would be kept nowhere are not swallowed.
        (
            AGREED | {"planning": Decision(G, "Good indeed.")},
            [
                "You agree on Planning and give a reason: choose another answer, or move the words to your"
                " comments"
            ],
        ),
        (
            AGREED | {"visits": Decision(None, "Twice.")},
            [
                "You agree on Visits and give a reason: choose another answer, or move the words to your"
                " comments"
            ],
        ),
        (AGREED | {"voice": Decision(NOT_APPLICABLE, "An unborn child.")}, []),
        (
            AGREED | {"planning": Decision(NOT_APPLICABLE, "No plan yet.")},
            ["Choose one of Outstanding, Good, Requires Improvement, Inadequate for Planning"],
        ),
        (
            AGREED | {"planning": Decision(5, "Worse than that.")},
            ["Choose one of Outstanding, Good, Requires Improvement, Inadequate for Planning"],
        ),
        (
            AGREED | {"visits": Decision(3, "Neither.")},
            ["Choose one of Met, Not met for Visits"],
        ),
        (
            AGREED | {"story": Decision(G, "A text has no grade.")},
            ["The audit has no answer to story, so it cannot be moderated"],
        ),
    ],
)
def test_what_stands_in_the_way_of_finishing(decisions, sentences):
    assert [problem.message for problem in problems_with_decisions(TOOL, COUNTED, decisions)] == sentences


def test_a_judgement_the_auditor_left_open_is_not_asked_for():
    assert problems_with_decisions(TOOL, {"voice": R}, {"voice": Decision(R)}) == []


def test_agreeing_with_what_a_newer_rule_would_not_offer_is_possible():
    """An imported audit may count as not applicable where its form does not allow it."""
    counted = COUNTED | {"planning": NOT_APPLICABLE}

    assert problems_with_decisions(TOOL, counted, AGREED | {"planning": Decision(NOT_APPLICABLE)}) == []


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        (AGREED, ()),
        ({}, ()),
        (
            {"visits": Decision(NOT_MET, " Missed two. "), "planning": Decision(R, "Vague.")},
            (Change("planning", G, R, "Vague."), Change("visits", MET, NOT_MET, "Missed two.")),
        ),
        ({"voice": Decision(NOT_APPLICABLE, "Unborn.")}, (Change("voice", R, NOT_APPLICABLE, "Unborn."),)),
    ],
)
def test_what_is_revised(decisions, expected):
    assert changes(TOOL, COUNTED, decisions) == expected


@pytest.mark.parametrize(
    ("grades", "fields"),
    [
        ({"planning": O, "voice": NOT_APPLICABLE}, []),
        ({"planning": O}, ["grade-voice"]),
        ({}, ["grade-planning", "grade-voice"]),  # standards are not judged blind
        ({"planning": NOT_APPLICABLE, "voice": R}, ["grade-planning"]),
        ({"planning": 5, "voice": R}, ["grade-planning"]),
    ],
)
def test_blind_judgements(grades, fields):
    assert [problem.field for problem in problems_with_first_grades(TOOL, COUNTED, grades)] == fields


@pytest.mark.parametrize(
    ("practice", "quality", "fields"),
    [
        ("Warm, purposeful work.", "Well evidenced.", []),
        ("", "Well evidenced.", ["comment_on_practice"]),
        ("Warm, purposeful work.", " \n", ["comment_on_audit_quality"]),
        ("", "", ["comment_on_practice", "comment_on_audit_quality"]),
    ],
)
def test_both_comments_are_asked_for(practice, quality, fields):
    assert [problem.field for problem in problems_with_comments(practice, quality)] == fields


@pytest.mark.parametrize(
    ("auditor_id", "worker", "refused"),
    [
        (2, "", False),
        (2, "Ada Okafor", False),
        (1, "", True),
        (2, "Bea Lind", True),
        (2, " bea  LIND ", True),
        (2, "Lind, Bea", True),
    ],
)
def test_nobody_moderates_their_own(auditor_id, worker, refused):
    def check():
        check_not_own(moderator_id=1, moderator="Bea Lind", auditor_id=auditor_id, worker=worker)

    if not refused:
        check()
        return
    with pytest.raises(NotPermitted, match="somebody else has to moderate it"):
        check()
