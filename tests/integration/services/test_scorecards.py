from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import Conflict, InvalidInput, TransitionNotAllowed
from qa_app.domain.measures import Frequency
from qa_app.domain.scorecard_choice import Against, Layout, Shown, StatusRule
from qa_app.domain.scorecard_settings import Settings
from qa_app.models import Commentary, MeasureValue, Scorecard, ScorecardLine, TrailEntry
from qa_app.queries.scorecards import MeasuresSought, all_scorecards, find_scorecard, measures_to_add
from qa_app.services import scorecard_lines as lines
from qa_app.services import scorecard_themes as themes
from qa_app.services import scorecards
from qa_app.services.scorecard_libraries import add_library
from tests.factories.measures import a_measure, a_measure_value
from tests.factories.scorecards import a_comment, a_scorecard

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
BY = {"by": None, "at": AT}


@pytest.fixture
def scorecard(session):
    """Two themes, of three lines and one, and an empty one."""
    measures = [a_measure(name) for name in ("Contacts", "Assessments", "Visits", "Reviews")]
    card = a_scorecard({"Front door": measures[:3], "Plans": measures[3:], "Voice": []})
    session.add(card)
    session.commit()
    return card


def opened(card: Scorecard) -> dict:
    return {"opened_at_version": card.version, **BY}


def layout_of(session: Session, card: Scorecard) -> list[tuple[str, list[str]]]:
    """As it is kept, not as this session remembers it."""
    session.flush()
    session.expire_all()
    found = find_scorecard(session, card.id)
    return [(theme.title, [f"{ln.number} {ln.measure.name}" for ln in theme.lines]) for theme in found.themes]


def actions(session: Session) -> list[str]:
    return list(session.scalars(select(TrailEntry.action).order_by(TrailEntry.id)))


def line(card: Scorecard, name: str) -> ScorecardLine:
    return next(line for line in lines.lines_of(card) if line.measure.name == name)


def test_a_scorecard_is_made_and_recorded(session):
    card = scorecards.add_scorecard(
        session,
        Settings(
            title="  Board   scorecard ",
            purpose="What the board reads.",
            frequency=Frequency.MONTH,
            periods=13,
            status_rule=StatusRule.SET_BY_A_PERSON,
            status_words=("Fine", "Watch", "Act"),
            against=Against.BOTH,
            layout=Layout.BOARD,
            columns=(Shown.STATUS, Shown.TARGET),
        ),
        **BY,
    )

    assert (card.title, card.periods, card.status_words) == ("Board scorecard", 13, ["Fine", "Watch", "Act"])
    assert card.columns == ["target", "status"]
    assert [(row.title, row.lines, row.active) for row in all_scorecards(session)] == [
        ("Board scorecard", 0, True)
    ]
    assert actions(session) == ["added scorecard"]


def test_changing_settings_records_what_changed_only(session, scorecard):
    same = Settings(title=scorecard.title, layout=Layout.BOARD, periods=4)

    scorecards.change_settings(session, scorecard, same, **opened(scorecard))
    scorecards.change_settings(session, scorecard, same, **opened(scorecard))

    entry = session.scalars(select(TrailEntry)).one()
    assert entry.before == {"periods": 7, "layout": "quarterly"}
    assert entry.after == {"periods": 4, "layout": "board"}


def test_a_title_is_given_once(session, scorecard):
    with pytest.raises(InvalidInput, match="already"):
        scorecards.add_scorecard(session, Settings(title=scorecard.title.upper()), **BY)
    scorecards.stop_using(session, scorecard, **BY)
    with pytest.raises(InvalidInput, match="already, out of use"):
        scorecards.add_scorecard(session, Settings(title=scorecard.title), **BY)


def test_stopping_and_using_again(session, scorecard):
    scorecards.stop_using(session, scorecard, **BY)
    with pytest.raises(TransitionNotAllowed, match="out of use already"):
        scorecards.stop_using(session, scorecard, **BY)
    assert not all_scorecards(session)[0].active
    scorecards.use_again(session, scorecard, **BY)
    assert actions(session) == ["stopped using scorecard", "used again scorecard"]


