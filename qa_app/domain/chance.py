"""Whether a change between two periods is more than chance would give."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import comb, sqrt

from qa_app.domain.intervals import Z
from qa_app.domain.percentages import Share, display_percent

SIGNIFICANT = Fraction(5, 100)
MOST_EXACTLY = 2_000
"""Audited in both periods; of more, whole numbers take seconds where others take thousandths of one."""

LARGE = 1_000_000
"""Expected counts from which on the normal approximation says what the exact test says."""

NEGLIGIBLE = 1e-18
"""Of the likeliest outcome; all that are less likely add up to nothing that could be seen."""

AS_LIKELY = 1 + 1e-9
"""What rounding makes of outcomes that are exactly as likely as one another."""


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
    """Whether the two shares differ by Fisher's exact test at 0.05; None when either has nothing audited.

    Of thousands the same test is reckoned in floating point. Where every count that is expected is a million
    or more, the normal approximation says the same (Pearson's chi-squared test of two by two).
    """
    if not (now.audited and before.audited):
        return None
    if _expected_at_least(now, before) >= LARGE:
        return _pooled_z(now, before) > Z
    if now.audited + before.audited > MOST_EXACTLY:
        return _fisher_nearly(now, before) < SIGNIFICANT
    probability = fisher_exact(now, before)
    return None if probability is None else probability < SIGNIFICANT


def rates_differ(now: tuple[int, int], before: tuple[int, int]) -> bool | None:
    """Whether two rates, each events among so many children, differ by more than chance at 0.05.

    Events may happen to one child more than once, so they are counts and no shares: given all events of
    both, those now are binomial, with the children now among the children of both (Przyborowski and
    Wilenski 1940). Two-sided by doubling the smaller tail. None where either has no children.
    """
    (events, children), (earlier_events, earlier_children) = now, before
    if not (children and earlier_children):
        return None
    total, part = events + earlier_events, children / (children + earlier_children)
    if total == 0:
        return False
    if total * min(part, 1 - part) >= LARGE:
        return abs(events - total * part) > Z * sqrt(total * part * (1 - part))
    odds = children / earlier_children
    likely = _weights(min(int((total + 1) * part), total), 0, total, lambda x: (total - x) / (x + 1) * odds)
    tails = (
        sum(weight for x, weight in likely.items() if x <= events),
        sum(weight for x, weight in likely.items() if x >= events),
    )
    return 2 * min(tails) / sum(likely.values()) < SIGNIFICANT


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


def _expected_at_least(now: Share, before: Share) -> float:
    """The smallest of the four counts that would be expected if both had the same share."""
    successes, everyone = now.count + before.count, now.audited + before.audited
    return min(now.audited, before.audited) * min(successes, everyone - successes) / everyone


def _pooled_z(now: Share, before: Share) -> float:
    """How many standard errors the two shares are apart, if both came from the same."""
    pooled = (now.count + before.count) / (now.audited + before.audited)
    error = sqrt(pooled * (1 - pooled) * (1 / now.audited + 1 / before.audited))
    return abs(now.count / now.audited - before.count / before.audited) / error


def _fisher_nearly(now: Share, before: Share) -> float:
    """What `fisher_exact` gives, to some twelve digits."""
    first, second, successes = now.audited, before.audited, now.count + before.count
    lowest, highest = max(0, successes - second), min(first, successes)
    likeliest = (first + 1) * (successes + 1) // (first + second + 2)
    likely = _weights(
        min(max(likeliest, lowest), highest),
        lowest,
        highest,
        lambda x: (first - x) * (successes - x) / ((x + 1) * (second - successes + x + 1)),
    )
    limit = likely.get(now.count, 0.0) * AS_LIKELY
    return sum(weight for weight in likely.values() if weight <= limit) / sum(likely.values())


def _weights(likeliest: int, lowest: int, highest: int, step: Callable[[int], float]) -> dict[int, float]:
    """How likely each outcome is beside the likeliest; `step` is how many times as likely the next one is."""
    weights = {likeliest: 1.0}
    x, weight = likeliest, 1.0
    while x < highest and weight > NEGLIGIBLE:
        weight *= step(x)
        x += 1
        weights[x] = weight
    x, weight = likeliest, 1.0
    while x > lowest and weight > NEGLIGIBLE:
        x -= 1
        weight /= step(x)
        weights[x] = weight
    return weights


def _ways(first: int, second: int, successes: int) -> Iterator[int]:
    """comb(first, x) * comb(second, successes - x) for every possible x, each from the one before."""
    lowest, highest = max(0, successes - second), min(first, successes)
    ways = comb(first, lowest) * comb(second, successes - lowest)
    for x in range(lowest, highest + 1):
        yield ways
        ways = ways * (first - x) * (successes - x) // ((x + 1) * (second - successes + x + 1))
