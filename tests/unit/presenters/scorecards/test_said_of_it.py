"""What a scorecard says of itself: the facts that every export names, and the notes that apply."""

from typing import Any

import pytest

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.measures import MeasureKind, Unit, ValueStatus
from qa_app.domain.periods import parse_reporting_period
from qa_app.domain.readings import NOTHING_TO_COUNT, SUPPRESSED
from qa_app.domain.scorecard import Scorecard, Standards
from qa_app.domain.scorecard_choice import Against, Layout, Shown, StatusRule
from qa_app.presenters.scorecards import lay_out
from tests.unit.presenters.scorecards.cards import (
    COUNCIL,
    DRAWN_AT,
    a_card,
    audited,
    bands,
    facts,
    of,
    read,
    tables,
    value,
)

SMART = audited(1, "Plans are SMART")
CONTACTS = facts(2, "Contacts", unit=Unit.NUMBER)
KNOWN = {2: {period: value("5") for period in ("Q1 2016-17", "Q2 2016-17", "Q3 2016-17")}}


def notes_of(card: Scorecard) -> str:
    return "\n".join(lay_out(card, author=COUNCIL, drawn_at=DRAWN_AT).notes)


def one_line(readings: dict[int, Any] | None = None, **choice: Any) -> Scorecard:
    return a_card({"Demand": [CONTACTS]}, readings or KNOWN, **{"columns": ()} | choice)


def test_the_facts_that_every_export_names() -> None:
    card = a_card(
        {"Demand": [CONTACTS, SMART]},
        {1: {"Q3 2016-17": of(4, 9, status=ValueStatus.PROVISIONAL)}},
        limited_to=("ChECS", "CIN/CP"),
        against=Against.BOTH,
    )
    assert lay_out(card, author=COUNCIL, drawn_at=DRAWN_AT).facts == (
        ("Periods", "Q1 2016-17 to Q3 2016-17"),
        ("Purpose", "What the board reads each quarter"),
        ("Status", "Bands: Outstanding, Good, Requires Improvement, or worse than every band"),
        (
            "Direction against",
            "The previous period (Q2 2016-17) and the same period last year (Q3 2015-16)",
        ),
        ("Service areas", "Only ChECS, CIN/CP: audit measures count the audits of no other service area"),
        ("Provisional periods", "Q3 2016-17"),
        (
            "Audit measures",
            "1 of 2, marked “audit”: computed from the judgements and standards of the audits finished in"
            " each period, the moderator’s where there was moderation; all others were entered",
        ),
    )


def test_facts_where_nothing_is_provisional_limited_or_audited() -> None:
    card = one_line(purpose="", periods=1, against=Against.LAST_YEAR, status_rule=StatusRule.TARGET)
    assert lay_out(card, author=COUNCIL, drawn_at=DRAWN_AT).facts == (
        ("Period", "Q3 2016-17"),
        ("Status", "Target: green where it is met, red where it is not"),
        ("Direction against", "The same period last year (Q3 2015-16)"),
        ("Service areas", "All"),
        ("Provisional periods", "None"),
        ("Audit measures", "None: every figure was entered"),
    )


def test_without_anything_to_explain_there_are_no_notes() -> None:
    assert notes_of(one_line()) == ""


CHANGED_BANDS = Standards(
    bands={
        parse_reporting_period("Q2 2016-17"): bands("50-59", "60-69", "70-100"),
        parse_reporting_period("Q3 2016-17"): bands("60-69", "70-79", "80-100"),
    }
)
COUNTED_AUDITS = facts(
    2, "Audits", kind=MeasureKind.AUDIT, unit=Unit.NUMBER, audit=AuditDefinition(Counts.AUDITS)
)


