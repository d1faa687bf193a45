"""One value of a measure: as somebody typed it, as it is kept, and what takes the place of what."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.measures import Unit, ValueStatus
from qa_app.domain.readings import computed_value, shown_value

NOT_APPLICABLE = "N/A"
MOST_DECIMALS = 6
"""What a spreadsheet adds to them, nobody printed."""

# What people write where there was nothing to count, and where they do not know: neither is 0.
_NOTHING_TO_COUNT = frozenset({"n/a", "na", "n.a.", "not applicable", "[z]"})
_NOT_KNOWN = frozenset({"", "-", "–", "—", "..", "[x]", "not known", "not available"})


def says_nothing_to_count(text: str) -> bool:
    """> True for N/A, n/a or [z]"""
    return _plain(text) in _NOTHING_TO_COUNT


def says_not_known(text: str) -> bool:
    """> True for a blank, a dash or [x]"""
    return _plain(text) in _NOT_KNOWN


@dataclass(frozen=True)
class TypedValue:
    """A value as it was typed into a row of a page or a file."""

    numerator: str = ""
    denominator: str = ""
    value: str = ""
    status: str = ""
    reason: str = ""
    source: str = ""

    @property
    def figures(self) -> tuple[str, str, str]:
        return self.numerator, self.denominator, self.value

    @property
    def is_blank(self) -> bool:
        """Whether there is no figure, not even N/A: blanks, dashes and [x] say that it is not known."""
        return all(map(says_not_known, self.figures))


@dataclass(frozen=True)
class CheckedValue:
    """A value that can be kept: its numbers are as typed, and a rate's denominator may be left out."""

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    is_not_applicable: bool = False
    status: ValueStatus = ValueStatus.FINAL
    reason: str = ""
    source: str = ""

    @property
    def figures(self) -> tuple[Decimal | None, Decimal | None, Decimal | None, bool]:
        """What makes it another value; 7 and 7.0 are the same."""
        return self.numerator, self.denominator, self.value, self.is_not_applicable

    def exact(self, unit: Unit, children: int | None = None) -> Fraction | None:
        """The figure that counts: computed from the counts where they are known, else as given."""
        if self.is_not_applicable:
            return None
        computed = _computed(self.numerator, self.denominator, unit, children)
        return Fraction(self.value) if computed is None and self.value is not None else computed

    def shown(self, unit: Unit, decimals: int, children: int | None = None) -> str:
        """> 57%, > N/A"""
        exact = self.exact(unit, children)
        return NOT_APPLICABLE if exact is None else shown_value(exact, unit, decimals)

    def as_typed(self) -> TypedValue:
        """What to put into the boxes of a page, so that checking it again gives the same value."""
        says_so = self.is_not_applicable and self.denominator != 0
        value = NOT_APPLICABLE if says_so else _text(self.value)
        return TypedValue(
            _text(self.numerator), _text(self.denominator), value, self.status.value, self.reason, self.source
        )


def successor(checked: CheckedValue, current: CheckedValue | None, *, shown: str = "") -> CheckedValue | None:
    """What is written where `current` stands now; None where nothing would change.

    A provisional value gives way to any other. A final one is revised, with a reason, and never becomes
    provisional again. `shown` is the current value in the sentence: > 57%. Raises InvalidInput about `status`
    or `reason`.
    """
    if current is None:
        return checked
    is_same = checked.figures == current.figures
    if current.status is ValueStatus.PROVISIONAL:
        return None if is_same and checked.status is current.status else checked
    if is_same and checked.status is ValueStatus.PROVISIONAL:
        sentence = "This value is final and cannot become provisional again: leave its status as it is"
        raise InvalidInput([Problem("status", sentence)])
    if is_same and (checked.status is current.status or checked.status is ValueStatus.FINAL):
        return None
    if not checked.reason:
        was = f" ({shown})" if shown else ""
        raise InvalidInput([Problem("reason", f"The value was final{was}: say why it is revised")])
    return CheckedValue(*checked.figures, ValueStatus.REVISED, checked.reason, checked.source)


def disagreement(checked: CheckedValue, unit: Unit, decimals: int, children: int | None = None) -> str:
    """> 171 of 703 is 24.3%, not 25%: the counts are used, or nothing where both say the same

    They do if the given value is the other rounded to the decimals that were given.
    """
    computed = _computed(checked.numerator, checked.denominator, unit, children)
    if computed is None or checked.value is None or checked.is_not_applicable:
        return ""
    given = _decimals_of(checked.value)
    if abs(computed - Fraction(checked.value)) <= Fraction(1, 2 * 10**given):
        return ""
    value = shown_value(checked.value, unit, given)
    if unit is Unit.NUMBER:
        return f"The numerator is {_text(checked.numerator)} and the value {value}: the numerator is used"
    counts = f"{_text(checked.numerator)} of {_text(checked.denominator) or children}"
    shown = shown_value(computed, unit, max(decimals, given, 1))
    return f"{counts} is {shown}, not {value}: the counts are used"


def _computed(
    numerator: Decimal | None, denominator: Decimal | None, unit: Unit, children: int | None
) -> Fraction | None:
    against = children if denominator is None and unit is Unit.RATE else denominator
    return computed_value(
        unit,
        None if numerator is None else Fraction(numerator),
        None if against is None else Fraction(against),
    )


def _decimals_of(number: Decimal) -> int:
    return min(MOST_DECIMALS, max(0, -int(number.as_tuple().exponent)))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _text(number: Decimal | None) -> str:
    """As typed: > 0.80"""
    return "" if number is None else f"{number:f}"