def test_themes_are_added_renamed_moved_and_removed(session, scorecard):
    theme = themes.add_theme(session, scorecard, " Partnership  working", **opened(scorecard))
    themes.rename_theme(session, scorecard, theme, "Partners", **opened(scorecard))
    themes.move_theme(session, scorecard, theme, places=-2, **opened(scorecard))
    themes.move_theme(session, scorecard, scorecard.themes[0], places=-1, **opened(scorecard))  # no room
    themes.remove_theme(session, scorecard, scorecard.themes[2], **opened(scorecard))

    assert layout_of(session, scorecard) == [
        ("Front door", ["1 Contacts", "2 Assessments", "3 Visits"]),
        ("Partners", []),
        ("Voice", []),
    ]
    assert [theme.position for theme in scorecard.themes] == [1, 2, 3]
    assert len(actions(session)) == 5


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("", "Write a title for the theme"),
        ("PLANS", "This scorecard has a theme “PLANS” already"),
        ("p" * 301, "This is 301 characters long and the most that can be saved is 300: shorten it by 1"),
    ],
)
def test_a_wrong_title_of_a_theme(session, scorecard, title, sentence):
    for act in (
        lambda: themes.add_theme(session, scorecard, title, **opened(scorecard)),
        lambda: themes.rename_theme(session, scorecard, scorecard.themes[0], title, **opened(scorecard)),
    ):
        with pytest.raises(InvalidInput) as caught:
            act()
        assert [(p.field, p.message) for p in caught.value.problems] == [("title", sentence)]


@pytest.mark.parametrize(
    ("name", "places", "expected"),
    [
        ("Contacts", -1, ["Contacts Assessments Visits", "Reviews", ""]),  # already at the top
        ("Contacts", 1, ["Assessments Contacts Visits", "Reviews", ""]),
        ("Visits", -1, ["Contacts Visits Assessments", "Reviews", ""]),
        ("Visits", 1, ["Contacts Assessments", "Visits Reviews", ""]),
        ("Reviews", -1, ["Contacts Assessments Visits Reviews", "", ""]),
        ("Reviews", 1, ["Contacts Assessments Visits", "", "Reviews"]),
    ],
)
def test_a_line_moves_within_its_theme_and_into_the_next(session, scorecard, name, places, expected):
    number = line(scorecard, name).number

    lines.move_line(session, scorecard, line(scorecard, name), places=places, **opened(scorecard))

    found = layout_of(session, scorecard)
    assert [" ".join(text.split()[1] for text in rows) for _, rows in found] == expected
    assert line(scorecard, name).number == number
    assert session.scalar(select(func.count(ScorecardLine.id))) == 4
    for theme in scorecard.themes:
        assert [row.position for row in theme.lines] == list(range(1, len(theme.lines) + 1))


def test_lines_are_added_with_the_next_numbers(session, scorecard):
    new = [a_measure("Voice heard"), a_measure("Work with fathers")]
    session.add_all(new)
    session.flush()

    lines.add_lines(session, scorecard, scorecard.themes[2], new, **opened(scorecard))

    assert layout_of(session, scorecard)[2] == ("Voice", ["5 Voice heard", "6 Work with fathers"])
    with pytest.raises(InvalidInput, match="“Voice heard” is on this scorecard already"):
        lines.add_lines(session, scorecard, scorecard.themes[0], new[:1], **opened(scorecard))
    with pytest.raises(InvalidInput, match="at least one"):
        lines.add_lines(session, scorecard, scorecard.themes[0], [], **opened(scorecard))


def test_removing_a_line_leaves_its_measure_values_and_comments(session, scorecard):
    measure = line(scorecard, "Assessments").measure
    session.add_all([a_measure_value(measure), a_comment(measure)])

    lines.remove_line(session, scorecard, line(scorecard, "Assessments"), **opened(scorecard))
    themes.remove_theme(session, scorecard, scorecard.themes[0], **opened(scorecard))

    assert layout_of(session, scorecard) == [("Plans", ["4 Reviews"]), ("Voice", [])]
    assert session.scalar(select(func.count(MeasureValue.id))) == 1
    assert session.scalar(select(func.count(Commentary.id))) == 1
    assert {m.name for m in measures_to_add(session, scorecard, MeasuresSought())} == {
        "Contacts",
        "Assessments",
        "Visits",
    }


def test_numbers_are_written_and_renewed(session, scorecard):
    visits, reviews = line(scorecard, "Visits"), line(scorecard, "Reviews")

    lines.number_lines(session, scorecard, {visits.id: " 2a ", reviews.id: ""}, **opened(scorecard))
    assert layout_of(session, scorecard)[0][1] == ["1 Contacts", "2 Assessments", "2a Visits"]
    assert line(scorecard, "Reviews").number == ""

    lines.number_consecutively(session, scorecard, **opened(scorecard))
    assert [row.number for row in lines.lines_of(scorecard)] == ["1", "2", "3", "4"]
    assert session.scalars(select(TrailEntry.after)).all()[-1]["numbers"] == {
        visits.measure.code: "3",
        reviews.measure.code: "4",
    }


