"""The scorecards that councils published, line by line, from the figures that they printed."""

import csv
from fractions import Fraction

import pytest

from qa_app.domain.directions import Polarity
from qa_app.domain.measures import Frequency, Unit
from qa_app.domain.periods import Month, Quarter
from qa_app.domain.readings import shown_reading
from qa_app.domain.roles import Role
from qa_app.domain.scope import Scope
from qa_app.domain.scorecard_choice import Against, Layout, StatusRule
from qa_app.domain.tables import shown
from qa_app.presenters.scorecards import lay_out
from qa_app.queries.scorecard import read_scorecard, scorecard_choice
from tests.data_builders.published_scorecards import (
    AT,
    DATA,
    STATUSES,
    WORDS,
    cheshire_east,
    sefton_board,
    sefton_half_year,
)
from tests.factories import a_measure, a_measure_value, a_scorecard, a_target

Q3 = Quarter(2016, 3)
NOT_ENTERED = "Not known"
EVERYTHING = Scope.everything()


def printed(file: str) -> list[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.fixture
def lines(session):
    """Cheshire East's, by their printed number."""
    scorecard = cheshire_east(session)
    read = read_scorecard(session, scorecard_choice(session, scorecard.id, last=Q3), EVERYTHING)
    return {int(line.number): line for line in read.lines}


def test_every_figure_of_cheshire_east_is_as_printed(lines):
    rows = printed("cheshire_east_scorecard.csv")
    periods = [heading for heading in rows[0] if heading[:2] == "20"]

    assert len(rows) == len(lines) == 42
    for row in rows:
        line = lines[int(row["number"])]
        measure = line.measure
        shown = [shown_reading(reading, measure.unit, measure.decimals) for reading in line.readings]
        assert (measure.name, shown) == (row["measure"], [row[period] for period in periods])
        assert (line.comment.text if line.comment else "") == row["exception_commentary"]
        bands = line.standards.bands[Q3]
        assert bands.printed == tuple(
            row[f"threshold_{word}"] for word in ("requires_improvement", "good", "outstanding")
        )


def test_every_status_of_cheshire_east_is_what_its_bands_say(lines):
    for number, line in lines.items():
        expected = [WORDS.get(letter) for letter in STATUSES[number]]
        assert [status and status.word for status in line.statuses] == expected, number
        blanks = [letter == "." for letter in STATUSES[number]]
        assert [
            reading.value is None and not reading.is_not_applicable for reading in line.readings
        ] == blanks


def test_the_page_and_its_files_print_every_figure_of_cheshire_east(session, get, client, sign_in):
    scorecard = cheshire_east(session)
    sign_in(Role.VIEWER)
    address = f"/scorecards/{scorecard.id}"
    page = get(f"{address}?period=2016-17-Q3")
    rows = {row[0]: row for row in page.rows if len(row) > 10}

    assert len(rows) == 42
    for row in printed("cheshire_east_scorecard.csv"):
        shown_row = rows[row["number"]]
        expected = [value or "[x]" for heading, value in row.items() if heading[:2] == "20"]
        assert [cell.split(" ")[0] for cell in shown_row[4:11]] == expected
        assert row["exception_commentary"] in page.text
    csv_file = client.get(f"{address}/export/csv?period=2016-17-Q3").get_data(as_text=True)
    exported = list(csv.reader(csv_file.removeprefix("\ufeff").splitlines()))
    assert sum(line[1].isdigit() for line in exported) == 42


def test_lower_is_better_where_the_bands_say_so(lines):
    lower = {number for number, line in lines.items() if line.measure.polarity is Polarity.LOWER_IS_BETTER}

    assert lower == {21, 39, 40}


def test_sefton_board_table(session):
    scorecard = sefton_board(session)
    july = Month(2023, 7)
    read = read_scorecard(session, scorecard_choice(session, scorecard.id, last=july), EVERYTHING)
    rows = printed("sefton_board_metrics.csv")

    assert [line.measure.name for line in read.lines] == [row["metric"] for row in rows]
    for line, row in zip(read.lines, rows, strict=True):
        values = [None if not text else Fraction(text) for text in (row["june_2023"], row["july_2023"])]
        assert [reading.value for reading in line.readings] == values
        assert (line.status.word[:1] if line.status else "") == row["status"]
        neighbours = [str(each.value) for each in line.standards.comparators]
        assert neighbours == (
            [str(Fraction(row["statistical_neighbours"]))] if row["statistical_neighbours"] else []
        )


def test_sefton_half_year(session):
    """Two lines are no percentages and so have no points; the change is that of the printed figures."""
    scorecard = sefton_half_year(session)
    july = Month(2023, 7)
    choice = scorecard_choice(session, scorecard.id, last=july)
    read = read_scorecard(session, choice, EVERYTHING)
    rows = printed("sefton_chat.csv")

    assert [str(period) for period in (choice.periods_shown[0], choice.last)] == ["Jan 2023", "Jul 2023"]
    for line, row in zip(read.lines, rows, strict=True):
        ends = [line.readings[0].value, line.readings[-1].value]
        assert ends == [Fraction(row["january_2023"]), Fraction(row["july_2023"])], row["measure"]


def test_counts_win_over_the_printed_share(session):
    """Sefton printed 171 conferences of 703 enquiries as 25%, and called a rise in points per cent."""
    measure = a_measure("Enquiries that led to a conference", frequency=Frequency.MONTH, decimals=1)
    session.add(measure)
    session.flush()
    session.add_all(
        [
            a_measure_value(measure, "Jan 2023", "20.5", numerator="193", denominator="941"),
            a_measure_value(measure, "Jul 2023", "25", numerator="171", denominator="703"),
        ]
    )
    scorecard = a_scorecard(
        {"Demand": [measure]}, frequency=Frequency.MONTH, periods=7, layout=Layout.COMPARISON
    )
    session.add(scorecard)
    session.flush()
    choice = scorecard_choice(session, scorecard.id, last=Month(2023, 7))

    report = lay_out(read_scorecard(session, choice, EVERYTHING), author="Sefton", drawn_at=AT)

    table = report.sections[0].table
    assert table is not None
    [row] = table.rows
    cells = [shown(value, column) for value, column in zip(row, table.columns, strict=True)]
    assert {"20.5%", "24.3%"} <= {cell.partition(" of ")[0] for cell in cells}
    assert any("up 3.8 points" in cell for cell in cells)
    assert not any("25%" in cell for cell in cells)


HEREFORDSHIRE = [
    # Name, unit, decimals, target; the values of August 2014, 2013 and 2012 as printed.
    ("CAFs stepped down", Unit.NUMBER, 0, (), ("0", "3", "1")),
    ("Core assessments completed", Unit.RATE, 1, ("138.0", "168.6"), ("201.4", None, None)),
    ("Statutory visits to children on plans", Unit.PERCENT, 2, (), ("91.94", "95.33", None)),
    ("Long-term placement stability", Unit.PERCENT, 0, (), ("66", "73", "90")),
]
YEARS = (2014, 2013, 2012)


@pytest.fixture
def herefordshire(session):
    """What stands on each indicator's page, by its name."""
    measures = []
    for name, unit, decimals, target, values in HEREFORDSHIRE:
        measure = a_measure(name, unit=unit, decimals=decimals, frequency=Frequency.MONTH)
        session.add(measure)
        session.flush()
        if target:
            session.add(a_target(measure, *target))
        session.add_all(
            a_measure_value(measure, Month(year, 8), value)
            for year, value in zip(YEARS, values, strict=True)
            if value is not None
        )
        measures.append(measure)
    scorecard = a_scorecard(
        {"Indicators": measures},
        frequency=Frequency.MONTH,
        periods=6,
        layout=Layout.INDICATORS,
        status_rule=StatusRule.TARGET,
        against=Against.LAST_YEAR,
    )
    session.add(scorecard)
    session.flush()
    choice = scorecard_choice(session, scorecard.id, last=Month(2014, 8))
    report = lay_out(read_scorecard(session, choice, EVERYTHING), author="Herefordshire", drawn_at=AT)
    return {section.heading: dict(section.facts) for section in report.sections}


def test_herefordshire_has_a_page_for_each_indicator_with_two_previous_years(herefordshire):
    assert len(herefordshire) == len(HEREFORDSHIRE)
    for (name, unit, *_, values), (heading, said) in zip(HEREFORDSHIRE, herefordshire.items(), strict=True):
        assert name in heading
        sign = {Unit.PERCENT: "%", Unit.RATE: " per 10,000 children"}.get(unit, "")
        now, *before = [NOT_ENTERED if value is None else f"{value}{sign}" for value in values]
        earlier = "; ".join(f"{value} in Aug {year}" for value, year in zip(before, YEARS[1:], strict=True))
        assert (said["Current value, Aug 2014"], said["Previous years"]) == (now, earlier)


def test_a_target_may_be_a_range(herefordshire):
    said = next(facts for heading, facts in herefordshire.items() if "Core assessments" in heading)

    assert said["Target"] == "138 to 168.6"
    assert said["Overall status"] == "× Red: off target"
