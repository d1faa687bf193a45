"""`qa-app backup` and `qa-app restore`: everything in one file, and the way back."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from qa_app.cli.session import open_engine
from qa_app.config import load_settings

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("backup")
@click.argument("file", type=FILE)
def backup_command(file: Path) -> None:
    """Write all that the database holds at this moment to FILE, while people go on working.

    FILE is not encrypted, and neither secret_key nor data_key nor the other settings are in it.
    """
    from qa_app.backup.checking import rows_in_words, trail_in_words
    from qa_app.backup.making import make_backup

    settings = load_settings(os.environ)
    engine = open_engine(settings)
    try:
        # Read before the database is, which can only have grown since.
        anchored, unread = _anchored(settings.trail_anchor)
        made = make_backup(
            engine,
            file,
            seal_key=settings.seal_key,
            pg_tools=settings.pg_tools,
            at=datetime.now(UTC),
            anchored=anchored,
        )
    except OperationalError as error:
        raise click.ClickException(f"The database does not answer: {error.orig}") from error
    finally:
        engine.dispose()
    click.echo(f"{file}: {file.stat().st_size / 1024**2:,.1f} MB, {made.database} {made.database_version}")
    click.echo(f"Rows: {rows_in_words(made)}, schema {made.schema}")
    click.echo(f"Integrity: {f'WRONG, {made.integrity}' if made.integrity else 'nothing is damaged'}")
    click.echo(f"Trail: {f'WRONG, {made.trail}' if made.trail else trail_in_words(made)}")
    if unread:
        click.echo(f"Anchor: WRONG, {unread}")
    if unread or not made.is_sound:
        raise click.ClickException(
            "The backup was written, and not all is as it should be. Keep the backups from before, and see"
            " docs/operations.md."
        )


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--into",
    "url",
    required=True,
    metavar="URL",
    help="Where: sqlite:///FILE for a new file, postgresql://... for an empty database.",
)
@click.option(
    "--verify/--no-verify",
    default=True,
    show_default=True,
    help="Hold what was restored to what the backup says of itself.",
)
def restore_command(file: Path, url: str, verify: bool) -> None:
    """Make a new database from the backup in FILE. Nothing that is there is overwritten."""
    from qa_app.backup.restoring import restore

    settings = load_settings(os.environ)
    try:
        restored = restore(
            file,
            _place(url),
            seal_key=settings.seal_key,
            pg_tools=settings.pg_tools,
            verify=verify,
            at=datetime.now(UTC),
        )
    except OperationalError as error:
        raise click.ClickException(f"The database does not answer: {error.orig}") from error
    for check in restored.checks:
        click.echo(str(check))
    if not restored.is_sound:
        raise click.ClickException(
            "The database is there, and not as it was. Let nobody use it before you know why: see"
            " docs/operations.md."
        )
    click.echo(f"Restored. Everybody signs in again. To use it, set database_url to {_shown(url)}")


def _anchored(path: str) -> tuple[Mapping[int, str], str]:
    """The seals kept outside the database; or none and why, because a backup is needed all the more then."""
    from qa_app.anchor import AnchorProblem, read_anchors, seals_by_position

    try:
        return seals_by_position(read_anchors(Path(path)) if path else []), ""
    except (AnchorProblem, OSError) as problem:
        return {}, str(problem)


def _place(url: str) -> URL:
    try:
        place = make_url(url)
    except ArgumentError as error:
        raise click.UsageError(_FORMS) from error
    if place.get_backend_name() not in ("sqlite", "postgresql", "postgres") or not place.database:
        raise click.UsageError(_FORMS)
    return place


_FORMS = "--into takes sqlite:/// and the path of a file, or postgresql://user:password@server/database."


def _shown(url: str) -> str:
    return make_url(url).render_as_string(hide_password=True)
