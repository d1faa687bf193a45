from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from qa_app.domain.errors import InvalidInput
from qa_app.domain.measure_values import CheckedValue, TypedValue, disagreement, successor
from qa_app.domain.measures import Unit, ValueStatus

PROVISIONAL, FINAL, REVISED = ValueStatus.PROVISIONAL, ValueStatus.FINAL, ValueStatus.REVISED
REASON = {"reason": "Two were counted twice"}


def value(number, status=FINAL, **named) -> CheckedValue:
    return CheckedValue(value=Decimal(number), status=status, **named)


def counts(numerator, denominator, given=None) -> CheckedValue:
    return CheckedValue(
        numerator=Decimal(numerator),
        denominator=None if denominator is None else Decimal(denominator),
        value=None if given is None else Decimal(given),
    )


@pytest.mark.parametrize(
    ("new", "current", "expected"),
    [
        (value(57), None, value(57)),
        (value(57, PROVISIONAL), None, value(57, PROVISIONAL)),
        # A provisional value gives way without a reason.
        (value(58), value(57, PROVISIONAL), value(58)),
        (value(57), value(57, PROVISIONAL), value(57)),
        (value(57, PROVISIONAL), value(57, PROVISIONAL), None),
        # A final one is revised, whatever status was typed.
        (value(58, FINAL, **REASON), value(57), value(58, REVISED, **REASON)),
        (value(58, PROVISIONAL, **REASON), value(57), value(58, REVISED, **REASON)),
        (value(58, FINAL, **REASON), value(57, REVISED), value(58, REVISED, **REASON)),
        (value(57, REVISED, **REASON), value(57), value(57, REVISED, **REASON)),
        # Nothing changes.
        (value(57), value(57), None),
        (value("57.0"), value(57), None),
        (value(57), value(57, REVISED, reason="Earlier"), None),
        # 0 and N/A are not the same.
        (
            replace(CheckedValue(is_not_applicable=True), **REASON),
            value(0),
            CheckedValue(is_not_applicable=True, status=REVISED, **REASON),
        ),
    ],
)
def test_what_takes_the_place_of_what(new, current, expected):
    assert successor(new, current) == expected


@pytest.mark.parametrize(
    ("new", "current", "field", "sentence"),
    [
        (value(58), value(57), "reason", "The value was final (57%): say why it is revised"),
        (value(58), value(57, REVISED), "reason", "The value was final (57%): say why it is revised"),
        (
            value(57, PROVISIONAL),
            value(57),
            "status",
            "This value is final and cannot become provisional again: leave its status as it is",
        ),
    ],
)
def test_what_may_not_take_its_place(new, current, field, sentence):
    with pytest.raises(InvalidInput) as refused:
        successor(new, current, shown="57%")

    assert [(problem.field, problem.message) for problem in refused.value.problems] == [(field, sentence)]


@pytest.mark.parametrize(
    ("checked", "unit", "children", "expected"),
    [
        # Sefton printed 171 of 703 as 25%.
        (counts(171, 703, 25), Unit.PERCENT, None, "171 of 703 is 24.3%, not 25%: the counts are used"),
        (counts(171, 703, 24), Unit.PERCENT, None, ""),
        (counts(171, 703, "24.3"), Unit.PERCENT, None, ""),
        (counts(171, 703, "24.4"), Unit.PERCENT, None, "171 of 703 is 24.3%, not 24.4%: the counts are used"),
        (counts(1, 8, 13), Unit.PERCENT, None, ""),  # 12.5 is rounded half up ...
        (counts(1, 8, 12), Unit.PERCENT, None, ""),  # ... or down: both are as near
        (counts(1, 3, "33.333333333333336"), Unit.PERCENT, None, ""),  # a spreadsheet's
        (counts(171, 703), Unit.PERCENT, None, ""),
        (counts(475, None, "87.9"), Unit.RATE, 54_000, "475 of 54000 is 88.0, not 87.9: the counts are used"),
        (counts(475, None, "87.9"), Unit.RATE, None, ""),
        (
            counts(12, None, 13),
            Unit.NUMBER,
            None,
            "The numerator is 12 and the value 13: the numerator is used",
        ),
        (CheckedValue(value=Decimal(57)), Unit.PERCENT, None, ""),
    ],
)
def test_a_value_that_its_own_counts_contradict(checked, unit, children, expected):
    assert disagreement(checked, unit, 0, children) == expected


def test_the_counts_win_over_what_was_given():
    assert counts(171, 703, 25).exact(Unit.PERCENT) == Fraction(17100, 703)
    assert counts(475, None, 90).exact(Unit.RATE) == 90
    assert counts(54, None, 90).exact(Unit.RATE, 54_000) == 10
    assert CheckedValue(value=Decimal(7), is_not_applicable=True).exact(Unit.PERCENT) is None


@pytest.mark.parametrize(
    ("checked", "unit", "decimals", "expected"),
    [
        (counts(171, 703), Unit.PERCENT, 0, "24%"),
        (value("703.9"), Unit.RATE, 1, "703.9"),
        (CheckedValue(is_not_applicable=True), Unit.PERCENT, 0, "N/A"),
    ],
)
def test_as_it_is_shown(checked, unit, decimals, expected):
    assert checked.shown(unit, decimals) == expected


def test_as_it_is_put_into_boxes():
    zero_of_zero = CheckedValue(numerator=Decimal(0), denominator=Decimal(0), is_not_applicable=True)

    assert value("0.80").as_typed() == TypedValue(value="0.80", status="final")
    assert CheckedValue(is_not_applicable=True).as_typed() == TypedValue(value="N/A", status="final")
    assert zero_of_zero.as_typed() == TypedValue("0", "0", "", "final")
