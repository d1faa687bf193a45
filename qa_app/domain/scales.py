"""Grading scales: ordered labels, best first. A stored judgement is a position on one, best = 1."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from qa_app.domain.errors import InvalidInput, Problem, UnknownGrade

NOT_APPLICABLE = 0
NOT_APPLICABLE_LABEL = "Not applicable"
MOST_LABELS = 20

_NOT_APPLICABLE_WORDS = frozenset({"n/a", "n / a", "na", "not applicable"})

# Words people write for the same answer. A word is accepted where exactly one label of the scale is in its
# row, so a council that renames a label keeps them. "R" is not here: beside "G" it is as likely to be red.
_SAME_ANSWER = (
    frozenset({"outstanding", "o"}),
    frozenset({"good", "g"}),
    frozenset({"requires improvement", "requires improvement to be good", "ri"}),
    frozenset({"inadequate", "i"}),
    frozenset({"met", "yes", "y"}),
    frozenset({"not met", "no", "n"}),
)


@dataclass(frozen=True)
class GradingScale:
    """Labels best first; raises InvalidInput when they cannot be told apart or the rest is off the scale.

    `good_or_better` is the lowest-ranked position that still counts as good (1 = best);
    a judgement at a position in `evidence_required` must have evidence.
    """

    code: str
    name: str
    labels: tuple[str, ...]
    good_or_better: int
    evidence_required: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        problems = list(_problems(self))
        if problems:
            raise InvalidInput(problems)

    @property
    def positions(self) -> range:
        """1 (best) to the number of labels (worst); not applicable is not among them."""
        return range(1, len(self.labels) + 1)

    @property
    def worst(self) -> int:
        return len(self.labels)

    @property
    def good_or_better_label(self) -> str:
        """> Good or better, or > Met when only the best counts as good"""
        label = self.labels[self.good_or_better - 1]
        return label if self.good_or_better == 1 else f"{label} or better"

    def label(self, position: int) -> str:
        """> Requires Improvement, or > Not applicable. Raises UnknownGrade for a position off the scale."""
        if position == NOT_APPLICABLE:
            return NOT_APPLICABLE_LABEL
        if position not in self.positions:
            raise UnknownGrade(f"{self.name} has no position {position}: positions are 1 to {self.worst}")
        return self.labels[position - 1]

    def position(self, text: str) -> int:
        """The position of a label as somebody wrote it: any case, any white space, "7.0" for "7".

        Besides the labels: "N/A", "NA" and "Not applicable" are 0; on the four grades "O", "G", "RI",
        "I" and "Requires improvement to be good"; for standards "yes", "no", "y" and "n".
        Raises UnknownGrade, also for a blank: unanswered is not the same as not applicable.
        """
        try:
            return self._words[_plain(text)]
        except KeyError:
            accepted = ", ".join(self.labels)
            raise UnknownGrade(
                f"“{text.strip()[:60]}” is not one of {accepted} or {NOT_APPLICABLE_LABEL}"
            ) from None

    def is_good(self, position: int) -> bool:
        """Whether it counts as good; not applicable does not, and is not in the denominator either."""
        return 1 <= position <= self.good_or_better

    @cached_property
    def _words(self) -> dict[str, int]:
        """Every accepted word, plain, with its position; a label of the scale's own wins over the rest."""
        labels = dict(zip(map(_plain, self.labels), self.positions, strict=True))
        not_applicable = dict.fromkeys(_NOT_APPLICABLE_WORDS, NOT_APPLICABLE)
        return {**dict(_same_answers(labels)), **not_applicable, **labels}


def _same_answers(labels: dict[str, int]) -> Iterator[tuple[str, int]]:
    """A word is left out where another label begins with it: "G" on a scale with Good and Green."""
    for words in _SAME_ANSWER:
        meant = [label for label in labels if label in words]
        if len(meant) != 1:
            continue
        for word in words:
            if not any(label.startswith(word) for label in labels if label != meant[0]):
                yield word, labels[meant[0]]


def _plain(text: str) -> str:
    """> requires improvement, from any case and white space; > 7, from a spreadsheet's 7.0"""
    words = " ".join(text.split()).casefold()
    whole, point, decimals = words.partition(".")
    return whole if point and whole.isdecimal() and decimals.strip("0") == "" else words


def _problems(scale: GradingScale) -> Iterator[Problem]:
    plain = [_plain(label) for label in scale.labels]
    if not 2 <= len(plain) <= MOST_LABELS:
        yield Problem("labels", f"A grading scale has 2 to {MOST_LABELS} labels, not {len(plain)}")
    if "" in plain:
        yield Problem("labels", "A label cannot be blank")
    if len(set(plain)) < len(plain):
        yield Problem("labels", "Two labels differ at most in capitals and spaces")
    if not _NOT_APPLICABLE_WORDS.isdisjoint(plain):
        yield Problem("labels", f"{NOT_APPLICABLE_LABEL} is always accepted and cannot be a label")
    if scale.good_or_better not in scale.positions:
        yield Problem("good_or_better", "The lowest label that counts as good is not on the scale")
    if not scale.evidence_required.issubset(scale.positions):
        yield Problem("evidence_required", "A label that must have evidence is not on the scale")


FOUR_GRADES = GradingScale(
    code="four-grades",
    name="Four grades",
    labels=("Outstanding", "Good", "Requires Improvement", "Inadequate"),
    good_or_better=2,
    evidence_required=frozenset({1, 4}),
)

ZERO_TO_TEN = GradingScale(
    code="zero-to-ten",
    name="Zero to ten",
    labels=tuple(str(mark) for mark in range(10, -1, -1)),
    good_or_better=4,
    evidence_required=frozenset({1, 11}),
)

MET = 1
NOT_MET = 2
STANDARD_ANSWERS = GradingScale(
    code="standard", name="Standard", labels=("Met", "Not met"), good_or_better=MET
)