def test_a_number_is_given_once(session, scorecard):
    visits = line(scorecard, "Visits")

    with pytest.raises(InvalidInput) as caught:
        lines.number_lines(session, scorecard, {visits.id: "1"}, **opened(scorecard))
    assert [(p.field, p.message) for p in caught.value.problems] == [
        (f"number_{visits.id}", "“Contacts” has the number 1 already")
    ]
    # Two lines may change places.
    numbers = {visits.id: "1", line(scorecard, "Contacts").id: "3"}
    lines.number_lines(session, scorecard, numbers, **opened(scorecard))
    with pytest.raises(InvalidInput, match="the most that can be saved is 10"):
        lines.number_lines(session, scorecard, {visits.id: "1" * 11}, **opened(scorecard))


@pytest.mark.parametrize(
    ("taken", "number"), [(set(), "1"), ({"1", "42", "7a", ""}, "43"), ({"9999999999"}, "")]
)
def test_the_next_number(taken, number):
    assert lines.next_number(taken) == number


def test_what_is_offered_is_narrowed(session, scorecard):
    session.add_all(
        [
            a_measure("Timely visits", code="A1", outcome="Safe"),
            a_measure("Plans", code="B1", outcome="Heard", description="Visits in plans"),
            a_measure("Assessments", code="A0", outcome="Safe"),
            a_measure("Gone", code="C1", active=False),
        ]
    )
    session.flush()

    def found(**named):
        return [m.code for m in measures_to_add(session, scorecard, MeasuresSought(**named))]

    # As the catalogue has them, so that the measures of a file stay in the order of the file.
    assert found() == ["A1", "A0", "B1"]
    assert found(text="VISITS") == ["A1", "B1"]
    assert found(text="visits", outcome="Safe") == ["A1"]
    assert found(text="100%") == []


def test_a_library_is_laid_out_as_it_is_printed(session, scorecard):
    for number, outcome in ((2, "Voice"), (10, ""), (9, "Front door"), (11, "Impact")):
        session.add(a_measure(f"Line {number}", library=f"some-council/{number}", outcome=outcome))
    session.add(a_measure("Noise", library="other/1", outcome="Voice"))
    session.add(a_measure("Out of use", library="some-council/12", active=False))
    session.flush()

    assert add_library(session, scorecard, "some-council", **opened(scorecard)) == 4

    assert layout_of(session, scorecard) == [
        ("Front door", ["1 Contacts", "2 Assessments", "3 Visits", "9 Line 9"]),
        ("Plans", ["4 Reviews"]),
        ("Voice", ["5 Line 2"]),  # 2 is taken
        ("Measures", ["10 Line 10"]),
        ("Impact", ["11 Line 11"]),
    ]
    with pytest.raises(TransitionNotAllowed, match="on the scorecard already"):
        add_library(session, scorecard, "some-council", **opened(scorecard))


def test_what_was_opened_before_somebody_elses_change_is_refused(session, scorecard):
    before = {**opened(scorecard)}
    themes.add_theme(session, scorecard, "Newer", **opened(scorecard))
    session.commit()

    for act in (
        lambda: scorecards.change_settings(session, scorecard, Settings(title="Mine"), **before),
        lambda: themes.add_theme(session, scorecard, "Mine", **before),
        lambda: themes.remove_theme(session, scorecard, scorecard.themes[0], **before),
        lambda: lines.move_line(session, scorecard, line(scorecard, "Visits"), places=1, **before),
        lambda: lines.number_consecutively(session, scorecard, **before),
        lambda: add_library(session, scorecard, "some-council", **before),
    ):
        with pytest.raises(Conflict, match="Somebody else changed this scorecard"):
            act()
        session.rollback()


def test_two_people_build_at_once(session, engine, scorecard):
    """Both opened the same version; whoever is second is told, and the first one's theme stays."""
    number, start, outcomes = scorecard.id, Barrier(2), []
    session.commit()

    def add(title: str) -> None:
        with Session(engine) as own:
            card = find_scorecard(own, number)
            version = card.version
            own.rollback()
            start.wait(timeout=10)
            try:
                themes.add_theme(own, find_scorecard(own, number), title, opened_at_version=version, **BY)
                own.commit()
                outcomes.append("added")
            except Conflict:
                outcomes.append("conflict")

    threads = [Thread(target=add, args=(title,)) for title in ("One", "Other")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(outcomes) == ["added", "conflict"]
    assert len(layout_of(session, scorecard)) == 4
