from qa_app.domain.revisions import (
    Cause,
    CauseKind,
    Change,
    Part,
    changed_figures,
    changed_sentence,
    reasons,
)


def test_what_differs_is_gathered_by_figure():
    before = {"A|Q3|value": "67%", "A|Q3|status": "Good", "B|Q3|value": "1", "C|Q3|value": "5"}
    after = {"A|Q3|value": "70%", "A|Q3|status": "Good", "B|Q3|value": "1", "D|Q3|value": "9"}

    changed = changed_figures(before, after)

    assert [(each.figure, each.parts) for each in changed] == [
        ("A|Q3", (Part("value", "67%", "70%"),)),
        ("D|Q3", (Part("value", "", "9"),)),
        ("C|Q3", (Part("value", "5", ""),)),  # no longer there: last
    ]
    assert [(each.is_new, each.is_gone) for each in changed] == [(False, False), (True, False), (False, True)]


def test_a_name_may_hold_the_bar():
    """Of a group: only the last bar divides what of a figure it is."""
    (changed,) = changed_figures({"North|East|Q3|Good|value": "1"}, {"North|East|Q3|Good|value": "2"})

    assert changed.figure == "North|East|Q3|Good"


def test_nothing_differs():
    assert changed_figures({"A|Q3|value": "1"}, {"A|Q3|value": "1"}) == ()


def test_sentences():
    assert [changed_sentence(number) for number in (0, 1, 3)] == [
        "No figure has changed since publication",
        "1 figure has changed since publication",
        "3 figures have changed since publication",
    ]


def test_reasons_count_audits_and_name_the_rest():
    causes = [
        Cause(CauseKind.MODERATED, "A-1", 1),
        Cause(CauseKind.MODERATED, "A-2", 2),
        Cause(CauseKind.FINISHED, "A-3", 3),
        Cause(CauseKind.OTHER, "Its target was changed on 3 January 2017"),
    ]

    assert list(reasons(causes)) == [
        "1 audit was finished since",
        "2 audits were moderated since",
        "Its target was changed on 3 January 2017",
    ]


def test_a_change_is_kept_and_read_again():
    change = Change("A|Q3", "Plans", (Part("value", "1", "2"),), (Cause(CauseKind.RETURNED, "A-1", 1),))

    assert Change.from_json(change.as_json()) == change
