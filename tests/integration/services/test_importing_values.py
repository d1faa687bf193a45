import csv
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from qa_app.domain.directions import Polarity
from qa_app.domain.measures import ComparatorKind, Frequency, MeasureKind, MeasurePeriod, Unit, ValueStatus
from qa_app.domain.periods import Quarter, parse_reporting_period
from qa_app.models import (
    ChildPopulation,
    Commentary,
    ImportBatch,
    Measure,
    MeasureComparator,
    MeasureDefinition,
    MeasureThreshold,
    MeasureValue,
    TrailEntry,
)
from qa_app.services.importing import BroughtInBefore, import_values
from qa_app.services.importing_report import RefusedFile
from qa_app.services.importing_values import ValueOptions
from tests.data_builders.audit_files import csv_file, xlsx_file
from tests.data_builders.publications import CHESHIRE_EAST, SEFTON_BOARD, SEFTON_CHAT
from tests.factories import a_comparator, a_measure, a_measure_value, a_person, a_threshold
from tests.factories.scorecards import a_comment

AT = datetime(2023, 9, 1, 9, tzinfo=UTC)
EVERYTHING = ValueOptions(add_missing=True, extras=True)
ROW = {"measure": "visits", "period": "Q3 2016-17", "value": "57%"}


@pytest.fixture
def visits(session):
    measure = a_measure("Visits in time", code="visits")
    session.add(measure)
    session.commit()
    return measure


def bring_in(session, rows, *, name="values.csv", by=None, **options):
    report = import_values(session, name, csv_file(rows), ValueOptions(**options), by=by, at=AT)
    session.commit()
    return report


def refused(session, rows, **options) -> list[tuple[int, str, str, str]]:
    with pytest.raises(RefusedFile) as error:
        bring_in(session, rows, **options)
    session.rollback()
    return [(p.row, p.column, p.value, p.what_to_do) for p in error.value.report.problems]


def stored(session) -> list[tuple[str, str, int, bool, str | None, str | None, str | None, str]]:
    rows = session.execute(
        select(
            Measure.code,
            MeasureValue.period,
            MeasureValue.number,
            MeasureValue.is_current,
            MeasureValue.numerator,
            MeasureValue.denominator,
            MeasureValue.value,
            MeasureValue.status,
        )
        .join(Measure, Measure.id == MeasureValue.measure_id)
        .order_by(Measure.code, MeasureValue.period, MeasureValue.number)
    )
    return [tuple(row) for row in rows]


def count(session, model) -> int:
    return session.scalar(select(func.count()).select_from(model))


