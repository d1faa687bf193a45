"""What a measure is held against in a period, when it changed between some of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from fractions import Fraction

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from qa_app.domain.measures import ComparatorKind, Frequency
from qa_app.domain.periods import Month, Quarter, ReportingPeriod, Year
from qa_app.domain.scorecard import Comparator, MeasureFacts, Standards
from qa_app.domain.targets import Target
from qa_app.models import Measure
from qa_app.queries.measure_standards import standards_of
from tests.factories import a_comparator, a_measure, a_target, a_threshold

Q2, Q3, Q4 = Quarter(2016, 2), Quarter(2016, 3), Quarter(2016, 4)


@pytest.fixture
def measure(session: Session) -> Measure:
    measure = a_measure()
    session.add(measure)
    session.flush()
    return measure


def facts(row: Measure) -> MeasureFacts:
    return MeasureFacts(
        row.id,
        row.code,
        row.name,
        row.kind,
        row.unit,
        row.polarity,
        row.measure_period,
        Frequency.QUARTER,
    )


def standards(session: Session, row: Measure, *periods: ReportingPeriod) -> Standards:
    return standards_of(session, [facts(row)], periods)[row.id]


def printed(session: Session, row: Measure, *periods: ReportingPeriod) -> list[str]:
    bands = standards(session, row, *periods).bands
    return [bands[period].printed[0] if period in bands else "none" for period in periods]


def test_an_old_period_keeps_the_bands_it_was_judged_by(session: Session, measure: Measure):
    session.add_all([a_threshold(measure), a_threshold(measure, "50-69", holds_from=201610)])
    other = a_measure()
    session.add(other)
    session.flush()
    session.add(a_threshold(other, "1-69"))

    assert printed(session, measure, Q2, Q3, Q4) == ["60-69", "50-69", "50-69"]


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (Month(2016, 10), "60-69"),
        (Month(2016, 11), "50-69"),
        (Q3, "60-69"),  # the change came when the quarter had begun
        (Q4, "50-69"),
        (Year(2016), "60-69"),
        (Year(2017), "50-69"),
    ],
)
def test_what_is_in_force_on_the_first_day_judges_all_of_a_period(
    session: Session, measure: Measure, period: ReportingPeriod, expected: str
):
    session.add_all([a_threshold(measure), a_threshold(measure, "50-69", holds_from=201611)])

    assert printed(session, measure, period, Year(2018)) == [expected, "50-69"]


def test_blank_bands_take_them_away_from_then_on(session: Session, measure: Measure):
    session.add_all([a_threshold(measure), a_threshold(measure, "", "", "", holds_from=201701)])

    assert printed(session, measure, Q3, Q4) == ["60-69", "none"]


def test_targets_are_dated_too(session: Session, measure: Measure):
    session.add_all(
        [
            a_target(measure, "85", tolerance="2.5", holds_from=201607),
            a_target(measure, "138", "168.6", holds_from=201610),
            a_target(measure, None, holds_from=201701),
        ]
    )

    assert standards(session, measure, Quarter(2016, 1), Q2, Q3, Q4).targets == {
        Q2: Target(Decimal(85), Decimal(85), Decimal("2.5")),
        Q3: Target(Decimal(138), Decimal("168.6")),
    }


def test_comparators_are_the_newest_that_are_not_later_than_the_last_period(
    session: Session, measure: Measure
):
    session.add_all(
        [
            a_comparator(measure, ComparatorKind.ENGLAND, starting_year=2014, value="61"),
            a_comparator(measure, ComparatorKind.ENGLAND, starting_year=2015, value="62.5"),
            a_comparator(measure, ComparatorKind.ENGLAND, starting_year=2017, value="63"),
            a_comparator(measure, ComparatorKind.STATISTICAL_NEIGHBOURS, starting_year=2016, value="64"),
            a_comparator(measure, ComparatorKind.REGION, starting_year=2017, value="65"),
        ]
    )

    # January to March 2017 are still of the reporting year 2016-17.
    assert standards(session, measure, Q3, Q4).comparators == (
        Comparator(ComparatorKind.STATISTICAL_NEIGHBOURS, Year(2016), Fraction(64)),
        Comparator(ComparatorKind.ENGLAND, Year(2015), Fraction(125, 2)),
    )


def test_takes_three_statements_whatever_the_number_of_measures(session: Session, engine: Engine):
    measures = [a_measure() for _ in range(20)]
    session.add_all(measures)
    session.flush()
    session.add_all([a_threshold(each) for each in measures] + [a_target(each) for each in measures])
    session.flush()
    asked = [facts(each) for each in measures]

    with counted(engine) as statements:
        found = standards_of(session, asked, [Q2, Q3, Q4])

    assert len(statements) == 3
    assert {len(each.bands) for each in found.values()} == {3}


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    statements: list[str] = []

    def keep(connection: object, cursor: object, statement: str, *rest: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", keep)
    yield statements
    event.remove(engine, "before_cursor_execute", keep)
