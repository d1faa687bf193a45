from qa_app.domain.pass_phrases import LENGTH, WORDS, pass_phrase
from qa_app.domain.passwords import SHORTEST


def test_every_word_is_worth_eight_bits():
    assert len(set(WORDS)) == len(WORDS) == 256
    assert all(word.isascii() and word.islower() and 3 <= len(word) <= 10 for word in WORDS)


def test_a_phrase_is_as_many_words_as_chosen():
    chosen = iter(["acorn", "birch", "cocoa", "daisy", "eagle"])

    assert pass_phrase(lambda words: next(chosen)) == "acorn birch cocoa daisy eagle"


def test_the_shortest_phrase_is_long_enough_for_a_password():
    shortest = min(map(len, WORDS))

    assert LENGTH * shortest + LENGTH - 1 >= SHORTEST
