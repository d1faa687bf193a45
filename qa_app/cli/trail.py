"""Whether the trail is as it was sealed, and the seals that are kept outside the database."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy.orm import Session

from qa_app.anchor import Anchor, anchor_trail, read_anchors, seals_by_position
from qa_app.cli.session import open_newest
from qa_app.config import load_settings
from qa_app.database import only_reading
from qa_app.domain.tables import shown_time
from qa_app.domain.trail_checking import Fault, Wrong
from qa_app.queries.trail_check import check_trail

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("trail")
def trail_command() -> None:
    """Check the trail, and write down its seals."""


@trail_command.command("verify")
@click.option(
    "--anchor",
    "files",
    multiple=True,
    type=FILE,
    help="An anchor file that was kept elsewhere. May be repeated. Default: the one in the settings.",
)
def verify(files: tuple[Path, ...]) -> None:
    """Go along the whole trail, and name the first entry that is not as it was written."""
    settings = load_settings(os.environ)
    paths = files or (Path(settings.trail_anchor),)
    anchors = [anchor for path in paths for anchor in read_anchors(path)]
    with only_reading(), open_newest(settings) as engine, Session(engine) as session:
        found = check_trail(session, settings.seal_key, anchored=seals_by_position(anchors))
    if found.fault is not None:
        lines = [str(found.fault), _before_it(found.entries)]
        if found.fault == Fault(Wrong.CHANGED, 1, found.fault.entry_id):
            lines.append(
                "Were data_key or secret_key changed? With another key, no entry is as it was sealed."
            )
        raise click.ClickException(" ".join(lines))
    click.echo(f"{_entries(found.entries)}, each as it was sealed.")
    click.echo(_held_by(anchors, paths))


@trail_command.command("anchor")
def anchor() -> None:
    """Write where the trail ends, and the seal there, to the anchor file outside the database."""
    settings = load_settings(os.environ)
    path = Path(settings.trail_anchor)
    with only_reading(), open_newest(settings) as engine, Session(engine) as session:
        written = anchor_trail(session, path, at=datetime.now(UTC))
    if written is None:
        raise click.ClickException("There is nothing in the trail yet.")
    click.echo(f"{path}: the trail ends at position {written.position:,}, {written.seal}")


def _before_it(entries: int) -> str:
    return f"{_entries(entries)} before it, each as it was sealed." if entries else "It is the first."


def _entries(count: int) -> str:
    return f"{count:,} {'entry' if count == 1 else 'entries'}"


def _held_by(anchors: Sequence[Anchor], paths: Sequence[Path]) -> str:
    if not anchors:
        names = ", ".join(map(str, paths))
        return (
            f"No seal is kept outside the database ({names}), so whether the end was cut off cannot be said."
            " Write one with: qa-app trail anchor"
        )
    last = max(anchors, key=lambda anchor: anchor.position)
    return (
        f"It holds to what was written down outside the database, last on {shown_time(last.at)} at position"
        f" {last.position:,}."
    )
