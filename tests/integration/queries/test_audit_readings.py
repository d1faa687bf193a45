"""Audit measures give what the judgements say, in as many statements however many there are."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import event

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.directions import Polarity
from qa_app.domain.measures import Frequency, MeasureKind, MeasurePeriod, Unit, ValueStatus
from qa_app.domain.periods import Month, Quarter, Year
from qa_app.domain.roles import Role
from qa_app.domain.scope import Scope
from qa_app.domain.scorecard import MeasureFacts
from qa_app.domain.workflow import AuditStatus
from qa_app.queries.measure_series import series_of
from qa_app.services.audit_tools import add_tool, make_live
from tests.factories import (
    a_measure,
    a_measure_value,
    a_person,
    a_service_area,
    a_stream,
    a_tool,
    a_tool_version,
    an_audit,
)
from tests.factories.measures import AT

EVERYTHING = Scope.everything()
Q2, Q3, Q4 = (Quarter(2016, number) for number in (2, 3, 4))


def a_fact(definition: AuditDefinition, *, id_: int = 1) -> MeasureFacts:
    number = definition.counts is Counts.AUDITS
    return MeasureFacts(
        id=id_,
        code=f"m-{id_}",
        name="Measure",
        kind=MeasureKind.AUDIT,
        unit=Unit.NUMBER if number else Unit.PERCENT,
        polarity=Polarity.HIGHER_IS_BETTER,
        measure_period=MeasurePeriod.CUMULATIVE,
        frequency=Frequency.QUARTER,
        audit=definition,
    )


@pytest.fixture
def council(session):
    """Audits around the edges of Q3, with a standard and two domains, of two areas and two streams."""
    tool = a_tool("assessment", "planning", code="case-file", standards=("smart", "seen"))
    version = a_tool_version(session, tool)
    areas = {name: a_service_area(name) for name in ("North", "South")}
    streams = {name: a_stream(name) for name in ("Monthly", "Dip")}
    auditor = a_person(Role.AUDITOR)

    def add(day, area="North", stream="Monthly", moderated=None, status=AuditStatus.FINAL, **judged):
        session.add(
            an_audit(
                version,
                service_area=areas[area],
                stream=streams[stream],
                auditor=auditor,
                audit_date=day,
                judged=judged,
                moderated=moderated,
                status=status,
            )
        )

    add(date(2016, 9, 30), smart=2, assessment=1, overall=1)  # the last day of Q2
    add(date(2016, 10, 1), smart=1, seen=1, assessment=2, overall=2)
    add(date(2016, 11, 5), "South", smart=2, assessment=3, overall=3, moderated={"assessment": 2})
    add(date(2016, 12, 31), "South", "Dip", smart=0, assessment=4, overall=4)  # not applicable
    add(date(2016, 12, 31), smart=1, assessment=1, overall=2, status=AuditStatus.SUBMITTED)
    add(date(2016, 12, 1), smart=1, overall=1, status=AuditStatus.IN_PROGRESS)  # not finished
    add(date(2017, 1, 1), smart=1, assessment=1, overall=1)  # the first day of Q4
    session.commit()
    return {"areas": areas, "streams": streams, "version": version}


def counted(session, definition, period=Q3, scope=EVERYTHING):
    fact = a_fact(definition)
    reading = series_of(session, [fact], first=period, last=period, scope=scope)[1].readings[period]
    return reading.numerator, reading.denominator


MET = AuditDefinition(Counts.MET, ("smart",))
GOOD = AuditDefinition(Counts.AT_LEAST, ("assessment",), grade=2, scale="four-grades")


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        (MET, (2, 3)),  # one is not applicable, so it is not asked of
        (AuditDefinition(Counts.MET, ("smart", "seen")), (3, 4)),
        (GOOD, (3, 4)),  # the moderator's judgement counts
        (replace(GOOD, grade=1), (1, 4)),
        (replace(GOOD, grade=3), (3, 4)),
        (replace(GOOD, scale="zero-to-ten"), (None, None)),  # positions of another scale mean something else
        (replace(GOOD, tool="case-file"), (3, 4)),
        (replace(GOOD, tool="another"), (None, None)),
        (AuditDefinition(Counts.MET, ("assessment",)), (None, None)),  # a judgement is not met
        (replace(GOOD, questions=("smart",)), (None, None)),
        (AuditDefinition(Counts.AUDITS), (4, None)),
        (AuditDefinition(Counts.AUDITS, tool="another"), (0, None)),
    ],
)
def test_what_is_counted(session, council, definition, expected):
    assert counted(session, definition) == expected


@pytest.mark.parametrize(
    ("area", "stream", "expected"),
    [
        ("North", None, (2, 2)),
        ("South", None, (0, 1)),
        (None, "Dip", (None, None)),
        ("South", "Monthly", (0, 1)),
    ],
)
def test_filters(session, council, area, stream, expected):
    definition = replace(
        MET,
        area=council["areas"][area].id if area else None,
        stream=council["streams"][stream].id if stream else None,
    )

    assert counted(session, definition) == expected


def test_filters_of_one_measure_do_not_touch_another(session, council):
    north = council["areas"]["North"].id
    measures = [a_fact(MET), a_fact(replace(MET, area=north), id_=2), a_fact(GOOD, id_=3)]

    found = series_of(session, measures, first=Q3, last=Q3, scope=EVERYTHING)

    assert [found[n].readings[Q3].denominator for n in (1, 2, 3)] == [3, 2, 4]


@pytest.mark.parametrize(
    ("period", "expected"),
    [(Q2, (0, 1)), (Q4, (1, 1)), (Month(2016, 12), (1, 1)), (Month(2016, 10), (1, 1)), (Year(2016), (3, 5))],
)
def test_periods_of_every_kind(session, council, period, expected):
    assert counted(session, MET, period) == expected


def test_a_limited_person_counts_only_their_areas(session, council):
    south = frozenset({council["areas"]["South"].id})

    assert counted(session, MET, scope=Scope(1, areas=south, case_areas=frozenset())) == (0, 1)


def test_what_awaits_moderation_is_provisional_and_where_none_was_moderated_it_is_said(session, council):
    found = series_of(session, [a_fact(GOOD)], first=Q2, last=Q4, scope=EVERYTHING)[1].readings

    assert [found[period].status for period in (Q2, Q3, Q4)] == [
        ValueStatus.FINAL,
        ValueStatus.PROVISIONAL,
        ValueStatus.FINAL,
    ]
    assert [found[period].is_before_moderation for period in (Q2, Q3, Q4)] == [True, False, True]


def test_moderation_is_told_of_the_whole_period_also_where_one_tool_happens_to_hold_none_of_it(
    session, council
):
    short = a_tool_version(session, a_tool("assessment", code="short"))
    session.add(an_audit(short, audit_date=date(2016, 11, 1), judged={"assessment": 1}))
    session.commit()
    of_tool = replace(GOOD, tool="short")

    found = series_of(session, [a_fact(of_tool)], first=Q3, last=Q3, scope=EVERYTHING)[1].readings[Q3]

    assert (found.numerator, found.denominator) == (1, 1)
    assert not found.is_before_moderation


def test_a_question_that_means_something_else_breaks_the_series(session, council):
    tool = a_tool("assessment", "planning", code="case-file", standards=("smart", "seen"))
    section = tool.sections[0]
    questions = [
        replace(question, wording="Is the plan clear?") if question.code == "smart" else question
        for question in section.questions
    ]
    changed = replace(tool, sections=(replace(section, questions=tuple(questions)),))
    version = add_tool(session, changed, by=None, at=AT)
    make_live(session, version, by=None, at=AT)
    session.add(an_audit(version, audit_date=date(2017, 2, 1), judged={"smart": 1, "assessment": 1}))
    session.commit()

    found = series_of(session, [a_fact(MET), a_fact(GOOD, id_=2)], first=Q2, last=Q4, scope=EVERYTHING)

    assert [found[1].readings[period].is_break for period in (Q2, Q3, Q4)] == [False, False, True]
    assert found[1].is_broken(Q3, Q4)
    assert not found[2].is_broken(Q3, Q4)  # its question means what it meant


@contextmanager
def statements(engine) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_):
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("number", [1, 30])
def test_four_statements_whatever_the_number_of_measures(session, council, engine, number):
    entered = [a_measure() for _ in range(number)]
    session.add_all(entered)
    session.flush()
    session.add_all(a_measure_value(measure, Q3, "57") for measure in entered)
    session.commit()
    audits = [a_fact(replace(GOOD, grade=1 + n % 3), id_=10_000 + n) for n in range(number)]
    typed = [replace(a_fact(MET, id_=row.id), kind=MeasureKind.ACTIVITY, audit=None) for row in entered]

    with statements(engine) as sent:
        found = series_of(session, [*audits, *typed], first=Q2, last=Q4, scope=EVERYTHING)

    assert len(sent) == 4
    assert found[typed[-1].id].readings[Q3].value == 57
    assert found[audits[0].id].readings[Q3].value == Fraction(100, 4)
