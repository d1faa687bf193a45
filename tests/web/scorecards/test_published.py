"""The scorecards that councils published, line by line, from the figures that they printed."""

import csv
from fractions import Fraction

import pytest

from qa_app.domain.directions import Polarity
from qa_app.domain.periods import Month, Quarter
from qa_app.domain.readings import shown_reading
from qa_app.domain.scope import Scope
from qa_app.queries.scorecard import read_scorecard, scorecard_choice
from tests.data_builders.published_scorecards import (
    DATA,
    STATUSES,
    WORDS,
    cheshire_east,
    sefton_board,
    sefton_half_year,
)

Q3 = Quarter(2016, 3)
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
