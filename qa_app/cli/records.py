"""How long case text is kept, from the command line."""

from datetime import UTC, datetime

import click

from qa_app.cli.session import open_session


@click.group("records")
def records_command() -> None:
    """What is written about cases: how long it is kept."""


@records_command.command("due")
def due() -> None:
    """What may be removed today, by stream, tool and year, and what is held back. Changes nothing.

    What is removed is proposed by one person and agreed to by another, on the page “Records”.
    """
    from qa_app.domain.periods import london_date
    from qa_app.domain.plurals import plural
    from qa_app.queries.retention import due_audits

    with open_session() as session:
        found = due_audits(session, today=london_date(datetime.now(UTC)))
    for kind in found.by_kind:
        counts = (
            f"{kind.removable:,} may be removed",
            f"{kind.on_hold:,} on legal hold",
            f"{kind.unfinished:,} not finished",
        )
        click.echo("\t".join((kind.stream, kind.tool, str(kind.year), *counts)))
    may_go, held = plural(len(found.removable), "audit"), f"{len(found.held_back):,}"
    click.echo(f"{may_go} may be removed, {held} held back, {found.without_a_rule:,} without a rule.")
