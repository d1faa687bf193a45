from typing import Any

import pytest

from qa_app.domain.directions import Polarity
from qa_app.domain.measures import Frequency, Unit
from qa_app.domain.periods import Month
from qa_app.domain.readings import Reading
from qa_app.domain.scorecard import MeasureFacts, Scorecard
from qa_app.domain.scorecard_choice import Layout, Shown
from qa_app.presenters.scorecards import lay_out
from tests.unit.presenters.scorecards.cards import (
    COUNCIL,
    DRAWN_AT,
    a_card,
    facts,
    headings,
    of,
    read,
    tables,
    value,
)

LOWER: dict[str, Any] = {"polarity": Polarity.LOWER_IS_BETTER}
NEUTRAL: dict[str, Any] = {"polarity": Polarity.NEUTRAL}


def compared(measure: MeasureFacts, earlier: Reading, latest: Reading, **choice: Any) -> Scorecard:
    return a_card(
        {"Demand": [measure]},
        {measure.id: {"Jan 2023": earlier, "Jul 2023": latest}},
        **{"layout": Layout.COMPARISON, "frequency": Frequency.MONTH, "last": Month(2023, 7), "periods": 7}
        | choice,
    )


@pytest.mark.parametrize(
    ("measure", "earlier", "latest", "change"),
    [
        (
            facts(1, "Enquiries", unit=Unit.NUMBER, **NEUTRAL),
            value("941"),
            value("703"),
            "down 238 (down 25%)",
        ),
        (
            facts(1, "Referrals", unit=Unit.RATE, **LOWER),
            value("829"),
            value("611"),
            "down 218 (down 26%), better",
        ),
        # Published as 20.5% then 25%: 171 of 703 is 24.3%, and 21% to 24% would read as 3 points.
        (
            facts(1, "Conferences", **NEUTRAL),
            of(193, 941),
            of(171, 703),
            "up 3.8 points; could be chance",
        ),
        (facts(1, "Health checks"), value("88"), value("94"), "up 6 points, better"),
        (facts(1, "Dental checks"), value("75"), value("74"), "down 1 point, worse"),
        (facts(1, "Static", unit=Unit.RATE, **LOWER), value("114"), value("114"), "no change"),
        (facts(1, "Stayed"), of(5, 10), of(10, 20), "no change"),  # nothing that chance could have done
        (facts(1, "From none", unit=Unit.NUMBER, **NEUTRAL), value("0"), value("7"), "up 7"),
        (facts(1, "Not known"), Reading(), value("7"), "N/A"),
        (facts(1, "Another form", breaks=(202304,)), value("60"), value("70"), "not comparable"),
        (facts(1, "Before moderation"), of(5, 9, is_before_moderation=True), of(6, 9), "not comparable"),
        (
            facts(1, "Seen in time"),
            of(10, 20),
            of(19, 20),
            "up 45 points, better; more than chance would give",
        ),
    ],
)
def test_what_the_change_was_in_words(
    measure: MeasureFacts, earlier: Reading, latest: Reading, change: str
) -> None:
    (table,) = tables(lay_out(compared(measure, earlier, latest), author=COUNCIL, drawn_at=DRAWN_AT))
    row = dict(zip(headings(table), read(table)[0], strict=True))
    assert row["Change since Jan 2023"] == change


def test_the_first_and_the_latest_period_stand_side_by_side() -> None:
    card = compared(facts(1, "Conferences"), of(193, 941), of(171, 703))
    (table,) = tables(lay_out(card, author=COUNCIL, drawn_at=DRAWN_AT))
    assert headings(table)[:4] == ["Measure", "Jan 2023", "Jul 2023", "Change since Jan 2023"]
    assert read(table)[0][:3] == ["Conferences", "21%", "24%"]  # never 25%


def test_without_directions_a_change_is_neither_better_nor_worse() -> None:
    card = compared(facts(1, "Health checks"), value("88"), value("94"), columns=(Shown.TARGET,))
    (table,) = tables(lay_out(card, author=COUNCIL, drawn_at=DRAWN_AT))
    assert read(table)[0][-1] == "up 6 points"


def test_a_break_between_the_two_periods_is_seen_where_a_reading_says_so() -> None:
    measure = facts(1, "Health checks")
    readings = {1: {"Jan 2023": value("88"), "Apr 2023": value("90", is_break=True), "Jul 2023": value("94")}}
    card = a_card(
        {"Demand": [measure]},
        readings,
        layout=Layout.COMPARISON,
        frequency=Frequency.MONTH,
        last=Month(2023, 7),
        periods=7,
    )
    (table,) = tables(lay_out(card, author=COUNCIL, drawn_at=DRAWN_AT))
    assert read(table)[0][3] == "not comparable"


def test_a_single_period_has_nothing_to_compare_with() -> None:
    card = compared(facts(1, "Health checks"), value("88"), value("94"), periods=1)
    (table,) = tables(lay_out(card, author=COUNCIL, drawn_at=DRAWN_AT))
    assert [heading for heading in headings(table) if "2023" in heading] == ["Jul 2023"]