@pytest.mark.parametrize(
    ("card", "note"),
    [
        (one_line(columns=(Shown.STATUS,)), "◆ Outstanding, ✓ Good, ▲ Requires Improvement, × Inadequate"),
        (
            one_line(columns=(Shown.STATUS,), status_rule=StatusRule.TARGET_WITH_TOLERANCE),
            "✓ Green: on target, ▲ Amber: within tolerance, × Red: off target",
        ),
        (one_line(columns=(Shown.DIRECTION,)), "Directions compare unrounded figures"),
        (one_line(layout=Layout.COMPARISON), "in percentage points"),
        (one_line({2: {"Q3 2016-17": NOTHING_TO_COUNT}}), "It is never 0%"),
        (one_line({2: {"Q3 2016-17": value("1")}}), "[x] not available"),
        (one_line({2: {"Q3 2016-17": SUPPRESSED}}), "[c] suppressed"),
        (one_line({2: {"Q3 2016-17": value("1", status=ValueStatus.PROVISIONAL)}}), "[p] provisional"),
        (one_line({2: {"Q3 2016-17": value("1", status=ValueStatus.REVISED)}}), "[r] revised"),
        (one_line({2: {"Q3 2016-17": value("1", is_break=True)}}), "[b] break"),
        (one_line(limited_to=("ChECS",)), "Only ChECS"),
        (one_line(standards={2: CHANGED_BANDS}, columns=(Shown.THRESHOLDS,)), "Thresholds are printed as"),
        (a_card({"A": [SMART]}, {1: {"Q3 2016-17": of(4, 12)}}), "how many were audited"),
        (a_card({"A": [SMART]}, {1: {"Q3 2016-17": of(4, 9)}}), "of low reliability"),
        (
            a_card({"A": [SMART]}, {1: {"Q3 2016-17": of(4, 9), "Q2 2016-17": of(3, 9)}}),
            "More than chance would give",
        ),
        (
            a_card(
                {"A": [SMART]},
                {1: {"Q3 2016-17": of(4, 9), "Q2 2016-17": of(3, 9, is_before_moderation=True)}},
            ),
            "Not comparable",
        ),
    ],
)
def test_a_note_stands_where_it_applies(card: Scorecard, note: str) -> None:
    assert note in notes_of(card)
    assert note not in notes_of(one_line())


@pytest.mark.parametrize(
    "card",
    [
        a_card({"A": [SMART]}, {1: {"Q3 2016-17": of(8, 10)}}),  # ten are not few
        one_line({2: {"Q3 2016-17": of(4, 9)}}),  # no audits, so that there are no more to be had
        a_card({"A": [COUNTED_AUDITS]}, {2: {"Q3 2016-17": value("4")}}),  # how many, and no share of them
    ],
)
def test_low_reliability_is_said_of_shares_of_few_audits_only(card: Scorecard) -> None:
    assert "low reliability" not in notes_of(card)


def test_a_suppressed_figure_shows_its_mark_wherever_it_stood() -> None:
    card = a_card({"A": [SMART]}, {1: {"Q2 2016-17": of(4, 9), "Q3 2016-17": SUPPRESSED}})
    (table, *_) = tables(lay_out(card, author=COUNCIL, drawn_at=DRAWN_AT))
    assert read(table)[0][-3:] == ["[x]", "44% of 9", "[c]"]
    indicators = a_card({"A": [SMART]}, {1: {"Q3 2016-17": SUPPRESSED}}, layout=Layout.INDICATORS)
    section = lay_out(indicators, author=COUNCIL, drawn_at=DRAWN_AT).sections[0]
    assert dict(section.facts)["Current value, Q3 2016-17"] == "[c]: suppressed"
    assert section.table is not None
    assert "9" not in str(read(section.table))


def test_the_board_is_told_of_what_it_sees_only() -> None:
    """A mark on a period that the layout does not print explains nothing."""
    known = KNOWN[2] | {"Q1 2016-17": value("1", is_break=True)}
    assert "[b]" in notes_of(one_line({2: known}))
    assert "[b]" not in notes_of(one_line({2: known}, layout=Layout.BOARD))
