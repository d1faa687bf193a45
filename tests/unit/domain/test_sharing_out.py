from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa_app.domain.errors import InvalidInput
from qa_app.domain.sharing_out import Case, cases_in, share_out

AUDITORS = {1: "Ada Okafor", 2: "Ben Hughes", 3: "Chi Nwosu"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C1\nC2", [Case(1, "C1"), Case(2, "C2")]),
        ("\n C1 \r\n\r\nC2\n", [Case(2, "C1"), Case(4, "C2")]),  # lines keep their numbers
        ("C1, Ada Okafor\nC2\tBen Hughes\nC3;Chi", [Case(1, "C1", "Ada Okafor"), Case(2, "C2", "Ben Hughes"),
                                                   Case(3, "C3", "Chi")]),
        ('Case reference,Worker\nC1,"Okafor, Ada"', [Case(2, "C1", "Okafor, Ada")]),  # as Excel saves it
        ("\ufeffC1,,\nreference", [Case(1, "C1"), Case(2, "reference")]),  # headings stand on top only
    ],
)  # fmt: skip
def test_cases_in(text, expected):
    assert cases_in(text) == expected


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", ["Enter at least one case reference, each on a line of its own"]),
        ("C1\nC2\nc1", ["Line 3: c1 is on line 1 already"]),
        (
            "C1\n,Ada\n" + "x" * 61,
            [
                "Line 2: Enter the case reference from your case system, never a name",
                "Line 3: The case reference has 61 characters; use at most 60",
            ],
        ),
        ("C1, Jo, Smith", ["Line 1: there is more here than a case reference and a worker’s name"]),
        (
            "\n".join(f"C{number}" for number in range(1_001)),
            ["There are 1,001 cases: give out at most 1,000 at a time"],
        ),
    ],
)
def test_lines_that_cannot_be_used(text, sentences):
    with pytest.raises(InvalidInput) as refused:
        cases_in(text)
    assert [problem.message for problem in refused.value.problems] == sentences


@pytest.mark.parametrize(
    ("workers", "open_audits", "expected"),
    [
        (["", "", "", ""], {}, [1, 2, 3, 1]),
        (["", "", ""], {1: 2}, [2, 3, 2]),  # evens out what each has already
        (["OKAFOR, Ada", ""], {}, [2, 1]),  # nobody audits their own case, however the name is written
    ],
)
def test_share_out(workers, open_audits, expected):
    cases = [Case(line, f"C{line}", worker) for line, worker in enumerate(workers, start=1)]

    assert [person for _, person in share_out(cases, AUDITORS, open_audits=open_audits)] == expected


def test_a_wrong_column_gives_no_thousand_sentences():
    with pytest.raises(InvalidInput) as refused:
        cases_in("\n".join("x" * 61 for _ in range(500)))
    assert len(refused.value.problems) == 21
    assert refused.value.problems[-1].message == "There are 480 more like these"


def test_a_list_of_lines_without_end_is_not_read():
    with pytest.raises(InvalidInput) as refused:
        cases_in("a\n" * 10_001)
    assert [problem.message for problem in refused.value.problems] == [
        "There are 10,001 lines: give out at most 1,000 cases at a time"
    ]


@given(
    st.lists(st.sampled_from(["", "Ada Okafor", "Ben Hughes"]), max_size=40),
    st.fixed_dictionaries({person: st.integers(0, 10) for person in AUDITORS}),
)
def test_shares_are_even_and_nobody_audits_their_own(workers, open_audits):
    cases = [Case(line, f"C{line}", worker) for line, worker in enumerate(workers, start=1)]

    given_out = share_out(cases, AUDITORS, open_audits=open_audits)

    assert [case for case, _ in given_out] == cases
    assert all(AUDITORS[person] != case.worker_name for case, person in given_out)
    if not any(workers):
        load = Counter(open_audits) + Counter(person for _, person in given_out)
        busy = [load[person] for person in {person for _, person in given_out}]
        assert max(busy, default=0) - min(busy, default=0) <= 1


def test_a_case_that_nobody_may_audit():
    with pytest.raises(InvalidInput) as refused:
        share_out([Case(4, "C9", "Ada Okafor")], {1: "Ada Okafor"}, open_audits={})

    assert str(refused.value) == (
        "Line 4: Ada Okafor cannot audit their own case C9; choose one more auditor"
    )
