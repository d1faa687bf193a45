"""Because of what a figure changed: only what happened to its own measure, period and audits."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.directions import Polarity
from qa_app.domain.happenings import EnteredValue, Event, Happened, TouchedAudit
from qa_app.domain.judgement_choice import Grouping, JudgementChoice
from qa_app.domain.measures import Frequency, MeasureKind, MeasurePeriod, Unit
from qa_app.domain.periods import Quarter
from qa_app.domain.revision_causes import NOTHING_FOUND, causes_of_judgements, causes_of_measure
from qa_app.domain.revisions import CauseKind, ChangedFigure, Part
from qa_app.domain.scorecard import MeasureFacts

Q3 = Quarter(2016, 3)
ON = datetime(2017, 1, 3, 12, tzinfo=UTC)

MEASURE = MeasureFacts(
    id=7,
    code="v1",
    name="Visits",
    kind=MeasureKind.ACTIVITY,
    unit=Unit.RATE,
    polarity=Polarity.HIGHER_IS_BETTER,
    measure_period=MeasurePeriod.CUMULATIVE,
    frequency=Frequency.MONTH,
)
SMART = replace(
    MEASURE, kind=MeasureKind.AUDIT, unit=Unit.PERCENT, audit=AuditDefinition(Counts.MET, ("smart",))
)

AUDIT = TouchedAudit(
    id=1,
    reference="A-1",
    month=201612,
    area_id=1,
    area="North",
    stream_id=5,
    stream="Monthly",
    team="Blue (North)",
    tool="full",
    tool_name="Full audit",
    kind=CauseKind.FINISHED,
    is_revised=False,
)
AGREED = replace(AUDIT, id=2, reference="A-2", kind=CauseKind.MODERATED)
REVISED = replace(AGREED, id=3, reference="A-3", is_revised=True)
VALUE = EnteredValue(7, first_month=201611, last_month=201611, number=2, reason="", entered_at=ON)


def figure(*parts: str, before: str = "1", after: str = "2") -> ChangedFigure:
    return ChangedFigure("v1|2016-17-Q3", tuple(Part(part, before, after) for part in parts or ("value",)))


def event(action: str, *, subject: str = "measure", subject_id: int | None = 7, **named) -> Event:
    return Event(subject, subject_id, action, ON, **named)


def words(causes) -> list[str]:
    return [cause.words for cause in causes]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (VALUE, "The value was revised on 3 January 2017"),
        (replace(VALUE, number=1), "The value was entered on 3 January 2017"),
        (replace(VALUE, reason="late"), "The value was revised on 3 January 2017: late"),
        (replace(VALUE, measure_id=8), NOTHING_FOUND),  # of another measure
        (replace(VALUE, first_month=201609, last_month=201609), NOTHING_FOUND),  # the month before
        (replace(VALUE, first_month=201701, last_month=201701), NOTHING_FOUND),  # the month after
        (replace(VALUE, first_month=201604, last_month=201703), "The value was revised on 3 January 2017"),
    ],
)
def test_values(value, expected):
    assert words(causes_of_measure(figure(), MEASURE, Q3, Happened(values=[value]))) == [expected]


@pytest.mark.parametrize(
    ("changed", "happened", "expected"),
    [
        (figure(), event("took out value", period="Nov 2016"), "The value was taken out on 3 January 2017"),
        (figure(), event("took out value", period="Jan 2017"), NOTHING_FOUND),
        (
            figure(),
            event("set child population", subject="child population", subject_id=None, year=2016),
            "The number of children was changed on 3 January 2017",
        ),
        (
            figure(),
            event("set child population", subject="child population", subject_id=None, year=2015),
            NOTHING_FOUND,
        ),
        (figure("thresholds"), event("set thresholds"), "Its thresholds were changed on 3 January 2017"),
        (figure("status"), event("removed target"), "Its target was changed on 3 January 2017"),
        (
            figure("England"),
            event("set comparator"),
            "What it is compared with was changed on 3 January 2017",
        ),
        (figure("England"), event("set target"), NOTHING_FOUND),
        (figure("thresholds"), event("set thresholds", subject_id=8), NOTHING_FOUND),
        (
            figure("status"),
            event("commented on measure", period="2016-17-Q3"),
            "Its status was set on 3 January 2017",
        ),
        (figure("status"), event("commented on measure", period="2016-17-Q2"), NOTHING_FOUND),
        (figure("value"), event("commented on measure", period="2016-17-Q3"), NOTHING_FOUND),
        (figure(), event("redefined measure"), "The measure itself was changed on 3 January 2017"),
        (
            figure(before=""),
            event("added lines to scorecard", subject="scorecard", subject_id=3),
            "The scorecard was changed on 3 January 2017",
        ),
        (
            figure(),
            event("brought in values", subject="import", subject_id=4),
            "A file of values was brought in on 3 January 2017",
        ),
    ],
)
def test_events(changed, happened, expected):
    assert words(causes_of_measure(changed, MEASURE, Q3, Happened(events=[happened]))) == [expected]


@pytest.mark.parametrize("action", ["asked for report", "wrote text of report"])
def test_a_report_of_a_scorecard_changes_no_figure_of_it(action):
    happened = Happened(events=[event(action, subject="scorecard", subject_id=3)])

    assert words(causes_of_measure(figure(before=""), MEASURE, Q3, happened)) == [NOTHING_FOUND]


@pytest.mark.parametrize(("before", "after"), [("[c]", "12"), ("12", "[c]")])
def test_no_reason_repeats_a_figure_that_is_suppressed(before, after):
    late = replace(VALUE, reason="Three more were found")

    causes = causes_of_measure(figure(before=before, after=after), MEASURE, Q3, Happened(values=[late]))

    assert words(causes) == ["The value was revised on 3 January 2017"]


def test_a_direction_alone_changed_with_what_it_is_compared_with():
    (cause,) = causes_of_measure(figure("direction since 2016-17-Q2"), MEASURE, Q3, Happened())

    assert cause.words == "A figure of another period, which it is compared with, changed"


def test_a_measure_that_is_gone():
    assert words(causes_of_measure(figure(), None, Q3, Happened())) == ["There is no such measure any more"]


@pytest.mark.parametrize(
    ("filters", "audit", "counted"),
    [
        ({}, AUDIT, True),
        ({"area": 1, "stream": 5, "tool": "full"}, AUDIT, True),
        ({"area": 2}, AUDIT, False),
        ({"stream": 6}, AUDIT, False),
        ({"tool": "dip"}, AUDIT, False),
        ({}, replace(AUDIT, month=201609), False),
        ({}, replace(AUDIT, month=201701), False),
    ],
)
def test_audits_of_the_cohort(filters, audit, counted):
    measure = replace(SMART, audit=AuditDefinition(Counts.MET, ("smart",), **filters))

    causes = causes_of_measure(figure(), measure, Q3, Happened(audits=[audit], values=[VALUE]))

    assert [cause.audit_id for cause in causes] == ([1] if counted else [None])


def test_audits_that_moderators_agreed_with_are_named_only_where_no_others_are():
    def named(*audits):
        return [cause.audit_id for cause in causes_of_measure(figure(), SMART, Q3, Happened(audits=audits))]

    assert named(AGREED, REVISED) == [3]
    assert named(AGREED) == [2]


@pytest.mark.parametrize(
    ("by", "group", "counted"),
    [
        (Grouping.SERVICE_AREA, "North", True),
        (Grouping.SERVICE_AREA, "All service areas", True),
        (Grouping.SERVICE_AREA, "South", False),
        (Grouping.TEAM, "Blue (North)", True),
        (Grouping.TEAM, "Red (North)", False),
        (Grouping.STREAM, "Monthly", True),
        (Grouping.TOOL, "Full audit", True),
        (Grouping.DOMAIN, "Assessment", True),  # every audit judges the domains
    ],
)
def test_audits_of_a_group(by, group, counted):
    choice = JudgementChoice(by, Q3)

    causes = causes_of_judgements(figure(), choice, group, Q3, Happened(audits=[AUDIT]))

    assert [cause.audit_id for cause in causes] == ([1] if counted else [None])


@pytest.mark.parametrize("filters", [{"area": "South"}, {"stream": "Dip"}, {"tool": "dip"}])
def test_audits_that_the_filter_leaves_out(filters):
    choice = JudgementChoice(Grouping.DOMAIN, Q3, **filters)

    causes = causes_of_judgements(figure(), choice, "Assessment", Q3, Happened(audits=[AUDIT]))

    assert words(causes) == [NOTHING_FOUND]


def test_what_was_published_before_was_brought_in():
    brought_in = event("brought in history", subject="import", subject_id=4)
    choice = JudgementChoice(Grouping.SERVICE_AREA, Q3)

    causes = causes_of_judgements(figure(), choice, "North", Q3, Happened(events=[brought_in]))

    assert words(causes) == ["Figures published before were brought in on 3 January 2017"]
