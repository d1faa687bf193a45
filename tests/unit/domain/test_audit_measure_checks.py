import pytest

from qa_app.domain.audit_measure_checks import AuditMeasureChoices, MeasurableQuestion, problems_with_audit
from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.audit_tool import QuestionKind
from qa_app.domain.judgement_choice import OVERALL
from qa_app.domain.scales import FOUR_GRADES, ZERO_TO_TEN

JUDGEMENT, STANDARD = QuestionKind.JUDGEMENT, QuestionKind.STANDARD
FULL, DIP = {"full": "Full audit"}, {"dip": "Dip sample"}

CHOICES = AuditMeasureChoices(
    questions=[
        MeasurableQuestion(OVERALL, "Overall judgement", JUDGEMENT, "Overall", FULL | DIP, frozenset(
            {"four-grades", "zero-to-ten"}
        )),
        MeasurableQuestion("planning", "Planning", JUDGEMENT, "Plans", FULL, frozenset({"four-grades"})),
        MeasurableQuestion("smart", "Plan is SMART", STANDARD, "Plans", FULL, frozenset({"four-grades"})),
        # Asked by both, but as a judgement in one and as a standard in the other.
        MeasurableQuestion("seen", "Child seen", JUDGEMENT, "Child", DIP, frozenset({"zero-to-ten"})),
        MeasurableQuestion("seen", "Child seen", STANDARD, "Child", FULL, frozenset({"four-grades"})),
    ],
    scales={scale.code: scale for scale in (FOUR_GRADES, ZERO_TO_TEN)},
    tools=FULL | DIP,
    areas={1: "North"},
    streams={5: "Monthly"},
)  # fmt: skip


def met(*questions, **named) -> AuditDefinition:
    return AuditDefinition(Counts.MET, questions, **named)


def good(*questions, grade=2, scale="four-grades", **named) -> AuditDefinition:
    return AuditDefinition(Counts.AT_LEAST, questions, grade=grade, scale=scale, **named)


@pytest.mark.parametrize(
    "definition",
    [
        met("smart"),
        met("smart", "seen"),
        met("seen", tool="full", area=1, stream=5),
        good("planning"),
        good("planning", OVERALL),
        good(OVERALL, grade=11, scale="zero-to-ten"),
        good("seen", grade=4, scale="zero-to-ten"),
        good(OVERALL, tool="dip"),
        AuditDefinition(Counts.AUDITS),
        AuditDefinition(Counts.AUDITS, tool="dip", area=1),
    ],
)
def test_what_can_be_counted(definition) -> None:
    assert problems_with_audit(definition, CHOICES) == []


@pytest.mark.parametrize(
    ("definition", "field", "words"),
    [
        (met("planning"), "questions", "“Planning” is a judgement and is given a grade"),
        (met("smart", "planning"), "questions", "“Planning” is a judgement"),
        (good("smart"), "questions", "“Plan is SMART” is a standard, met or not met"),
        (good("planning", "smart"), "questions", "“Plan is SMART” is a standard"),
        (met("lost"), "questions", "No audit tool that was released asks “lost”"),
        (met("seen", tool="dip"), "questions", "“Dip sample” does not ask “Child seen”"),
        (good("planning", tool="dip"), "questions", "“Dip sample” does not ask “Planning”"),
        (good("seen"), "questions", "“Child seen” is not judged on the scale “Four grades”"),
        (good("planning", scale="zero-to-ten"), "questions", "is not judged on the scale “Zero to ten”"),
        (good("planning", grade=5), "grade", "There is no such grade"),
        (good("planning", grade=0), "grade", "There is no such grade"),
        (good("planning", scale="lost"), "grade", "There is no such grade"),
        (met("smart", area=2), "area", "There is no such service area here"),
        (met("smart", stream=1), "stream", "There is no such audit stream here"),
        (met("smart", tool="lost"), "tool", "There is no such audit tool here"),
        (AuditDefinition(Counts.AUDITS, ("smart",)), "questions", "counts no answers"),
    ],
)
def test_what_cannot_is_said_at_its_field(definition, field, words) -> None:
    [problem] = problems_with_audit(definition, CHOICES)

    assert problem.field == field
    assert words in problem.message


def test_everything_is_said_at_once() -> None:
    problems = problems_with_audit(met("planning", "lost", area=2, stream=2), CHOICES)

    assert [problem.field for problem in problems] == ["area", "stream", "questions", "questions"]
