"""Thresholds as councils print them: three bands, lower bounds one way and upper bounds the other."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from qa_app.domain.directions import Polarity
from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.statuses import GOOD, INADEQUATE, OUTSTANDING, REQUIRES_IMPROVEMENT, Status

STATUSES = (OUTSTANDING, GOOD, REQUIRES_IMPROVEMENT, INADEQUATE)
"""Best first; the last is a value worse than every band."""

FIELDS = ("outstanding", "good", "requires_improvement")
_NAMES = dict(zip(FIELDS, ("Outstanding", "Good", "Requires Improvement"), strict=True))

_BETWEEN_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_RANGE = re.compile(rf"(?P<low>{_NUMBER})\s*(?:-|–|—|to)\s*(?P<high>{_NUMBER})")
_BELOW = re.compile(rf"(?:below|under|less than|<)\s*(?P<high>{_NUMBER})")
_AT_MOST = re.compile(
    rf"(?:at most|up to|≤|<=)\s*(?P<high>{_NUMBER})|(?P<also>{_NUMBER})\s*or (?:less|fewer)"
)
_ABOVE = re.compile(rf"(?:above|over|more than|>)\s*(?P<low>{_NUMBER})")
_AT_LEAST = re.compile(rf"(?:at least|from|≥|>=)\s*(?P<low>{_NUMBER})|(?P<also>{_NUMBER})\s*(?:\+|or more)")
_EXACTLY = re.compile(rf"(?P<both>{_NUMBER})")


@dataclass(frozen=True)
class Band:
    """One printed band. An end that is not printed is None; `is_open` where the end itself is outside."""

    printed: str
    low: Decimal | None
    high: Decimal | None
    is_open: bool = False

    @property
    def step(self) -> Decimal:
        """What one more of the last printed digit is: 1 for 60-69, 0.1 for 60.0-69.9."""
        ends = [end for end in (self.low, self.high) if end is not None]
        return Decimal(1).scaleb(min(int(end.as_tuple().exponent) for end in ends))


@dataclass(frozen=True)
class Bands:
    """Best first: Outstanding, Good, Requires Improvement. Made by `parse_bands`, which checks them."""

    outstanding: Band
    good: Band
    requires_improvement: Band
    polarity: Polarity

    @property
    def printed(self) -> tuple[str, str, str]:
        """As printed, from Requires Improvement to Outstanding."""
        return self.requires_improvement.printed, self.good.printed, self.outstanding.printed

    def status_of(self, displayed: Decimal) -> Status:
        """The band of a value as it is displayed, so that colour and number never disagree.

        Where higher is better, a band begins at its lower end, and what lies between two printed bands is
        in the worse one; where lower is better, it ends at its upper end. Worse than every band is
        Inadequate.
        """
        return STATUSES[
            next((place for place, band in enumerate(self._best_first) if self._reaches(band, displayed)), 3)
        ]

    @property
    def _best_first(self) -> tuple[Band, Band, Band]:
        return self.outstanding, self.good, self.requires_improvement

    def _reaches(self, band: Band, displayed: Decimal) -> bool:
        if self.polarity is Polarity.LOWER_IS_BETTER:
            assert band.high is not None  # noqa: S101  # parse_bands saw to it
            return displayed < band.high if band.is_open else displayed <= band.high
        assert band.low is not None  # noqa: S101
        return displayed > band.low if band.is_open else displayed >= band.low


def parse_bands(requires_improvement: str, good: str, outstanding: str) -> Bands | None:
    """The bands as typed: 60-69, 70 to 79, Below 20, 80+; None where all three are blank.

    Which way is good follows from their order. Raises InvalidInput about `requires_improvement`, `good` or
    `outstanding` for what cannot be read, overlaps, or leaves a gap of more than one step.
    """
    typed = dict(zip(FIELDS, (outstanding, good, requires_improvement), strict=True))
    if not any(text.strip() for text in typed.values()):
        return None
    problems: list[Problem] = []
    bands = {field: band for field, text in typed.items() if (band := _band(field, text, problems))}
    if problems:
        raise InvalidInput(problems)
    polarity = _polarity(bands)
    problems += _misfits(bands, polarity)
    if problems:
        raise InvalidInput(problems)
    return Bands(**bands, polarity=polarity)


def _band(field: str, text: str, problems: list[Problem]) -> Band | None:
    printed = " ".join(text.split())
    plain = _BETWEEN_THOUSANDS.sub("", printed.replace("%", "")).casefold()
    name = _NAMES[field]
    if not plain:
        problems.append(Problem(field, f"Write the band of {name} too, or leave all three blank"))
        return None
    if found := _RANGE.fullmatch(plain):
        low, high = Decimal(found["low"]), Decimal(found["high"])
        if low > high:
            problems.append(Problem(field, f"“{printed}” ends before it begins: write {high}-{low}"))
            return None
        return Band(printed, low, high)
    for pattern, is_open in ((_BELOW, True), (_AT_MOST, False)):
        if found := pattern.fullmatch(plain):
            return Band(printed, None, _number_in(found), is_open)
    for pattern, is_open in ((_ABOVE, True), (_AT_LEAST, False)):
        if found := pattern.fullmatch(plain):
            return Band(printed, _number_in(found), None, is_open)
    if found := _EXACTLY.fullmatch(plain):
        return Band(printed, _number_in(found), _number_in(found))
    problems.append(
        Problem(field, f"“{printed[:40]}” is not a band: write it like 60-69, Below 20 or 80 or more")
    )
    return None


def _number_in(found: re.Match[str]) -> Decimal:
    return Decimal(next(number for number in found.groups() if number is not None))


def _polarity(bands: dict[str, Band]) -> Polarity:
    """Outstanding above Requires Improvement: higher is better."""

    def ends(band: Band) -> tuple[Decimal, Decimal]:
        low = Decimal("-Infinity") if band.low is None else band.low
        return low, Decimal("Infinity") if band.high is None else band.high

    lower = ends(bands["outstanding"]) < ends(bands["requires_improvement"])
    return Polarity.LOWER_IS_BETTER if lower else Polarity.HIGHER_IS_BETTER


def _misfits(bands: dict[str, Band], polarity: Polarity) -> Iterator[Problem]:
    """Bands that do not follow one upon the other, at the better of the two."""
    lower_is_better = polarity is Polarity.LOWER_IS_BETTER
    for better, worse in (("good", "requires_improvement"), ("outstanding", "good")):
        below, above = (better, worse) if lower_is_better else (worse, better)
        top, bottom = bands[below], bands[above]
        if top.high is None or bottom.low is None:
            yield Problem(
                better, f"{_NAMES[better]} and {_NAMES[worse]} must meet: write where each begins and ends"
            )
            continue
        # An open end is not in the band: below 20 ends one step before 20.
        step = min(top.step, bottom.step)
        last = top.high - step if top.is_open else top.high
        first = bottom.low + step if bottom.is_open else bottom.low
        if first <= last:
            yield Problem(
                better, f"{top.printed} and {bottom.printed} overlap: begin one where the other ends"
            )
        elif first - last > step:
            yield Problem(better, f"There is a gap between {top.printed} and {bottom.printed}: close it")
    for field in ("outstanding", "requires_improvement"):
        band = bands[field]
        if (band.high if lower_is_better else band.low) is None:
            yield Problem(field, f"“{band.printed}” has no bound that is worse: write it like 60-69")
