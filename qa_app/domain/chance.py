"""Whether a change between two periods is more than chance would give."""

from collections.abc import Iterator
from fractions import Fraction
from math import comb

from qa_app.domain.percentages import Share, display_percent

SIGNIFICANT = Fraction(5, 100)


def fisher_exact(now: Share, before: Share) -> Fraction | None:
    """How often chance alone, with the same totals, gives a table no likelier than this one.

    None when either has nothing audited.
    Source: Fisher's exact test, two-sided by summing probabilities (Fisher 1935; Irwin 1935). Exact, because
    tables exactly as likely as the observed one count, and rounding would drop some of them.
    """
    if not (now.audited and before.audited):
        return None
    successes = now.count + before.count
    # A table has as many of these ways to come about as its probability has parts in all the ways.
    ways = comb(now.audited, now.count) * comb(before.audited, before.count)
    no_likelier = sum(other for other in _ways(now.audited, before.audited, successes) if other <= ways)
    return Fraction(no_likelier, comb(now.audited + before.audited, successes))


def more_than_chance(now: Share, before: Share) -> bool | None:
    """Whether the two shares differ by Fisher's exact test at 0.05; None when either has nothing audited."""
    probability = fisher_exact(now, before)
    return None if probability is None else probability < SIGNIFICANT


def change_in_words(now: Share, before: Share, *, label: str, since: str) -> str:
    """> Good or better rose from 36% (5 of 14) to 57% (8 of 14) since Q2 2016-17; a difference …"""
    chance = more_than_chance(now, before)
    if chance is None:
        return f"{label} is {_in_words(now)}; nothing to compare with since {since}"
    verdict = "more than chance would give" if chance else "a difference this size could be chance"
    if now.percent == before.percent:
        return f"{label} stayed at {_in_words(now)} since {since}"
    verb = "rose" if now.count * before.audited > before.count * now.audited else "fell"
    return f"{label} {verb} from {_in_words(before)} to {_in_words(now)} since {since}; {verdict}"


def _in_words(share: Share) -> str:
    """> 36% (5 of 14), or > N/A"""
    counted = f" ({share.count} of {share.audited})" if share.audited else ""
    return display_percent(share) + counted


def _ways(first: int, second: int, successes: int) -> Iterator[int]:
    """comb(first, x) * comb(second, successes - x) for every possible x, each from the one before."""
    lowest, highest = max(0, successes - second), min(first, successes)
    ways = comb(first, lowest) * comb(second, successes - lowest)
    for x in range(lowest, highest + 1):
        yield ways
        ways = ways * (first - x) * (successes - x) // ((x + 1) * (second - successes + x + 1))
