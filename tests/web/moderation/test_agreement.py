from datetime import date

import pytest

from qa_app.domain.moderation import Decision
from qa_app.domain.roles import Role
from qa_app.domain.sampling import ChosenBecause
from tests.factories import a_moderation, a_service_area

O, G, R, I = 1, 2, 3, 4  # noqa: E741 the grades' own initials

SEVENTEEN = (
    [(O, O), (O, G), (O, R)] + [(G, G)] * 4 + [(G, R)] * 2 + [(R, G)] + [(R, R)] * 5 + [(R, I), (I, I)]
)
"""Worked by hand in the tests of the rule: kappa 8/15."""

IN_Q3 = "/moderation/agreement?first=2016-17-Q3&last=2016-17-Q3"


@pytest.fixture
def moderated(session, waiting):
    number = iter(range(1, 1000))

    def add(auditor, moderator, **named):
        named = {
            "chosen_because": ChosenBecause.RANDOM,
            "judged": {"assessment": G, "overall": auditor},
        } | named
        audit = waiting(f"A-{next(number)}", audit_date=date(2016, 12, 5), **named)
        decisions = {} if auditor == moderator else {"overall": Decision(moderator, "Seen otherwise.")}
        a_moderation(session, audit, decisions=decisions)

    return add


def figures(page):
    return {
        " ".join(row.xpath("./dt")[0].text_content().split()): row.xpath(".//strong")[0].text_content()
        for row in page.tree.xpath("//dl[contains(@class,'app-agreement')]/div")
    }


def test_the_figures_of_seventeen_audits(get, sign_in, moderated):
    for auditor, moderator in SEVENTEEN:
        moderated(auditor, moderator)
    moderated(I, I, chosen_because=ChosenBecause.WORST_GRADE)  # chosen by its grade: not among them
    sign_in(Role.QA_LEAD)

    page = get(IN_Q3)

    assert page.heading == "How far auditors and moderators agree"
    assert "Overall judgement, Q3 2016-17" in page.text
    assert figures(page) == {
        "Same grade": "65% (11)",
        "Within one grade": "94% (16)",
        "Moved up": "1",
        "Moved down": "5",
        "Net shift": "−5",
        "Missed Inadequate": "1",
        "Weighted kappa": "0.53",
    }
    assert page.rows == [
        ["Outstanding", "1", "1", "1", "0", "3"],
        ["Good", "0", "4", "2", "0", "6"],
        ["Requires Improvement", "0", "1", "5", "1", "7"],
        ["Inadequate", "0", "0", "0", "1", "1"],
        ["All", "1", "6", "8", "2", "17"],
    ]
    assert "Moderate agreement." in page.text
    assert "Only 17 judgements were compared." in page.text
    assert "auditors are more generous than moderators" in page.text


def test_another_domain(get, sign_in, moderated):
    moderated(I, G)
    sign_in(Role.MODERATOR)

    page = get(f"{IN_Q3}&of=assessment")

    assert "Assessment, Q3 2016-17" in page.text
    assert figures(page)["Same grade"] == "100% (1)"
    assert figures(page)["Weighted kappa"] == "N/A"
    assert "Only 1 judgement was compared." in page.text


def test_a_moderator_counts_only_the_areas_they_see(get, sign_in, moderated):
    north = a_service_area("North")
    moderated(G, G, service_area=north)
    moderated(G, I)
    sign_in(Role.MODERATOR, areas=[north])

    assert figures(get(IN_Q3))["Same grade"] == "100% (1)"


def test_nothing_to_compare(get, sign_in):
    sign_in(Role.QA_LEAD)

    page = get("/moderation/agreement")

    assert "nothing to compare" in page.text
    assert page.rows == []


@pytest.mark.parametrize(
    ("query", "error"),
    [
        (
            "first=soon",
            "“soon” is not a period: write a quarter as Q3 2016-17 or a month as Dec 2016",
        ),
        (
            "first=2016-17-Q4&last=2016-17-Q3",
            "Q4 2016-17 is after Q3 2016-17: choose an earlier first period",
        ),
        ("last=9999-00-Q4", "There is no quarter 4 of the year from April 9999"),
        ("last=0001-01", None),
        ("first=0001-01", None),
        ("of=nothing-asks-this", None),
    ],
)
def test_what_the_address_asks_for(get, sign_in, query, error):
    sign_in(Role.QA_LEAD)

    page = get(f"/moderation/agreement?{query}", status=422 if error else 200)

    assert page.errors == ([error] if error else [])
