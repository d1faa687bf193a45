"""How wide the columns of a table are, so that it fills the page and breaks as few words as it can."""

from collections.abc import Iterable, Sequence
from math import sqrt

from qa_app.exports.pdf.fonts import Face
from qa_app.exports.pdf.lines import longest_line, longest_word

WIDEST_WORD = 140.0  # points; an address longer than that may as well be broken
MOST_WANTED = 800.0  # points, so that long text takes what short columns can spare, and no more


def extremes(texts: Iterable[str], face: Face, size: float) -> tuple[float, float]:
    """The narrowest a column may be without breaking a word, and the width at which no line wraps."""
    narrowest, wanted = 0.0, 0.0
    for text in set(texts):
        line = longest_line(text, face, size)
        wanted = max(wanted, line)
        if line > narrowest:
            narrowest = max(narrowest, longest_word(text, face, size))
    return min(narrowest, WIDEST_WORD), min(wanted, MOST_WANTED)


def share_out(total: float, narrowest: Sequence[float], wanted: Sequence[float]) -> list[float]:
    """Points for each column, together `total`.

    Every column gets `narrowest` if all of them fit, and a share of what is left: in proportion to the
    square root of what it lacks of `wanted`, so that names beside a long text have room too. Where even
    the narrowest do not fit, all shrink alike and words are broken.
    """
    least, most = sum(narrowest), sum(wanted)
    if most <= total:
        spare = (total - most) / len(wanted)
        return [width + spare for width in wanted]
    if least >= total:
        return [width * total / least for width in narrowest]
    roots = [sqrt(high - low) for low, high in zip(narrowest, wanted, strict=True)]
    part = _part(roots, total - least)
    return [low + min(part, root) * root for low, root in zip(narrowest, roots, strict=True)]


def _part(roots: Sequence[float], spare: float) -> float:
    """What times its root every column gets more, but never more than it lacks: together `spare`."""
    left = sum(roots)
    for root in sorted(roots):  # what lacks least has enough first
        if spare <= root * left:
            return spare / left if left else 0.0
        spare, left = spare - root * root, left - root
    return max(roots)
