import pytest
from sqlalchemy import select

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.measures import MeasureKind
from qa_app.domain.roles import Role
from qa_app.domain.scorecard_choice import Layout, StatusRule
from qa_app.domain.statuses import INADEQUATE, set_status
from qa_app.models import ScorecardLine, TrailEntry
from tests.factories import a_measure, a_service_area
from tests.factories.scorecards import a_comment

AT = "?period=2016-17-Q3"


@pytest.fixture
def address(url, measures):
    return f"{url}/comments/{measures['V1'].id}{AT}"


def states(page) -> list[list[str]]:
    """Number, measure and state of the comment of every line that asks for one."""
    return [[row[0], row[1], row[5]] for row in page.rows]


def test_the_qa_lead_sees_who_still_owes_a_comment(sign_in, get, url, session, measures):
    sign_in(Role.QA_LEAD)
    session.add(a_comment(measures["P1"], text="Templates changed."))
    session.add(a_comment(measures["V1"], "2016-17-Q2"))  # the quarter before is not this one

    page = get(f"{url}/exceptions{AT}")

    assert page.heading == "Exceptions, Q3 2016-17"
    assert "2 lines ask for a comment, 1 of them still without one." in page.text
    assert [row[:2] + row[3:5] for row in page.rows] == [
        ["1", "Visits in time", "Inadequate: worse than every band", "Rosa Responsible"],
        ["2", "Plans are clear", "Requires Improvement: below the threshold of Good", "Nobody yet"],
    ]
    assert [row[5] for row in page.rows] == ["No comment yet", "10 January 2017 at 09:00"]


def test_a_responsible_person_sees_their_own(sign_in, get, url, rosa):
    sign_in(person=rosa)

    page = get(f"{url}/exceptions{AT}")

    assert states(page) == [["1", "Visits in time", "No comment yet"]]
    assert "1 line that you are responsible for asks for a comment" in page.text
    sign_in(Role.VIEWER)
    page = get(f"{url}/exceptions{AT}")
    assert page.rows == []
    assert "None of the lines that you are responsible for asks for a comment" in page.text


def test_a_period_that_makes_no_sense(sign_in, get, url):
    sign_in(Role.QA_LEAD)

    page = get(f"{url}/exceptions?period=Dec 2016", status=422)

    assert "The columns of this scorecard are quarters" in page.errors[0]
    assert page.tree.xpath("//option[@selected]/@value") == ["Dec 2016"]
    assert "For a comment" not in get(f"{url}/exceptions?period=2014-15-Q1").text


def test_a_comment_is_written_beside_the_last_one(sign_in, get, send, address, url, session, measures, rosa):
    session.add(a_comment(measures["V1"], "2016-17-Q2", text="All was well.", action="Keep it up",
                          owner="Ada Example"))  # fmt: skip
    sign_in(person=rosa)

    page = get(address)
    assert page.heading == "Visits in time, Q3 2016-17"
    assert "A comment is asked for: Inadequate: worse than every band." in page.text
    assert "Said in Q2 2016-17" in page.text
    assert "All was well." in page.text
    facts = [" ".join(f.text_content().split()) for f in page.tree.xpath("//main//dl[1]/div")]
    assert facts[:4] == [
        "Q3 2016-1755%",
        "Q2 2016-1785%",
        f"Status{INADEQUATE}",
        "Direction since Q2 2016-17↓ down, worse",
    ]

    said = {"text": "Two workers left.", "action": "Recruit", "owner": "Ada Example", "due_on": "1/3/2017"}
    page = send(address, page.form() | said)

    assert "The comment is saved." in page.messages[0]
    assert states(page)[0][2].startswith("Rosa Responsible, ")
    page = get(address)
    assert page.form()["due_on"] == "1 March 2017"
    assert "Version 1 by Rosa Responsible" in page.text
    assert not any("Two workers" in str(entry.after) for entry in session.scalars(select(TrailEntry)))


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({}, ["Write a comment"]),
        ({"text": "Why", "owner": "Ada"}, ["Write what will be done, or leave out who and by when",
                                           "Write by when it will be done, or leave out who"]),
        ({"action": "Recruit", "due_on": "1 March 2017"}, ["Write who will do it, or leave out by when"]),
        ({"action": "Recruit", "owner": "Ada", "due_on": "soon"},
         ["“soon” is not a date: write by when it will be done like 5 December 2016 or 5/12/2016"]),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_at_its_field(sign_in, get, send, address, typed, errors):
    sign_in(Role.QA_LEAD)
    form = get(address).form()

    page = send(address, form | typed, status=422)

    assert page.errors == errors
    assert {name: value for name, value in page.form().items() if name in typed} == typed


def test_two_who_comment_at_once_see_both_texts(sign_in, get, send, address, rosa):
    lead = sign_in(Role.QA_LEAD)
    old = get(address).form()
    sign_in(person=rosa)
    send(address, get(address).form() | {"text": "Hers", "action": "Recruit"})
    sign_in(person=lead)

    page = send(address, old | {"csrf_token": get(address).form()["csrf_token"], "text": "Mine"}, status=409)

    assert "Somebody else commented on this measure" in page.errors[0]
    assert "CommentHers" in page.text
    assert page.form_texts[:2] == ["Mine", ""]
    send(address, page.form())
    page = get(address)
    assert page.form_texts[0] == "Mine"
    assert "Version 2" in page.text
    assert "Version 1 by Rosa Responsible" in page.text


