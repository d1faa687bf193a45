"""People from the command line: the first administrator is made here."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import click
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from qa_app.cli.session import open_session
from qa_app.config import load_settings
from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.roles import Role
from qa_app.models import Person, ServiceArea

ROLES = [role.value.replace(" ", "-") for role in Role]


@click.group("people")
def people_command() -> None:
    """Who may sign in, and what they may do."""


@people_command.command("add")
@click.option("--name", required=True)
@click.option("--email", required=True)
@click.option(
    "--role", "roles", required=True, multiple=True, type=click.Choice(ROLES), help="May be repeated."
)
@click.option("--area", "areas", multiple=True, help="A service area they see; all when none is named.")
@click.option("--generate", is_flag=True, help="Make a pass phrase and print it, instead of asking for one.")
@click.option("--invite", is_flag=True, help="Send them a link to choose a password.")
def add(
    name: str, email: str, roles: tuple[str, ...], areas: tuple[str, ...], generate: bool, invite: bool
) -> None:
    """Add a person, who chooses a password of their own when they first sign in."""
    from qa_app.services.people import add_and_invite, add_person
    from qa_app.services.person_details import Details

    settings = load_settings(os.environ)
    if invite and not settings.sends_links:
        raise click.ClickException("No e-mails are sent: set smtp_host and public_url first.")
    at = datetime.now(UTC)
    with open_session() as session:
        details = Details(
            name=name,
            email=email,
            roles=frozenset(Role(role.replace("-", " ")) for role in roles),
            areas=_areas(session, areas) if areas else None,
        )
        if invite:
            lasts = timedelta(days=settings.invitation_days)
            person = add_and_invite(session, details, settings.letterhead, lasts=lasts, by=None, at=at)
            said = f"{person.name} is added. An invitation to {person.email} waits to be sent."
        else:
            password = "" if generate else _asked_twice()
            person, phrase = add_person(session, details, password=password, by=None, at=at)
            said = f"{person.name} may sign in as {person.email}"
            said += f" with the pass phrase: {phrase}" if generate else "."
    click.echo(said)


@people_command.command("list")
def list_people() -> None:
    """Everybody, by name."""
    from qa_app.queries.people import everybody

    with open_session() as session:
        for row in everybody(session):
            roles = ", ".join(role.label for role in Role if role in row.roles) or "no role"
            areas = "all service areas" if row.areas is None else ", ".join(row.areas)
            click.echo("\t".join((row.name, row.email or "no e-mail address", row.standing, roles, areas)))


@people_command.command("stop")
@click.argument("email")
def stop(email: str) -> None:
    """Sign somebody out everywhere, and let them in no more."""
    from qa_app.services.people import stop_person

    with open_session() as session:
        person = _person(session, email)
        stop_person(session, person, by=None, at=datetime.now(UTC))
        name = person.name
    click.echo(f"{name} may not sign in any more.")


@people_command.command("let-in")
@click.argument("email")
def let_in(email: str) -> None:
    """Let somebody sign in again, with a new pass phrase."""
    from qa_app.services.people import let_in as let_person_in

    with open_session() as session:
        person = _person(session, email)
        phrase = let_person_in(session, person, by=None, at=datetime.now(UTC))
        name = person.name
    click.echo(f"{name} may sign in with the pass phrase: {phrase}")


@people_command.command("password")
@click.argument("email")
def password(email: str) -> None:
    """Make a new pass phrase for somebody who forgot their password, and print it."""
    from qa_app.services.people import reset_password

    with open_session() as session:
        person = _person(session, email)
        phrase = reset_password(session, person, by=None, at=datetime.now(UTC))
        name = person.name
    click.echo(f"{name} may sign in with the pass phrase: {phrase}")


@people_command.command("two-step-off")
@click.argument("email")
def two_step_off(email: str) -> None:
    """Turn off two-step sign-in, for the administrator who lost telephone and recovery codes."""
    from qa_app.services.second_factor import take_away_second_factor

    settings = load_settings(os.environ)
    with open_session() as session:
        person = _person(session, email)
        letterhead = settings.letterhead if settings.smtp_host else None
        take_away_second_factor(session, person, letterhead, by=None, at=datetime.now(UTC))
        name = person.name
    click.echo(f"{name} signs in with the password alone, and is signed out everywhere.")


def _asked_twice() -> str:
    answer: str = click.prompt("Password", hide_input=True, confirmation_prompt="The same again")
    return answer


def _person(session: Session, email: str) -> Person:
    from qa_app.queries.people import find_by_email

    try:
        return find_by_email(session, email)
    except NoResultFound as error:
        raise click.ClickException(f"Nobody has the e-mail address {email}.") from error


def _areas(session: Session, names: Sequence[str]) -> list[ServiceArea]:
    """Raises InvalidInput that names the areas there are, when one is not among them."""
    known = {area.name: area for area in session.scalars(select(ServiceArea).order_by(ServiceArea.name))}
    if missing := [name for name in names if name not in known]:
        there_are = ", ".join(known) or "none yet"
        raise InvalidInput(
            [Problem("areas", f"There is no service area {', '.join(missing)}. There are: {there_are}")]
        )
    return [known[name] for name in names]
