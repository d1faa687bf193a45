from decimal import Decimal
from fractions import Fraction
from typing import Any

from qa_app.domain.measures import ComparatorKind, ValueStatus
from qa_app.domain.periods import Year
from qa_app.domain.readings import NOTHING_TO_COUNT, Reading
from qa_app.domain.scorecard import Comparator, Scorecard
from qa_app.domain.scorecard_choice import Layout, Shown
from qa_app.domain.tables import Shorthand
from qa_app.domain.targets import Target
from qa_app.presenters.scorecards import figures_of, figures_table
from tests.unit.presenters.scorecards.cards import (
    a_card,
    audited,
    bands,
    facts,
    headings,
    held_against,
    of,
    value,
)

SMART = audited(22, "Plans are SMART", code="CE22", description="Every action says who and by when")
REFERRALS = facts(40, "Repeat referrals", code="CE40")
READINGS: dict[int, dict[str, Reading]] = {
    22: {
        "Q3 2015-16": of(9, 9),
        "Q1 2016-17": NOTHING_TO_COUNT,
        "Q2 2016-17": of(11, 18),
        "Q3 2016-17": of(4, 9, status=ValueStatus.REVISED),
    },
    40: {"Q3 2016-17": value("24", reason="Two large families")},
}
STANDARDS = {
    22: held_against(
        bands=bands("60-69", "70-79", "80-100"),
        target=Target(Decimal(85), Decimal(85)),
        comparators=(Comparator(ComparatorKind.ENGLAND, Year(2014), Fraction(62)),),
    )
}


def card(**choice: Any) -> Scorecard:
    return a_card({"We act": [SMART], "We last": [REFERRALS]}, READINGS, standards=STANDARDS, **choice)


def test_a_row_for_every_measure_and_period() -> None:
    table = figures_table(card())
    rows = [dict(zip(headings(table), row, strict=True)) for row in table.rows]
    assert [(row["code"], row["period"]) for row in rows] == [
        ("CE22", "2016-17-Q1"),
        ("CE22", "2016-17-Q2"),
        ("CE22", "2016-17-Q3"),
        ("CE40", "2016-17-Q1"),
        ("CE40", "2016-17-Q2"),
        ("CE40", "2016-17-Q3"),
    ]
    assert rows[2] == {
        "theme": "We act",
        "number": "1",
        "code": "CE22",
        "measure": "Plans are SMART",
        "kind": "audit",
        "period": "2016-17-Q3",
        "value": Fraction(400, 9),  # exact, to compute with
        "unit": "percent",
        "numerator": 4,
        "denominator": 9,
        "shown": "44%",
        "status": "Inadequate",
        "bands": "60-69 / 70-79 / 80-100",
        "target": "85",
        "polarity": "higher is better",
        "measure_period": "cumulative",
        "marks": "[r] [u]",
        "reason": None,
        "definition": "Every action says who and by when",
    }
    nothing, unknown = rows[0], rows[3]
    for name in ("value", "numerator", "denominator"):
        assert (nothing[name], unknown[name]) == (Shorthand.NOT_APPLICABLE, Shorthand.NOT_AVAILABLE)
    assert (nothing["shown"], unknown["shown"], nothing["status"]) == ("N/A", "[x]", None)
    assert (rows[5]["reason"], rows[5]["denominator"]) == ("Two large families", Shorthand.NOT_AVAILABLE)


def test_every_figure_as_it_is_printed_by_what_it_is() -> None:
    assert figures_of(card()) == {
        "CE22|2016-17-Q1|value": "N/A",
        "CE22|2016-17-Q2|value": "61%",
        "CE22|2016-17-Q2|counted": "11 of 18",
        "CE22|2016-17-Q2|status": "▲ Requires Improvement",
        "CE22|2016-17-Q3|value": "44%",
        "CE22|2016-17-Q3|counted": "4 of 9",
        "CE22|2016-17-Q3|status": "× Inadequate",
        "CE22|2016-17-Q3|direction since 2016-17-Q2": "↓ down, worse; could be chance",
        "CE22|2016-17-Q3|thresholds": "Requires Improvement 60-69, Good 70-79, Outstanding 80-100",
        "CE22|2016-17-Q3|target": "85%",
        "CE22|2016-17-Q3|England": "62%, in 2014-15",
        "CE40|2016-17-Q1|value": "[x]",
        "CE40|2016-17-Q2|value": "[x]",
        "CE40|2016-17-Q3|value": "24%",
        "CE40|2016-17-Q3|direction since 2016-17-Q2": "N/A",
    }


def kinds(**choice: Any) -> set[str]:
    """What is kept of one measure, without its code."""
    return {key.removeprefix("CE22|") for key in figures_of(card(**choice)) if key.startswith("CE22|")}


def test_only_what_the_layout_prints_is_kept() -> None:
    """Else a reader would be told that something changed which was never on the page."""
    assert kinds(columns=()) == {
        "2016-17-Q1|value",
        "2016-17-Q2|value",
        "2016-17-Q2|counted",
        "2016-17-Q3|value",
        "2016-17-Q3|counted",
    }
    board = kinds(layout=Layout.BOARD, columns=(Shown.STATUS,))
    assert board == {
        "2016-17-Q2|value",
        "2016-17-Q2|counted",
        "2016-17-Q3|value",
        "2016-17-Q3|counted",
        "2016-17-Q3|status",
    }
    comparison = kinds(layout=Layout.COMPARISON, columns=())
    assert comparison == {
        "2016-17-Q1|value",
        "2016-17-Q3|value",
        "2016-17-Q3|counted",
        "2016-17-Q3|direction since 2016-17-Q1",
    }
    indicators = kinds(layout=Layout.INDICATORS, columns=(Shown.DIRECTION,))
    assert {
        "2015-16-Q3|value",
        "2015-16-Q3|counted",
        "2014-15-Q3|value",
        "2016-17-Q3|direction since 2015-16-Q3",
        "2016-17-Q3|direction since 2016-17-Q2",
    } <= indicators