def test_saving_nothing_new_adds_no_version(sign_in, get, send, address):
    sign_in(Role.QA_LEAD)
    send(address, get(address).form() | {"text": "Why"})

    assert "That is what it says already." in send(address, get(address).form()).messages[0]
    assert "Version 2" not in get(address).text


def test_somebody_else_reads_it_and_writes_nothing(sign_in, get, send, address, session, measures):
    session.add(a_comment(measures["V1"], text="Two workers left."))
    sign_in(Role.AUDITOR)

    page = get(address)

    assert "Two workers left." in page.text
    assert "Who may comment: Rosa Responsible" in page.text
    assert page.tree.xpath("//main//form") == []
    assert "Only the person who is responsible" in send(address, {"text": "Mine"}, status=403).text


def test_a_status_is_set_where_the_scorecard_asks_for_one(sign_in, get, send, address, session, card, url):
    sign_in(Role.QA_LEAD)
    assert "status" not in get(address).form()
    send(address, get(address).form() | {"text": "Why", "status": "3"})
    card.status_rule = StatusRule.SET_BY_A_PERSON
    card.status_words = ["Fine", "Watch", "Act"]
    session.commit()

    form = get(address).form()
    assert form["status"] == "none"  # what was sent without being asked for was not taken
    send(address, form | {"status": "3"})

    assert f"Status{set_status(3, ('Fine', 'Watch', 'Act'))}" in get(address).text
    assert states(get(f"{url}/exceptions{AT}")) != []  # 3 is an exception by itself
    card.status_rule = StatusRule.BANDS
    session.commit()
    send(address, get(address).form() | {"text": "Why indeed"})
    card.status_rule = StatusRule.SET_BY_A_PERSON
    session.commit()
    assert get(address).form()["status"] == "3"  # kept, though this form did not ask for it
    assert send(address, get(address).form() | {"status": "4"}, status=422).errors == ["Choose 1, 2 or 3"]


@pytest.mark.parametrize(
    ("layout", "asked"),
    [(Layout.CORE, True), (Layout.INDICATORS, True), (Layout.QUARTERLY, False), (Layout.BOARD, False)],
)
def test_analysis_is_asked_for_by_the_layouts_that_print_it(sign_in, get, address, layout, asked):
    sign_in(Role.QA_LEAD)

    assert ("analysis" in get(f"{address}&layout={layout.value}").form()) is asked


def test_an_analysis_that_was_written_is_never_lost(sign_in, get, send, address):
    sign_in(Role.QA_LEAD)
    send(f"{address}&layout=core", get(f"{address}&layout=core").form() | {"analysis": "Falling"})

    send(address, get(address).form() | {"text": "Why"})

    assert get(address).form()["analysis"] == "Falling"


def test_what_is_not_there(sign_in, get, url, card):
    sign_in(Role.QA_LEAD)

    get(f"{url}/comments/999{AT}", status=404)
    get(f"/scorecards/999/exceptions{AT}", status=404)
    get(f"{url}/comments/{card.themes[0].lines[0].measure_id}?period=nonsense", status=422)


def test_what_is_said_of_an_area_outside_ones_own_is_not_found(sign_in, get, session, card, url):
    """The figure is not counted for them, so neither may words about it be read."""
    north, south = a_service_area("North"), a_service_area("South")
    session.add_all([north, south])
    session.flush()
    measures = {
        area.name: a_measure(
            f"Plans, {area.name}",
            code=area.name,
            kind=MeasureKind.AUDIT,
            audit_definition=AuditDefinition(Counts.MET, ("smart",), area=area.id).as_json(),
        )
        for area in (north, south)
    }
    session.add_all(measures.values())
    session.flush()
    for place, (name, measure) in enumerate(measures.items()):
        card.themes[1].lines.append(ScorecardLine(position=5 + place, number="", measure=measure))
        session.add(a_comment(measure, text=f"One family in {name} moved."))
    session.commit()
    sign_in(Role.VIEWER, areas=[south])

    page = get(f"{url}?period=2016-17-Q3")

    assert "One family in South moved." in page.text
    assert "One family in North moved." not in page.text
    assert "One family in North" not in get(f"{url}?period=2016-17-Q4").text  # as the comment before
    get(f"{url}/comments/{measures['North'].id}?period=2016-17-Q3", status=404)
    theirs = get(f"{url}/comments/{measures['South'].id}?period=2016-17-Q3")
    assert "One family in South" in theirs.text
    only = "Only South: audit measures count the audits of no other service area."
    assert only in theirs.text
    assert only in get(f"{url}/exceptions?period=2016-17-Q3").text
    sign_in(Role.VIEWER)
    assert "audit measures count" not in get(f"{url}/exceptions?period=2016-17-Q3").text
