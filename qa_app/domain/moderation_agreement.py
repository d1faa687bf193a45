"""How to read the figures of agreement between auditors and moderators."""

from fractions import Fraction

FEW = 30
"""Below so many pairs, one audit more or less changes what the figures seem to say."""

# Landis and Koch 1977: a convention for words, not a law of nature.
_WORDS = (
    (Fraction(81, 100), "almost complete agreement"),
    (Fraction(61, 100), "substantial agreement"),
    (Fraction(41, 100), "moderate agreement"),
    (Fraction(21, 100), "fair agreement"),
    (Fraction(1, 100), "slight agreement"),
)


def kappa_in_words(kappa: Fraction | None) -> str:
    """> substantial agreement; read from the two decimals that are shown, so that both say the same."""
    if kappa is None:
        return "not applicable: the auditors or the moderators used one grade only"
    shown = hundredths(kappa)
    if shown < 0:
        return "less agreement than chance would give"
    return next((words for lowest, words in _WORDS if shown >= lowest), "no more agreement than chance gives")


def hundredths(kappa: Fraction) -> Fraction:
    """Rounded half up to two decimals: 0.605 is 0.61."""
    return Fraction((200 * kappa.numerator + kappa.denominator) // (2 * kappa.denominator), 100)


def small_numbers_in_words(compared: int) -> str:
    """What so many pairs can prove; empty where they are enough."""
    if compared == 0:
        return ""
    if compared < FEW:
        pairs = "1 judgement was" if compared == 1 else f"{compared} judgements were"
        return (
            f"Only {pairs} compared. With fewer than {FEW}, one audit more or less changes these figures"
            " much: use them to choose what to talk about, not to compare periods or people."
        )
    return ""
