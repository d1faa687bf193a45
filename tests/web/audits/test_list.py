"""The list of audits, and the audits behind a figure."""

from datetime import date, timedelta

import pytest

from qa_app.domain.roles import Role
from qa_app.domain.scales import ZERO_TO_TEN
from qa_app.domain.workflow import AuditStatus
from qa_app.models import Audit, ModerationSetting, ServiceArea
from qa_app.queries.audits import PAGE
from qa_app.web.clock import today
from tests.factories import a_person, a_service_area, a_stream, a_team, a_tool, a_tool_version, an_audit


@pytest.fixture
def audits(session, version):
    """Eight audits around the filters' edges; the reference says what is special about each."""
    north, south = a_service_area("North"), a_service_area("South")
    monthly, thematic = a_stream("Monthly"), a_stream("Thematic")
    team = a_team(north, "Team A")
    ada, ben = a_person(Role.AUDITOR, name="Ada Okafor"), a_person(Role.AUDITOR, name="Ben Hughes")
    marks = a_tool_version(session, a_tool(code="marks", scale=ZERO_TO_TEN))

    def add(reference, day, *, tool=version, area=north, stream=monthly, auditor=ada, **named):
        judged = named.pop("judged", {"assessment": 3, "overall": 2})
        session.add(
            an_audit(
                tool,
                reference=reference,
                audit_date=day,
                service_area=area,
                stream=stream,
                auditor=auditor,
                judged=judged,
                **named,
            )
        )

    add("good", date(2016, 10, 1), team=team)
    add("last-day", date(2016, 12, 31), area=south, stream=thematic, auditor=ben)
    add("revised", date(2016, 11, 5), moderated={"overall": 3})
    add("waiting", date(2016, 11, 6), status=AuditStatus.SUBMITTED)
    add("begun", date(2016, 11, 7), status=AuditStatus.IN_PROGRESS, due_on=today())
    add("late", date(2016, 11, 8), status=AuditStatus.ALLOCATED, judged={}, due_on=today() - timedelta(1))
    add("before", date(2016, 9, 30))
    add("marked", date(2016, 11, 9), tool=marks, judged={"overall": 2})
    session.commit()
    return {"north": north.id, "south": south.id, "thematic": thematic.id, "team": team.id, "ben": ben.id}


def found(page):
    return {row[0].split(" case ")[0] for row in page.rows}


EVERYTHING = {"good", "last-day", "revised", "waiting", "begun", "late", "before", "marked"}
QUARTER = "from=201610&to=201612"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", EVERYTHING),
        (QUARTER, EVERYTHING - {"before"}),
        ("from=201611", EVERYTHING - {"before", "good"}),
        ("to=201609", {"before"}),
        ("area={south}", {"last-day"}),
        ("stream={thematic}", {"last-day"}),
        ("team={team}", {"good"}),
        ("tool=marks", {"marked"}),
        ("auditor={ben}", {"last-day"}),
        ("state=in+progress", {"begun"}),
        ("state=unfinished", {"begun", "late"}),
        ("state=finished", EVERYTHING - {"begun", "late"}),
        ("overdue=1", {"late"}),  # today is not too late
        ("counted=1", EVERYTHING - {"begun", "late"}),
        ("awaiting=1", {"waiting"}),
        ("moderated=1", {"revised"}),
        ("counted=1&state=in+progress", set()),
        ("text=GOO", {"good"}),
        # A figure of the tables: final judgements, the moderator's where there is one.
        (f"counted=1&question=overall&scale=four-grades&grade=2&judged=final&{QUARTER}",
         {"good", "last-day", "waiting"}),
        (f"counted=1&question=overall&scale=four-grades&grade=2&judged=auditor&{QUARTER}",
         {"good", "last-day", "waiting", "revised"}),
        (f"counted=1&question=overall&scale=four-grades&grade=3&judged=final&{QUARTER}", {"revised"}),
        (f"counted=1&question=assessment&scale=four-grades&grade=3&{QUARTER}",
         {"good", "last-day", "waiting", "revised"}),
        ("question=overall&scale=zero-to-ten", {"marked"}),
        ("grade=2&scale=zero-to-ten", {"marked"}),  # without a question it is the overall judgement
    ],
)  # fmt: skip
def test_filters(get, sign_in, audits, query, expected):
    sign_in(Role.QA_LEAD)

    assert found(get(f"/audits?{query.format(**audits)}")) == expected


@pytest.mark.parametrize(
    "query",
    [
        "area=999",
        "area=x",
        "from=201613",
        "to=20161",
        "grade=9999",
        "state=lost",
        "question=none",
        "judged=me",
    ],
)
def test_what_makes_no_sense_is_left_out_and_said(get, sign_in, audits, query):
    sign_in(Role.QA_LEAD)

    page = get(f"/audits?{query}")

    assert found(page) == EVERYTHING
    assert "so it was left out." in page.text


