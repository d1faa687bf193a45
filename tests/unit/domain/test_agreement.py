from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qa_app.domain.agreement import Agreement, agreement
from qa_app.domain.errors import UnknownGrade
from qa_app.domain.percentages import Share
from qa_app.domain.scales import FOUR_GRADES, NOT_APPLICABLE, ZERO_TO_TEN

O, G, R, I = FOUR_GRADES.positions  # noqa: E741 the grades' own initials

SEVENTEEN = (
    [(O, O), (O, G), (O, R)] + [(G, G)] * 4 + [(G, R)] * 2 + [(R, G)] + [(R, R)] * 5 + [(R, I), (I, I)]
)

Pairs = list[tuple[int, int]]
pairs_of_grades = st.lists(st.tuples(st.sampled_from([O, G, R, I]), st.sampled_from([O, G, R, I])))


def test_seventeen_audits_worked_by_hand() -> None:
    found = agreement([*SEVENTEEN, (NOT_APPLICABLE, G), (R, NOT_APPLICABLE)], scale=FOUR_GRADES)

    assert found.matrix == (
        (1, 1, 1, 0),  # the auditor's Outstanding
        (0, 4, 2, 0),
        (0, 1, 5, 1),
        (0, 0, 0, 1),
    )
    assert (found.compared, found.not_graded) == (17, 2)
    assert found.exact == Share(11, 17)
    assert found.within_one == Share(16, 17)
    assert (found.moved_up, found.moved_down) == (1, 5)
    assert found.net_shift == 1 - (1 + 2 + 2 * 1 + 1)
    assert found.missed_worst == 1
    # Totals: auditor 3, 6, 7, 1; moderator 1, 6, 8, 2. Grades apart: observed 7; expected
    # 3 * (6 + 16 + 6) + 6 * (1 + 8 + 4) + 7 * (2 + 6 + 2) + 1 * (3 + 12 + 8) = 255 of 17.
    assert found.weighted_kappa == 1 - Fraction(7 * 17, 255) == Fraction(8, 15)


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        ([(G, G), (R, R)], 1),
        ([(O, I), (I, O)], -1),
        ([(G, G), (G, R), (R, G), (R, R)], 0),  # as chance would have it
        ([], None),
        ([(G, G), (G, G)], None),
        ([(G, G), (G, R)], None),  # the auditor used one grade only
        ([(G, G), (R, G)], None),  # the moderator did
        ([(G, G), (R, NOT_APPLICABLE)], None),
    ],
)
def test_weighted_kappa(pairs: Pairs, kappa: int | None) -> None:
    assert agreement(pairs, scale=FOUR_GRADES).weighted_kappa == kappa


def test_missed_inadequates_are_those_the_auditor_put_anywhere_better() -> None:
    pairs = [(O, I), (G, I), (R, I), (I, I), (I, R), (O, R)]

    assert agreement(pairs, scale=FOUR_GRADES).missed_worst == 3


def test_a_scale_of_another_length() -> None:
    found = agreement([(1, 11), (1, 1), (11, 11)], scale=ZERO_TO_TEN)

    assert len(found.matrix) == len(found.matrix[0]) == 11
    assert (found.net_shift, found.missed_worst) == (-10, 1)


def test_nothing_moderated() -> None:
    assert agreement([], scale=FOUR_GRADES) == Agreement(matrix=((0,) * 4,) * 4, not_graded=0)
    assert agreement([], scale=FOUR_GRADES).exact == Share(0, 0)


@pytest.mark.parametrize("pair", [(5, G), (G, 5), (-1, G), (NOT_APPLICABLE, 5)])
def test_a_position_off_the_scale_is_refused(pair: tuple[int, int]) -> None:
    with pytest.raises(UnknownGrade, match="Four grades"):
        agreement([pair], scale=FOUR_GRADES)


@given(pairs_of_grades)
def test_weighted_kappa_is_what_cohen_wrote(pairs: Pairs) -> None:
    """With weights of agreement, 1 - |i - j| / (k - 1): (observed - expected) / (1 - expected)."""
    assume(len({auditor for auditor, _ in pairs}) > 1)
    assume(len({moderator for _, moderator in pairs}) > 1)
    number = len(pairs)

    def weight(auditor: int, moderator: int) -> Fraction:
        return 1 - Fraction(abs(auditor - moderator), 3)

    observed = sum((weight(*pair) for pair in pairs), Fraction(0)) / number
    expected = sum((weight(a, m) for a, _ in pairs for _, m in pairs), Fraction(0)) / number**2

    assert agreement(pairs, scale=FOUR_GRADES).weighted_kappa == (observed - expected) / (1 - expected)


@given(pairs_of_grades)
def test_the_figures_are_what_the_pairs_say(pairs: Pairs) -> None:
    found = agreement(pairs, scale=FOUR_GRADES)

    assert found.compared == len(pairs) == found.exact.count + found.moved_up + found.moved_down
    assert found.moved_up == sum(moderator < auditor for auditor, moderator in pairs)
    assert found.within_one.count == sum(abs(auditor - moderator) < 2 for auditor, moderator in pairs)
    assert found.net_shift == sum(auditor - moderator for auditor, moderator in pairs)


@given(pairs_of_grades)
def test_swapping_the_judges_turns_the_matrix_and_the_moves_round(pairs: Pairs) -> None:
    found = agreement(pairs, scale=FOUR_GRADES)
    swapped = agreement([(moderator, auditor) for auditor, moderator in pairs], scale=FOUR_GRADES)

    assert swapped.matrix == tuple(zip(*found.matrix, strict=True))
    assert (swapped.moved_up, swapped.net_shift) == (found.moved_down, -found.net_shift)
    assert swapped.weighted_kappa == found.weighted_kappa
