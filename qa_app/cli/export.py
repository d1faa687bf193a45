"""`qa-app export`: what the pages export, without a browser."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from qa_app.cli.session import open_session
from qa_app.config import load_settings
from qa_app.domain.judgement_choice import Grouping, Judged, Layout
from qa_app.domain.periods import london_date
from qa_app.domain.scope import Scope


@click.group("export")
def export_command() -> None:
    """Write tables to files."""


@export_command.command("judgements")
@click.option(
    "--by",
    type=click.Choice([kind.value for kind in Grouping]),
    default=Grouping.SERVICE_AREA.value,
    show_default=True,
)
@click.option("--of", default="overall", show_default=True, help="overall, or the code of an audit domain.")
@click.option("--to", default="", help="The latest period: 2016-17-Q3 or 2016-12. Default: this quarter.")
@click.option("--periods", default="7", show_default=True, help="How many periods.")
@click.option(
    "--judged",
    type=click.Choice([kind.value for kind in Judged]),
    default=Judged.FINAL.value,
    show_default=True,
)
@click.option("--stream", default="", help="Only audits of this stream (its name).")
@click.option("--tool", default="", help="Only audits with this tool (its code).")
@click.option("--area", default="", help="Only audits of this service area (its name).")
@click.option("--scale", default="", help="Only audits judged on this scale (its code).")
@click.option(
    "--layout",
    type=click.Choice([kind.value for kind in Layout]),
    default=None,
    help="Default: as councils print it.",
)
@click.option(
    "--format", "extension", type=click.Choice(["csv", "xlsx", "pdf"]), default="csv", show_default=True
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
def judgements(extension: str, output: Path, **asked: str | None) -> None:
    """The judgement tables, exactly as their page shows them."""
    from qa_app.features.judgements import choosing, files
    from qa_app.features.judgements.presenters import title_of
    from qa_app.queries.choice_options import choice_options
    from qa_app.queries.judgement_table import judgement_table

    at, scope = datetime.now(UTC), Scope.everything()
    words = {name: value for name, value in asked.items() if value}
    choice = choosing.choice_from(words, today=london_date(at))
    with open_session() as session:
        content = files.export_bytes(
            judgement_table(session, choice, scope),
            extension,
            title=title_of(choice, choice_options(session, scope)),
            author=load_settings(os.environ).council_name,
            drawn_at=at,
            limited=False,
        )
    output.write_bytes(content)
    click.echo(f"{output}: {len(content):,} bytes")
