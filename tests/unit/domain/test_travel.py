from fractions import Fraction

import pytest

from qa_app.domain.directions import Polarity
from qa_app.domain.measures import Unit
from qa_app.domain.periods import Quarter
from qa_app.domain.readings import NOT_KNOWN, NOTHING_TO_COUNT, Reading
from qa_app.domain.travel import change_words, travel

HIGHER, LOWER, NEUTRAL = Polarity.HIGHER_IS_BETTER, Polarity.LOWER_IS_BETTER, Polarity.NEUTRAL
SINCE = Quarter(2016, 2)


def of(count: int, whole: int, scale: int = 100) -> Reading:
    return Reading(Fraction(scale * count, whole), Fraction(count), Fraction(whole))


@pytest.mark.parametrize(
    ("latest", "earlier", "unit", "polarity", "words", "chance"),
    [
        (of(8, 14), of(5, 14), Unit.PERCENT, HIGHER, "↑ up, better", "could be chance"),
        (of(80, 100), of(50, 100), Unit.PERCENT, LOWER, "↑ up, worse", "more than chance would give"),
        (of(3, 12), of(1, 4), Unit.PERCENT, HIGHER, "= same, no change", "could be chance"),
        # 25% and 24.6% read alike, and the arrow follows what they are.
        (of(64, 256), of(63, 256), Unit.PERCENT, HIGHER, "↑ up, better", "could be chance"),
        (Reading(Fraction(31)), Reading(Fraction(23)), Unit.NUMBER, LOWER, "↑ up, worse", ""),
        (Reading(Fraction(31)), Reading(Fraction(23)), Unit.NUMBER, NEUTRAL, "↑ up", ""),
        (NOTHING_TO_COUNT, of(1, 2), Unit.PERCENT, HIGHER, "N/A", ""),
        (of(1, 2), NOT_KNOWN, Unit.PERCENT, HIGHER, "N/A", ""),
        (
            of(3_801, 54_000, 10_000),
            of(3_936, 54_000, 10_000),
            Unit.RATE,
            NEUTRAL,
            "↓ down",
            "could be chance",
        ),
        (
            of(1_404, 54_000, 10_000),
            of(1_882, 54_000, 10_000),
            Unit.RATE,
            LOWER,
            "↓ down, better",
            "more than chance would give",
        ),
    ],
)
def test_which_way_it_went_and_whether_chance_could_do_it(latest, earlier, unit, polarity, words, chance):
    found = travel(latest, earlier, since=SINCE, unit=unit, polarity=polarity)

    assert found.words == words
    assert found.chance_words == chance


def test_a_series_that_is_broken_has_no_arrow():
    found = travel(of(8, 14), of(5, 14), since=SINCE, unit=Unit.PERCENT, polarity=HIGHER, comparable=False)

    assert (found.words, found.change, found.more_than_chance) == ("not comparable", None, None)


@pytest.mark.parametrize(
    ("change", "unit", "decimals", "words"),
    [
        (Fraction(5), Unit.PERCENT, 0, "up 5 points"),
        (Fraction(-1), Unit.PERCENT, 0, "down 1 point"),
        (Fraction(-22, 10), Unit.PERCENT, 1, "down 2.2 points"),
        (Fraction(-218), Unit.RATE, 1, "down 218.0"),
        (Fraction(-1238), Unit.NUMBER, 0, "down 1,238"),
        (Fraction(0), Unit.PERCENT, 0, "no change"),
    ],
)
def test_a_change_of_percentages_is_in_points(change, unit, decimals, words):
    assert change_words(change, unit, decimals) == words
