from fractions import Fraction

import pytest

from qa_app.domain.moderation_agreement import hundredths, kappa_in_words, small_numbers_in_words


@pytest.mark.parametrize(
    ("kappa", "words"),
    [
        (None, "not applicable: the auditors or the moderators used one grade only"),
        (Fraction(1), "almost complete agreement"),
        (Fraction(805, 1000), "almost complete agreement"),  # shown as 0.81
        (Fraction(804, 1000), "substantial agreement"),
        (Fraction(61, 100), "substantial agreement"),
        (Fraction(60, 100), "moderate agreement"),
        (Fraction(40, 100), "fair agreement"),
        (Fraction(20, 100), "slight agreement"),
        (Fraction(0), "no more agreement than chance gives"),
        (Fraction(-4, 1000), "no more agreement than chance gives"),  # shown as 0.00
        (Fraction(-1, 2), "less agreement than chance would give"),
    ],
)
def test_kappa_in_words(kappa, words):
    assert kappa_in_words(kappa) == words


@pytest.mark.parametrize(
    ("exact", "shown"),
    [(Fraction(8, 15), "0.53"), (Fraction(605, 1000), "0.61"), (Fraction(-605, 1000), "-0.60")],
)
def test_two_decimals(exact, shown):
    assert f"{float(hundredths(exact)):.2f}" == shown


@pytest.mark.parametrize(
    ("compared", "beginning"),
    [(0, ""), (1, "Only 1 judgement was compared."), (29, "Only 29 judgements were compared."), (30, "")],
)
def test_small_numbers(compared, beginning):
    sentence = small_numbers_in_words(compared)

    assert sentence.startswith(beginning) if beginning else sentence == ""
