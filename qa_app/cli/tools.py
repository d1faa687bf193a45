"""Audit tools from the command line: to look at, to hand on, to bring in."""

from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from qa_app.cli.session import open_session
from qa_app.domain.errors import InvalidInput
from qa_app.models import AuditToolVersion, ToolStatus


@click.group("tools")
def tools_command() -> None:
    """The forms that auditors fill in."""


@tools_command.command("list")
def list_tools() -> None:
    """Every version of every audit tool: code, version, state, audits, name."""
    from qa_app.queries.audit_tools import all_tools, audits_by_version

    with open_session() as session:
        audits = audits_by_version(session)
        for tool in all_tools(session):
            for version in tool.versions:
                count = _audits(audits.get(version.id, 0))
                click.echo(
                    "\t".join((tool.code, f"version {version.number}", version.status, count, tool.name))
                )


@tools_command.command("export")
@click.argument("code")
@click.option("--version", "number", type=int, help="Default: the live one, or else the newest.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Default: the screen.")
def export(code: str, number: int | None, output: Path | None) -> None:
    """Write an audit tool as a JSON file."""
    from qa_app.domain.audit_tool_json import tool_to_json
    from qa_app.queries.audit_tools import as_tool

    with open_session() as session:
        text = tool_to_json(as_tool(_version(session, code, number)))
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
        click.echo(f"{output}: {len(text):,} characters")


@tools_command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--live", is_flag=True, help="Make it live at once, instead of a draft.")
def import_tool(file: Path, live: bool) -> None:
    """Bring in an audit tool from a JSON file, as a draft."""
    from qa_app.services.audit_tool_files import add_from_file

    at = datetime.now(UTC)
    with open_session() as session:
        try:
            version = add_from_file(session, file.read_bytes(), by=None, at=at)
        except InvalidInput as error:
            lines = (f"  {problem.field}: {problem.message}." for problem in error.problems)
            raise click.ClickException("\n".join((f"{file} was not brought in.", *lines))) from error
        said = _added(session, version, live=live, at=at)
    click.echo(said)


@tools_command.command("add-shipped")
@click.option("--live", is_flag=True, help="Make them live at once, instead of drafts.")
def add_shipped(live: bool) -> None:
    """Add the case file audit and the dip sample that come with the app, where they are not here yet."""
    from qa_app.services.audit_tools import add_shipped as add_all

    at = datetime.now(UTC)
    with open_session() as session:
        said = [_added(session, version, live=live, at=at) for version in add_all(session, by=None, at=at)]
    click.echo("\n".join(said) or "The audit tools that come with the app are here already.")


def _audits(count: int) -> str:
    return "1 audit" if count == 1 else f"{count:,} audits"


def _version(session: Session, code: str, number: int | None) -> AuditToolVersion:
    """Raises ClickException with the codes or versions there are."""
    from qa_app.queries.audit_tools import all_tools, find_tool, find_version

    try:
        tool = find_tool(session, code)
    except NoResultFound as error:
        codes = ", ".join(tool.code for tool in all_tools(session)) or "none yet"
        raise click.ClickException(f"There is no audit tool {code}. There are: {codes}") from error
    live = [version for version in tool.versions if version.status is ToolStatus.LIVE]
    wanted = [version for version in tool.versions if version.number == number]
    found = wanted if number is not None else live or tool.versions[-1:]
    if not found:
        numbers = ", ".join(str(version.number) for version in tool.versions)
        raise click.ClickException(f"{tool.name} has no version {number}. It has: {numbers}")
    return find_version(session, found[0].id)


def _added(session: Session, version: AuditToolVersion, *, live: bool, at: datetime) -> str:
    from qa_app.services.audit_tools import make_live

    if live:
        make_live(session, version, by=None, at=at)
    return (
        f"{version.tool.name} ({version.tool.code}), version {version.number}, is {_STATE[version.status]}."
    )


_STATE = {ToolStatus.DRAFT: "a draft", ToolStatus.LIVE: "live"}
