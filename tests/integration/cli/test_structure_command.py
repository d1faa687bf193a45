import pytest
from click.testing import CliRunner
from sqlalchemy import select

from qa_app.cli.structure import areas_command, streams_command
from qa_app.domain.errors import InvalidInput, TransitionNotAllowed
from qa_app.models import ServiceArea, Stream, Team, TrailEntry
from tests.conftest import SECRET


@pytest.fixture
def run(monkeypatch, database_url, session):
    monkeypatch.setenv("SECRET_KEY", SECRET)
    monkeypatch.setenv("DATABASE_URL", database_url)

    def command(group, *arguments: str):
        session.commit()
        return CliRunner().invoke(group, arguments)

    return command


def test_an_area_is_added_with_its_teams(run, session):
    assert run(areas_command, "add", "Early Help", "--team", "Duty").output == "Early Help is added.\n"
    assert run(areas_command, "add-team", "early help", "North").output == "North is added to Early Help.\n"

    assert session.scalars(select(Team.name).order_by(Team.id)).all() == ["Duty", "North"]
    assert run(areas_command, "list").output == "Early Help\tin use\t0 audits\t2 teams\n"
    assert {entry.person_id for entry in session.scalars(select(TrailEntry))} == {None}


def test_an_area_with_a_wrong_team_is_not_added_either(run, session):
    result = run(areas_command, "add", "Early Help", "--team", "Duty", "--team", "duty")

    assert isinstance(result.exception, InvalidInput)  # `qa-app` prints its sentence
    assert session.scalars(select(ServiceArea)).all() == []


@pytest.mark.parametrize(("group", "model"), [(areas_command, ServiceArea), (streams_command, Stream)])
def test_renaming_stopping_and_using_again(run, session, group, model):
    run(group, "add", "Old")

    assert run(group, "rename", "OLD", "New").output == "It is called New now.\n"
    assert run(group, "stop", "New").output == "New is out of use.\n"
    assert run(group, "list").output.startswith("New\tout of use\t0 audits")
    assert isinstance(run(group, "stop", "New").exception, TransitionNotAllowed)
    assert run(group, "use-again", "New").output == "New is in use again.\n"

    assert [(part.name, part.active) for part in session.scalars(select(model))] == [("New", True)]


@pytest.mark.parametrize(("group", "word"), [(areas_command, "areas"), (streams_command, "streams")])
def test_an_unknown_name_says_how_to_see_them(run, group, word):
    result = run(group, "stop", "Nowhere")

    assert result.exit_code == 1
    assert f"To see them: qa-app {word} list" in result.output
