"""Numbers as people type and print them, exact."""

import re
from decimal import Decimal
from fractions import Fraction

from qa_app.domain.errors import InvalidInput, Problem

LONGEST_NUMBER = 30
LARGEST_NUMBER = 10**12
"""Nobody counts more; a key held down too long does."""

# A comma stands between thousands and nowhere else, so that 28,4 is never read as 284.
_NUMBER = re.compile(r"-?(?:(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]*)?|\.[0-9]+)")


def typed_number(text: str, *, field: str, name: str) -> Decimal | None:
    """1,204 or 57% or 7.5 as a number, exactly as typed; None for a blank.

    `name` is what the sentence calls it: > the numerator. Raises InvalidInput about `field`.
    """
    plain = text.strip().removesuffix("%").replace("\u2212", "-").strip()
    if not plain:
        return None
    if len(plain) > LONGEST_NUMBER or not _NUMBER.fullmatch(plain):
        sentence = f"“{text.strip()[:40]}” is not a number: write {name} with figures, such as 57 or 7.5"
        raise InvalidInput([Problem(field, sentence)])
    number = Decimal(plain.replace(",", ""))
    if abs(number) > LARGEST_NUMBER:
        sentence = f"{plain} is more than a million million: correct {name}"
        raise InvalidInput([Problem(field, sentence)])
    return number


def plain_number(value: Decimal | Fraction | int) -> str:
    """> 57, > 7.5, > 66.6666666667: without an exponent and without noughts that say nothing."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return str(exact.numerator)
    decimal = Decimal(exact.numerator) / Decimal(exact.denominator)
    return f"{decimal:.10f}".rstrip("0").rstrip(".")
