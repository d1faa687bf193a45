"""Which finished audits a moderator looks at."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from qa_app.domain.scales import GradingScale


class ChosenBecause(StrEnum):
    """Why an audit was chosen for moderation; agreement is measured on the random ones only."""

    WORST_GRADE = "worst grade"
    BEST_GRADE = "best grade"
    RANDOM = "random"
    REQUESTED = "requested"
    IMPORTED = "imported"

    @property
    def label(self) -> str:
        return {
            ChosenBecause.WORST_GRADE: "Overall judgement is the lowest grade",
            ChosenBecause.BEST_GRADE: "Overall judgement is the highest grade",
            ChosenBecause.RANDOM: "Random choice",
            ChosenBecause.REQUESTED: "Asked for by the QA lead",
            ChosenBecause.IMPORTED: "Moderated before it was brought in",
        }[self]


@dataclass(frozen=True)
class ModerationRule:
    """The council's rule: `random_share` is a percentage (0 to 100) of the audits no grade chose."""

    all_worst: bool = True
    all_best: bool = True
    random_share: int = 20
    seed: str = ""
    blind: bool = False


def random_draw(seed: str, reference: str) -> float:
    """A number in [0, 1) that depends on the seed and the audit's reference only.

    Anyone who has the seed can repeat the draw, and nobody can nudge it by submitting again.
    """
    digest = hashlib.sha256(f"{seed}\n{reference}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def chosen_because(
    overall: int, *, scale: GradingScale, rule: ModerationRule, draw: float
) -> ChosenBecause | None:
    """Why this audit goes to moderation, or None when no rule chooses it.

    The random draw comes first, so that the random sample stays a fair sample of all
    grades: agreement between auditor and moderator is measured on it alone.
    """
    if draw * 100 < rule.random_share:
        return ChosenBecause.RANDOM
    return _by_grade(overall, scale.positions, rule)


def _by_grade(overall: int, positions: Sequence[int], rule: ModerationRule) -> ChosenBecause | None:
    if rule.all_worst and overall == positions[-1]:
        return ChosenBecause.WORST_GRADE
    if rule.all_best and overall == positions[0]:
        return ChosenBecause.BEST_GRADE
    return None
