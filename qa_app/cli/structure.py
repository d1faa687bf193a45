"""Service areas, teams and streams from the command line."""

from collections.abc import Callable
from datetime import UTC, datetime

import click
from sqlalchemy.orm import Session

from qa_app.cli.session import open_session
from qa_app.models import ServiceArea, Stream

NOT_IN_USE = "out of use"


@click.group("areas")
def areas_command() -> None:
    """Service areas and their teams: what tables give a block of its own."""


@areas_command.command("list")
def list_areas() -> None:
    """Every service area: name, state, audits, teams in use."""
    from qa_app.queries.structure import all_areas

    with open_session() as session:
        for row in all_areas(session):
            state = "in use" if row.active else NOT_IN_USE
            click.echo("\t".join((row.name, state, f"{row.audits:,} audits", f"{row.teams:,} teams")))


@areas_command.command("add")
@click.argument("name")
@click.option("--team", "teams", multiple=True, help="A team in it; may be repeated.")
def add_area(name: str, teams: tuple[str, ...]) -> None:
    """Add a service area."""
    from qa_app.services import structure

    with open_session() as session:
        at = datetime.now(UTC)
        area = structure.add_area(session, name, by=None, at=at)
        for team in teams:
            structure.add_team(session, area, team, by=None, at=at)
        added = area.name
    click.echo(f"{added} is added.")


@areas_command.command("add-team")
@click.argument("area")
@click.argument("name")
def add_team(area: str, name: str) -> None:
    """Add a team to a service area."""
    from qa_app.services import structure

    with open_session() as session:
        team = structure.add_team(session, _area(session, area), name, by=None, at=datetime.now(UTC))
        added = f"{team.name} is added to {team.service_area.name}."
    click.echo(added)


@areas_command.command("rename")
@click.argument("name")
@click.argument("new")
def rename_area(name: str, new: str) -> None:
    """Give a service area another name, in past tables too."""
    _rename(_area, name, new)


@areas_command.command("stop")
@click.argument("name")
def stop_area(name: str) -> None:
    """Offer a service area for new audits no more."""
    _stop(_area, name)


@areas_command.command("use-again")
@click.argument("name")
def use_area_again(name: str) -> None:
    """Offer a service area for new audits again."""
    _use_again(_area, name)


@click.group("streams")
def streams_command() -> None:
    """Streams: the kinds of audit."""


@streams_command.command("list")
def list_streams() -> None:
    """Every stream: name, state, audits."""
    from qa_app.queries.structure import all_streams

    with open_session() as session:
        for row in all_streams(session):
            state = "in use" if row.active else NOT_IN_USE
            click.echo("\t".join((row.name, state, f"{row.audits:,} audits")))


@streams_command.command("add")
@click.argument("name")
def add_stream(name: str) -> None:
    """Add a stream."""
    from qa_app.services import structure

    with open_session() as session:
        added = structure.add_stream(session, name, by=None, at=datetime.now(UTC)).name
    click.echo(f"{added} is added.")


@streams_command.command("rename")
@click.argument("name")
@click.argument("new")
def rename_stream(name: str, new: str) -> None:
    """Give a stream another name, in past tables too."""
    _rename(_stream, name, new)


@streams_command.command("stop")
@click.argument("name")
def stop_stream(name: str) -> None:
    """Offer a stream for new audits no more."""
    _stop(_stream, name)


@streams_command.command("use-again")
@click.argument("name")
def use_stream_again(name: str) -> None:
    """Offer a stream for new audits again."""
    _use_again(_stream, name)


Find = Callable[[Session, str], ServiceArea | Stream]


def _rename(find: Find, name: str, new: str) -> None:
    from qa_app.services import structure

    with open_session() as session:
        part = find(session, name)
        structure.rename(session, part, new, by=None, at=datetime.now(UTC))
        renamed = part.name
    click.echo(f"It is called {renamed} now.")


def _stop(find: Find, name: str) -> None:
    from qa_app.services import structure

    with open_session() as session:
        part = find(session, name)
        structure.stop_using(session, part, by=None, at=datetime.now(UTC))
        stopped = part.name
    click.echo(f"{stopped} is out of use.")


def _use_again(find: Find, name: str) -> None:
    from qa_app.services import structure

    with open_session() as session:
        part = find(session, name)
        structure.use_again(session, part, by=None, at=datetime.now(UTC))
        used = part.name
    click.echo(f"{used} is in use again.")


def _area(session: Session, name: str) -> ServiceArea:
    from qa_app.domain.part_names import same_name
    from qa_app.queries.structure import all_areas, find_area

    for row in all_areas(session):
        if same_name(row.name, name):
            return find_area(session, row.id)
    raise click.ClickException(f"There is no service area {name}. To see them: qa-app areas list")


def _stream(session: Session, name: str) -> Stream:
    from qa_app.domain.part_names import same_name
    from qa_app.queries.structure import all_streams, find_stream

    for row in all_streams(session):
        if same_name(row.name, name):
            return find_stream(session, row.id)
    raise click.ClickException(f"There is no stream {name}. To see them: qa-app streams list")