def test_a_figure_says_which_audits_it_counts(get, sign_in, audits):
    sign_in(Role.QA_LEAD)

    page = get(
        f"/audits?counted=1&question=overall&scale=four-grades&grade=3&judged=final&{QUARTER}&area={audits['north']}"
    )

    months = "October 2016 to December 2016"
    assert f"Overall judgement: Requires Improvement, North, {months}, finished by the auditor." in page.text
    assert page.rows[0][5] == "Requires Improvement"
    # Narrowed further, it stays the same figure.
    assert page.form()["question"] == "overall"
    assert page.form()["grade"] == "3"


def test_marks_are_shown_on_their_own_scale(get, sign_in, audits):
    sign_in(Role.QA_LEAD)

    assert get("/audits?question=overall&scale=zero-to-ten").rows[0][5] == "9"


def test_overdue_is_said_in_words(get, sign_in, audits):
    sign_in(Role.QA_LEAD)

    assert "1 day overdue" in get("/audits?overdue=1").rows[0][-1]


@pytest.mark.parametrize(
    ("roles", "limited", "expected"),
    [
        ((Role.AUDITOR,), False, set()),  # their own only
        ((Role.MODERATOR,), True, {"last-day"}),  # of their area
        ((Role.MODERATOR,), False, EVERYTHING),
        ((Role.QA_LEAD,), True, EVERYTHING),  # a QA lead runs the whole programme
    ],
)
def test_everybody_finds_what_they_may_read(get, sign_in, session, audits, roles, limited, expected):
    areas = [session.get(ServiceArea, audits["south"])] if limited else None
    sign_in(*roles, areas=areas)

    assert found(get("/audits")) == expected


@pytest.mark.parametrize(
    ("roles", "own", "offered"),
    [
        ((Role.MODERATOR,), False, ["South"]),
        ((Role.AUDITOR,), False, []),
        ((Role.AUDITOR, Role.MODERATOR), True, ["North", "South"]),  # an audit of their own elsewhere
        ((Role.QA_LEAD,), False, ["North", "South"]),
    ],
)
def test_areas_and_teams_without_an_audit_one_may_read_are_not_told(
    get, sign_in, session, audits, roles, own, offered
):
    me = sign_in(*roles, areas=[session.get(ServiceArea, audits["south"])])
    if own:
        session.query(Audit).filter_by(reference="good").one().auditor = me

    page = get("/audits?team={team}".format(**audits))

    assert page.tree.xpath("//select[@name='area']/option/text()")[1:] == offered
    assert ("is not a team here" in page.text) is ("North" not in offered)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ADMINISTRATOR])
def test_who_reads_no_case_text_sees_no_list(get, sign_in, role):
    sign_in(role)

    get("/audits", status=403)


def test_a_moderator_who_judges_blind_sees_no_grades_of_the_queue(get, sign_in, session, audits):
    session.get_one(ModerationSetting, 1).blind = True
    sign_in(Role.MODERATOR)

    grades = {row[0].split(" case ")[0]: row[5] for row in get("/audits?question=overall&counted=1").rows}

    assert grades["waiting"] == "Hidden until you have judged"
    assert grades["good"] == "Good"


def test_pages_of_fifty(get, sign_in, session, version):
    area, stream, auditor = a_service_area(), a_stream(), a_person(Role.AUDITOR)
    session.add_all(
        an_audit(version, service_area=area, stream=stream, auditor=auditor) for _ in range(PAGE + 1)
    )
    sign_in(Role.QA_LEAD)

    first = get("/audits?state=final")
    assert len(first.rows) == PAGE
    assert "1 to 50 of 51 audits" in first.text

    second = get(first.tree.xpath("//a[@rel='next']/@href")[0])
    assert len(second.rows) == 1
    assert "51 to 51 of 51 audits" in second.text


def test_an_empty_list_says_what_to_do(get, sign_in):
    sign_in(Role.AUDITOR)

    assert "There are no audits yet that you can read. Start one" in get("/audits").text


def test_a_list_of_one_grade_gives_no_grade_of_the_queue_away(get, sign_in, session, audits):
    session.get_one(ModerationSetting, 1).blind = True
    sign_in(Role.MODERATOR)
    unlimited = get("/audits?counted=1")
    by_grade = [get(f"/audits?counted=1&question=overall&grade={grade}") for grade in (1, 2, 3, 4)]

    awaiting = [row for row in unlimited.rows if "Awaiting moderation" in row[-1]]
    assert awaiting
    assert not any("Awaiting moderation" in row[-1] for page in by_grade for row in page.rows)
    assert any(page.rows for page in by_grade)
    assert "Moderation is blind" in by_grade[0].text
