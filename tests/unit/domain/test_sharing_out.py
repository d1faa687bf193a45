import pytest

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


def test_a_case_that_nobody_may_audit():
    with pytest.raises(InvalidInput) as refused:
        share_out([Case(4, "C9", "Ada Okafor")], {1: "Ada Okafor"}, open_audits={})

    assert str(refused.value) == (
        "Line 4: Ada Okafor cannot audit their own case C9; choose one more auditor"
    )