def printed(path) -> dict[str, dict[str, str]]:
    """By the name of the measure, what the published file prints in each of its period columns."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row.get("measure") or row["metric"]: row for row in csv.DictReader(file)}


def test_the_published_scorecard_of_cheshire_east_comes_in_whole(session):
    report = import_values(
        session, CHESHIRE_EAST.name, CHESHIRE_EAST.read_bytes(), EVERYTHING, by=None, at=AT
    )
    session.commit()

    assert report.added == {
        "values": 216,
        "revised values": 0,
        "measures": 42,
        "thresholds": 42,
        "comparators": 0,
        "comments": 22,
    }
    kept = {
        (name, period): (value, is_na)
        for name, period, value, is_na in session.execute(
            select(Measure.name, MeasureValue.period, MeasureValue.value, MeasureValue.is_not_applicable)
            .join(Measure, Measure.id == MeasureValue.measure_id)
            .where(MeasureValue.is_current)
        )
    }
    expected = {}
    for name, row in printed(CHESHIRE_EAST).items():
        for heading, text in row.items():
            if "Q" in heading and text:
                period = parse_reporting_period(heading).key
                expected[name, period] = (None, True) if text == "N/A" else (text.removesuffix("%"), False)
    assert kept == expected  # blanks are not there, N/A is N/A, 0% is 0 and 100% is 100
    assert expected["Standard for management decision making and recording met at ChECS", "2015-16-Q1"] == (
        "100",
        False,
    )
    assert set(session.scalars(select(Measure.frequency))) == {Frequency.QUARTER}
    assert MeasureKind.AUDIT not in set(session.scalars(select(Measure.kind)))
    lower = select(Measure.name).where(Measure.polarity == Polarity.LOWER_IS_BETTER).order_by(Measure.id)
    assert [name[:20] for name in session.scalars(lower)] == [
        "Number of children a",
        "Percentage of childr",
        "Percentage of repeat",
    ]
    numbers = session.scalars(select(Measure.name).where(Measure.unit != Unit.PERCENT)).all()
    assert numbers == ["Number of children and young people on a CP plan for more than 15 months"]
    assert len(set(session.scalars(select(Measure.outcome)))) == 4
    assert count(session, MeasureDefinition) == 42
    bands = session.execute(
        select(
            MeasureThreshold.holds_from,
            MeasureThreshold.requires_improvement,
            MeasureThreshold.good,
            MeasureThreshold.outstanding,
        )
        .join(Measure, Measure.id == MeasureThreshold.measure_id)
        .where(Measure.name.startswith("Percentage of repeat referrals"))
    ).all()
    assert bands == [(0, "25-30", "20-24", "Below 20")]
    comments = session.scalars(select(Commentary)).all()
    assert {comment.period for comment in comments} == {"2016-17-Q3"}
    said = select(TrailEntry).where(TrailEntry.action == "commented on measure")
    assert {entry.after["period"] for entry in session.scalars(said)} == {"2016-17-Q3"}
    assert {comment.status for comment in comments} == {None}


def test_the_published_board_table_of_sefton_comes_in_whole(session):
    person = a_person()
    session.add(person)
    session.flush()
    report = import_values(
        session, SEFTON_BOARD.name, SEFTON_BOARD.read_bytes(), EVERYTHING, by=person, at=AT
    )
    session.commit()

    assert report.added["measures"] == 32
    assert report.added["values"] == 59
    by_name = {measure.name: measure for measure in session.scalars(select(Measure))}
    rate = by_name["Referral starts in last 12 months (rate per 10,000 children)"]
    assert (rate.unit, rate.decimals, rate.measure_period) == (Unit.RATE, 1, MeasurePeriod.ROLLING)
    assert (rate.outcome, rate.frequency) == ("Demand", Frequency.MONTH)
    values = dict(
        session.execute(
            select(MeasureValue.period, MeasureValue.value).where(MeasureValue.measure_id == rate.id)
        ).all()
    )
    assert values == {"2023-06": "728.9", "2023-07": "703.9"}
    sickness = by_name["Sickness absence"]
    assert session.scalars(
        select(MeasureValue.period).where(MeasureValue.measure_id == sickness.id)
    ).all() == ["2023-07"]  # June was left blank
    comparator = session.scalars(
        select(MeasureComparator).where(MeasureComparator.measure_id == rate.id)
    ).one()
    assert (comparator.kind, comparator.starting_year, comparator.value, comparator.source) == (
        ComparatorKind.STATISTICAL_NEIGHBOURS,
        2022,  # the year before that of July 2023
        "579.3",
        "sefton_board_metrics.csv",
    )
    statuses = dict(
        session.execute(select(Measure.name, Commentary.status).join_from(Commentary, Measure)).all()
    )
    assert statuses[rate.name] == 3
    assert "Cared for children currently open (rate per 10,000 children)" not in statuses  # none is printed
    assert {comment.period for comment in session.scalars(select(Commentary))} == {"2023-07"}
    assert set(session.scalars(select(MeasureValue.entered_by_id))) == {person.id}


def test_the_published_half_years_of_sefton_come_in_whole(session):
    options = ValueOptions(add_missing=True, extras=True, comparator_year=2021)
    report = import_values(session, SEFTON_CHAT.name, SEFTON_CHAT.read_bytes(), options, by=None, at=AT)
    session.commit()

    assert (report.added["measures"], report.added["values"]) == (18, 36)
    assert set(session.scalars(select(MeasureValue.period))) == {"2023-01", "2023-07"}
    assert set(session.scalars(select(MeasureComparator.starting_year))) == {2021}
    assert (
        session.scalar(select(Commentary.text).join(Measure).where(Measure.name == "Re-referrals (%)"))
        == "Rate remains static and above the SN rate of 21%"
    )


def test_the_rest_of_a_wide_file_stays_out_unless_it_is_wanted(session):
    report = import_values(
        session, SEFTON_CHAT.name, SEFTON_CHAT.read_bytes(), ValueOptions(add_missing=True), by=None, at=AT
    )

    assert report.also == ("statistical neighbours", "commentary")
    assert report.comparator_years[:3] == [2022, 2023, 2021]
    assert count(session, MeasureComparator) == count(session, Commentary) == 0


def test_the_same_file_comes_in_once_and_the_same_values_change_nothing(session, visits):
    bring_in(session, [ROW])

    with pytest.raises(BroughtInBefore):
        bring_in(session, [ROW])
    session.rollback()
    again = bring_in(session, [ROW | {"measure": " VISITS  in time ", "value": "57.0"}])

    assert (again.changes_nothing, again.unchanged) == (True, 1)
    assert len(stored(session)) == 1


def test_a_long_file_with_counts_status_reason_and_source(session, visits):
    report = bring_in(
        session,
        [
            ROW | {"value": "", "numerator": "171", "denominator": "703", "status": "Provisional"},
            ROW | {"period": "Q2 2016-17", "numerator": "171", "denominator": "703", "value": "25%"},
            ROW | {"period": "Q1 2016-17", "value": "105", "reason": "Agency staff", "source": "LCS"},
            ROW | {"period": "Q4 2015-16", "value": "n/a"},
            ROW | {"period": "Q3 2015-16", "value": "-"},
        ],
    )

    assert report.added["values"] == 4
    assert report.warnings == (
        "Visits in time, Q2 2016-17: 171 of 703 is 24.3%, not 25%: the counts are used.",
    )
    assert stored(session) == [
        ("visits", "2015-16-Q4", 1, True, None, None, None, ValueStatus.FINAL),
        ("visits", "2016-17-Q1", 1, True, None, None, "105", ValueStatus.FINAL),
        ("visits", "2016-17-Q2", 1, True, "171", "703", "25", ValueStatus.FINAL),
        ("visits", "2016-17-Q3", 1, True, "171", "703", None, ValueStatus.PROVISIONAL),
    ]
    sources = session.scalars(select(MeasureValue.source).order_by(MeasureValue.period)).all()
    assert sources == ["values.csv", "LCS", "values.csv", "values.csv"]
    batch = session.scalars(select(ImportBatch)).one()
    assert set(session.scalars(select(MeasureValue.batch_id))) == {batch.id}
    told = session.scalars(select(TrailEntry).order_by(TrailEntry.id)).all()
    assert [each.action for each in told] == ["sent in values", "brought in values"]
    entry = told[-1]
    assert (entry.action, entry.after) == (
        "brought in values",
        {"file": "values.csv", "values": 4, "revised values": 0, "measures": 0}
        | {"thresholds": 0, "comparators": 0, "comments": 0},
    )


REMOVE = "This is computed from audits, so no values of it are brought in: remove them"
PERIOD = "Write a month as Dec 2016, a quarter as Q3 2016-17 or a reporting year as 2016-17"
QUARTERLY = "This measure has a value for every quarter: write a quarter, such as Q3 2016-17"
ABOVE = "The numerator is above the denominator: correct one of them"
NUMBER = "“lots” is not a number: write the value with figures, such as 57 or 7.5"
MISSING = (
    "There is no such measure: correct it, or choose to add what is missing. Did you mean “Visits in time”?"
)
NOT_OVER = "Q3 2023-24 is not over yet: its value can be entered from 31 December 2023"
NAME_IT = "Write the code or the name of the measure"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"measure": "visitz in time"}, (2, "measure", "visitz in time", MISSING)),
        ({"measure": ""}, (2, "measure", "", NAME_IT)),
        ({"measure": "audited"}, (2, "measure", "audited", REMOVE)),
        ({"period": "Q3 2023-24"}, (2, "period", "Q3 2023-24", NOT_OVER)),
        ({"period": "Dec 2016"}, (2, "period", "Dec 2016", QUARTERLY)),
        ({"period": "2016-18"}, (2, "period", "2016-18", PERIOD)),
        ({"value": "", "numerator": "11", "denominator": "10"}, (2, "numerator", "11", ABOVE)),
        (
            {"value": "101%"},
            (2, "value", "101%", "101% is more than 100%: give the reason, or correct it"),
        ),
        ({"value": "lots"}, (2, "value", "lots", NUMBER)),
        ({"status": "draft"}, (2, "status", "draft", "Write one of these: provisional, final, revised")),
    ],
)
def test_what_cannot_be_brought_in_is_named_at_its_place(session, visits, change, expected):
    audited = a_measure(
        "Audited", code="audited", kind=MeasureKind.AUDIT, audit_definition={"counts": "audits"}
    )
    session.add(audited)
    session.flush()

    problems = refused(session, [ROW | {"numerator": "", "denominator": "", "status": ""} | change])

    assert problems == [expected]
    assert count(session, MeasureValue) == 0


def test_two_values_for_one_measure_and_period(session, visits):
    long = [ROW, ROW | {"measure": "Visits in time", "value": "58%"}]
    wide = [{"measure": "visits", "Q3 2016-17": "57%"}, {"measure": "Visits in time", "2016-17 Q3": "57%"}]

    assert refused(session, long) == [
        (3, "period", "Q3 2016-17", "Row 2 gives Q3 2016-17 of this measure too: keep one of them")
    ]
    assert refused(session, wide) == [
        (1, "2016-17 Q3", "2016-17 Q3", "The column “Q3 2016-17” is about this period too: keep one of them")
    ]


def test_other_values_are_replaced_only_when_that_is_chosen_and_the_old_ones_are_kept(session, visits):
    session.add(a_measure_value(visits, Quarter(2016, 2), "40", status=ValueStatus.PROVISIONAL))
    bring_in(session, [ROW])
    rows = [ROW | {"value": "58%"}, ROW | {"period": "Q2 2016-17", "value": "41"}]

    or_replace = "correct it, or choose to replace what is here"
    assert refused(session, rows) == [
        (2, "value", "58%", f"57% is here already, from “values.csv”: {or_replace}"),
        (3, "value", "41", f"40% is here already, entered by hand: {or_replace}"),
    ]
    report = bring_in(session, rows, name="corrected.csv", replace=True)

    assert report.added["revised values"] == 2
    assert stored(session) == [
        ("visits", "2016-17-Q2", 1, False, None, None, "40", ValueStatus.PROVISIONAL),
        ("visits", "2016-17-Q2", 2, True, None, None, "41", ValueStatus.FINAL),
        ("visits", "2016-17-Q3", 1, False, None, None, "57", ValueStatus.FINAL),
        ("visits", "2016-17-Q3", 2, True, None, None, "58", ValueStatus.REVISED),
    ]
    reasons = session.scalars(select(MeasureValue.reason).where(MeasureValue.is_current)).all()
    assert set(reasons) == {"Brought in from corrected.csv"}


def test_a_value_that_was_taken_out_comes_in_again_with_the_next_number(session, visits):
    session.add(a_measure_value(visits, "Q3 2016-17", "57", is_current=False))
    session.flush()

    bring_in(session, [ROW])

    assert [row[2:4] for row in stored(session)] == [(1, False), (2, True)]


def test_a_reporting_year_and_december_are_told_apart_by_the_measure(session):
    yearly = a_measure("Yearly", code="yearly", frequency=Frequency.YEAR)
    monthly = a_measure("Monthly", code="monthly", frequency=Frequency.MONTH)
    session.add_all([yearly, monthly])
    session.flush()

    bring_in(
        session,
        [ROW | {"measure": "yearly", "period": "2011-12"}, ROW | {"measure": "monthly", "period": "2011-12"}],
    )

    assert [row[:2] for row in stored(session)] == [("monthly", "2011-12"), ("yearly", "2011-12-Y")]


def test_rates_are_counted_against_the_children_of_the_year(session, visits):
    visits.unit = Unit.RATE
    session.commit()
    row = ROW | {"value": "", "numerator": "475"}

    (problem,) = refused(session, [row])
    session.add(ChildPopulation(starting_year=2016, children=54_000))
    bring_in(session, [row])

    assert problem[:3] == (2, "denominator", "")
    assert [line[4:7] for line in stored(session)] == [("475", None, None)]


WIDE = {
    "measure": "visits",
    "threshold_requires_improvement": "60-69",
    "threshold_good": "70-79",
    "threshold_outstanding": "80-100",
    "status": "2",
    "statistical_neighbours": "61.5",
    "comment": "Staff left.",
    "Q3 2016-17": "57%",
}


OVERLAP = "60-69 and 65-79 overlap: begin one where the other ends"
GAP = "There is a gap between 60-69 and 75-79: close it"
BAND_TOO = "Write the band of Good too, or leave all three blank"
TURNED = (
    "In this order the bands say that lower is better, and the measure is set to higher is better: correct"
    " one of them"
)
LOW = "“low” is not a number: write what they reached with figures, such as 57 or 7.5"
FALLING = {
    "threshold_requires_improvement": "21-25",
    "threshold_good": "11-20",
    "threshold_outstanding": "0-10",
}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"threshold_good": "65-79"}, (2, "threshold_good", "65-79", OVERLAP)),
        ({"threshold_good": "75-79"}, (2, "threshold_good", "75-79", GAP)),
        ({"threshold_good": ""}, (2, "threshold_good", "", BAND_TOO)),
        (FALLING, (2, "threshold_outstanding", "0-10", TURNED)),
        ({"status": "green"}, (2, "status", "green", "Write 1, 2 or 3, or leave it blank")),
        ({"statistical_neighbours": "low"}, (2, "statistical_neighbours", "low", LOW)),
    ],
)
def test_what_is_wrong_with_the_rest_of_a_wide_file(session, visits, change, expected):
    assert refused(session, [WIDE | change], extras=True) == [expected]


def test_the_rest_of_a_wide_file_that_differs_is_replaced_only_when_that_is_chosen(session, visits):
    session.add_all(
        [
            a_threshold(visits, "50-59", "60-69", "70-100"),
            a_comparator(visits, ComparatorKind.STATISTICAL_NEIGHBOURS, starting_year=2015, value="61"),
            a_comment(visits, text="Earlier.", status=3, action="Hire", number=1),
        ]
    )
    session.commit()

    there = "here already: correct it, or choose to replace what is here"
    assert refused(session, [WIDE], extras=True) == [
        (2, "threshold_requires_improvement", "60-69", f"There is 50-59, 60-69, 70-100 {there}"),
        (2, "statistical_neighbours", "61.5", f"There is 61 {there}"),
        (2, "comment", "Staff left.", f"There is another comment {there}"),
    ]
    bring_in(session, [WIDE], extras=True, replace=True)

    bands = select(MeasureThreshold.holds_from, MeasureThreshold.good).order_by(MeasureThreshold.holds_from)
    assert session.execute(bands).all() == [(0, "60-69"), (201610, "70-79")]  # older quarters keep theirs
    assert session.scalars(select(MeasureComparator.value)).all() == ["61.5"]
    said = select(
        Commentary.number, Commentary.is_current, Commentary.text, Commentary.status, Commentary.action
    )
    assert session.execute(said.order_by(Commentary.number)).all() == [
        (1, False, "Earlier.", 3, "Hire"),
        (2, True, "Staff left.", 2, "Hire"),
    ]


def test_the_rest_of_a_wide_file_that_is_there_already_changes_nothing(session, visits):
    bring_in(session, [WIDE], extras=True)
    before = [count(session, model) for model in (MeasureThreshold, MeasureComparator, Commentary)]

    again = bring_in(session, [WIDE, {}], name="again.csv", extras=True)

    assert again.changes_nothing
    assert [count(session, model) for model in (MeasureThreshold, MeasureComparator, Commentary)] == before


def test_nothing_is_stored_of_a_file_with_a_problem(session):
    problems = refused(
        session, [WIDE, WIDE | {"measure": "Other", "Q3 2016-17": "x"}], add_missing=True, extras=True
    )

    assert len(problems) == 1
    for model in (Measure, MeasureValue, MeasureThreshold, MeasureComparator, Commentary):
        assert count(session, model) == 0


def test_a_workbook_says_the_same_as_a_csv(session, visits):
    rows = [WIDE | {"Q2 2016-17": 0.5, "Q1 2016-17": 100}]

    import_values(session, "values.xlsx", xlsx_file(rows), ValueOptions(), by=None, at=AT)

    assert [(row[1], row[6]) for row in stored(session)] == [
        ("2016-17-Q1", "100"),
        ("2016-17-Q2", "0.5"),
        ("2016-17-Q3", "57"),
    ]


cells = st.one_of(
    st.none(),
    st.just("N/A"),
    st.decimals(min_value=0, max_value=100, places=1, allow_nan=False, allow_infinity=False),
)
grids = st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=5)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(grid=grids)
def test_a_grid_that_is_brought_in_is_what_is_stored(session, grid):
    for model in (MeasureValue, MeasureDefinition, Measure, ImportBatch):
        session.execute(delete(model))
    session.commit()
    headings = ("Q1 2016-17", "q2_2016-17", "2016-17 Q3")
    rows = [
        {"measure": f"Measure {number} (%)"}
        | {heading: "" if cell is None else str(cell) for heading, cell in zip(headings, line, strict=True)}
        for number, line in enumerate(grid)
    ]
    if not any(cell is not None for line in grid for cell in line):
        return

    bring_in(session, rows, add_missing=True)

    found = {
        (name, period): "N/A" if is_na else Decimal(value)
        for name, period, value, is_na in session.execute(
            select(Measure.name, MeasureValue.period, MeasureValue.value, MeasureValue.is_not_applicable)
            .join(Measure, Measure.id == MeasureValue.measure_id)
        )
    }  # fmt: skip
    assert found == {
        (f"Measure {number} (%)", f"2016-17-Q{place}"): cell
        for number, line in enumerate(grid)
        for place, cell in enumerate(line, start=1)
        if cell is not None
    }
