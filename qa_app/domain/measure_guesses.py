"""What a measure that is known only from a file may be, guessed from its name, its values and its bands.

A guess is shown before the measure is added, and can be put right in the catalogue.
"""

import re
from collections.abc import Sequence

from qa_app.domain.bands import Bands
from qa_app.domain.directions import Polarity
from qa_app.domain.measure_details import MOST_DECIMALS, MeasureDetails
from qa_app.domain.measures import Frequency, MeasureKind, MeasurePeriod, Unit

_UNITS = (
    (Unit.RATE, re.compile(r"\bper (?:10,?000|ten thousand)\b")),
    (Unit.PERCENT, re.compile(r"%|\bper ?cent(?:age)?\b|\bproportion\b")),
    (Unit.NUMBER, re.compile(r"\bnumber\b|^no\. ")),
    (Unit.AVERAGE, re.compile(r"\baverage\b|\bmean\b")),
    (Unit.DAYS, re.compile(r"^days\b|\bdays lost\b|\bin days\b")),
    (Unit.PERCENT, re.compile(r"\brate\b")),
)
_PERIODS = (
    (MeasurePeriod.ROLLING, re.compile(r"\b(?:12|twelve)[ -]months?(?: period)?\b|\brolling\b")),
    (MeasurePeriod.YEAR_TO_DATE, re.compile(r"\byear to date\b")),
    (MeasurePeriod.SNAPSHOT, re.compile(r"\bcurrently\b|\(open\)|\bopen cases\b|\bmonth end\b|\bcaseload\b")),
)
_NOT_ROLLING = re.compile(r"within (?:the last )?(?:12|twelve)[ -]months? of|\(within 12 months\)")
_PRINTED_DECIMALS = re.compile(r"[0-9]\.([0-9]+)\s*%?$")


def guessed_details(
    name: str,
    *,
    outcome: str,
    frequency: Frequency,
    printed: Sequence[str],
    bands: Bands | None,
    is_counted: bool,
) -> MeasureDetails:
    """`printed` are its values as they stand in the file; `is_counted` where any has a denominator."""
    unit = guessed_unit(name, printed, bands, is_counted=is_counted)
    return MeasureDetails(
        name=name,
        kind=MeasureKind.QUALITY if unit is Unit.PERCENT else MeasureKind.ACTIVITY,
        unit=unit,
        polarity=bands.polarity if bands else Polarity.NEUTRAL,
        measure_period=guessed_period(name),
        frequency=frequency,
        outcome=outcome,
        decimals=guessed_decimals(printed),
    )


def guessed_unit(name: str, printed: Sequence[str], bands: Bands | None, *, is_counted: bool) -> Unit:
    """The words of the name decide, then a % behind any value, then bands that end at 100."""
    words = " ".join(name.split()).casefold()
    in_name = next((unit for unit, pattern in _UNITS if pattern.search(words)), None)
    if in_name is Unit.RATE:
        return in_name
    if any(text.rstrip().endswith("%") for text in printed):
        return Unit.PERCENT
    if in_name is not None:
        return in_name
    ends_at_100 = bands is not None and bands.outstanding.high == 100
    return Unit.PERCENT if ends_at_100 or is_counted else Unit.NUMBER


def guessed_period(name: str) -> MeasurePeriod:
    """> ROLLING for “in last 12 months”, > SNAPSHOT for “currently open”, else > CUMULATIVE"""
    words = _NOT_ROLLING.sub("", " ".join(name.split()).casefold())
    return next((period for period, pattern in _PERIODS if pattern.search(words)), MeasurePeriod.CUMULATIVE)


def guessed_decimals(printed: Sequence[str]) -> int:
    """The most that any of the values has: > 1 for 27.0 and 45"""
    found = [match.group(1) for text in printed if (match := _PRINTED_DECIMALS.search(text.strip()))]
    return min(MOST_DECIMALS, max(map(len, found), default=0))


def guess_in_words(details: MeasureDetails) -> str:
    """> percent, every quarter, higher is better"""
    return f"{details.unit.value}, every {details.frequency.value}, {details.polarity.value}"
