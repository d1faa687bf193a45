import pytest
from sqlalchemy import select

from qa_app.domain.roles import Role
from qa_app.models import ServiceArea, Stream, Team
from tests.factories import a_service_area, a_stream, a_team, a_tool_version, an_audit

URL = "/service-areas"


@pytest.fixture
def north(session):
    area = a_service_area("North")
    session.add(area)
    session.commit()
    return area


def test_shows_what_is_in_use_first_with_its_audits(sign_in, get, session, north):
    stopped = a_service_area("Abandoned")
    stopped.active = False
    stream, team, left = a_stream("Monthly"), a_team(north, "Duty"), a_team(north, "Left")
    left.active = False
    session.add_all([stopped, stream, team, left])
    version = a_tool_version(session)
    session.add_all(
        [
            an_audit(version, service_area=north, team=team, stream=stream),
            an_audit(version, service_area=north, stream=stream),
        ]
    )
    sign_in(Role.QA_LEAD)

    page = get(URL)

    assert [row[:4] for row in page.rows[:2]] == [
        ["North", "1", "2", "In use"],  # the team that is out of use is not counted
        ["Abandoned", "0", "0", "Out of use"],
    ]
    assert page.rows[2][:3] == ["Monthly", "2", "In use"]
    assert [row[:3] for row in get(page.link("North")).rows] == [
        ["Duty", "1", "In use"],
        ["Left", "0", "Out of use"],
    ]


def test_an_empty_council_is_told_what_to_do_first(sign_in, get):
    sign_in(Role.ADMINISTRATOR)

    assert "Audits can be started once there is one." in get(URL).text


def test_an_area_and_its_team_are_added(sign_in, send, session):
    by = sign_in(Role.ADMINISTRATOR)

    page = send(f"{URL}/new", {"name": "Early Help"})

    assert page.heading == "Early Help"
    assert "Early Help is added. Add its teams here." in page.messages[0]
    page = send(page.link("Add a team"), {"name": "Duty"})
    assert page.rows[0][0] == "Duty"
    team = session.scalars(select(Team)).one()
    assert (team.name, team.service_area.name) == ("Duty", "Early Help")
    assert by.id


def test_a_stream_is_added(sign_in, send, session):
    sign_in(Role.QA_LEAD)

    page = send(f"{URL}/streams/new", {"name": "Dip sample"})

    assert page.rows[0][:3] == ["Dip sample", "0", "In use"]
    assert session.scalars(select(Stream.name)).all() == ["Dip sample"]


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", "Enter a name"),
        ("NORTH", "There is a service area “North” already"),
        (
            "n" * 120,
            "This is 120 characters long and the most that can be saved is 100: shorten it by 20",
        ),
        ("All service areas", "Tables call the total of all groups “All service areas”: choose another name"),
    ],
)
def test_a_wrong_name_keeps_what_was_typed(sign_in, send, session, north, typed, error):
    sign_in(Role.QA_LEAD)

    page = send(f"{URL}/new", {"name": typed}, status=422)

    assert page.errors == [error]
    assert page.tree.xpath("//*[contains(@class,'govuk-error-summary')]//a/@href") == ["#name"]
    assert page.form()["name"] == typed
    assert session.scalars(select(ServiceArea.name)).all() == ["North"]


def test_names_that_look_like_code_are_text(sign_in, send, session):
    sign_in(Role.QA_LEAD)
    name = "<b>Cymru</b> 🐉 =1+1"

    assert send(f"{URL}/new", {"name": name}).heading == name


@pytest.mark.parametrize("kind", ["areas", "teams", "streams"])
def test_each_is_renamed_stopped_and_used_again(sign_in, send, get, session, north, kind):
    part = {"areas": north, "teams": a_team(north, "Old"), "streams": a_stream("Old")}[kind]
    session.add(part)
    session.commit()
    path = f"{URL}/{kind}/{part.id}"
    sign_in(Role.QA_LEAD)
    assert get(f"{path}/rename").form()["name"] == part.name

    assert "It is called New now." in send(f"{path}/rename", {"name": "New"}).messages[0]
    session.refresh(part)
    assert part.name == "New"

    assert "New is out of use." in send(f"{path}/stop").messages[0]
    session.refresh(part)
    assert not part.active
    assert "out of use already" in send(f"{path}/stop", status=409).text  # pressed twice

    assert "New is in use again." in send(f"{path}/use-again").messages[0]
    session.refresh(part)
    assert part.active


def test_what_is_not_there(sign_in, get, send):
    sign_in(Role.QA_LEAD)

    get(f"{URL}/999", status=404)
    get(f"{URL}/teams/999/rename", status=404)
    send(f"{URL}/999/teams/new", {"name": "Duty"}, status=404)
    send(f"{URL}/people/1/stop", status=404)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.MODERATOR, Role.VIEWER])
def test_others_may_not(sign_in, get, send, session, north, role):
    sign_in(role)

    get(URL, status=403)
    send(f"{URL}/new", {"name": "South"}, status=403)
    send(f"{URL}/areas/{north.id}/stop", status=403)
    session.refresh(north)
    assert north.active
