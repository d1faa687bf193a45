"""`qa-app export scorecard` and `qa-app export report`: a scorecard, and the whole of a quarter, as files."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.cli.session import open_session
from qa_app.config import load_settings
from qa_app.domain.periods import london_date
from qa_app.domain.quarter_report import parse_quarter
from qa_app.domain.scope import Scope
from qa_app.domain.scorecard_choice import Layout
from qa_app.domain.scorecard_periods import latest_finished, parse_column
from qa_app.models import Profile, Scorecard

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("scorecard")
@click.option("--scorecard", "title", required=True, help="Its title.")
@click.option("--period", default="", help="The latest: 2016-17-Q3, 2016-12 or 2016-17-Y. Default: the last.")
@click.option(
    "--layout",
    type=click.Choice([layout.value for layout in Layout]),
    default=None,
    help="Default: the one that it opens in.",
)
@click.option("--periods", type=click.IntRange(1, 24), default=None, help="How many. Default: as it is set.")
@click.option(
    "--format", "extension", type=click.Choice(["csv", "xlsx", "pdf"]), default="csv", show_default=True
)
@click.option("--public", is_flag=True, help="For the public: small numbers suppressed.")
@click.option("--output", type=FILE, required=True)
def scorecard(
    title: str,
    period: str,
    layout: str | None,
    periods: int | None,
    extension: str,
    output: Path,
    *,
    public: bool,
) -> None:
    """A scorecard, exactly as its page shows it."""
    from qa_app.features.scorecards.files import export_bytes
    from qa_app.queries.scorecard import read_scorecard, scorecard_choice
    from qa_app.web.drawing import as_shown

    at, profile = datetime.now(UTC), Profile.PUBLIC if public else Profile.INTERNAL
    with open_session() as session:
        row = _named(session, title)
        last = (
            parse_column(period, row.frequency) if period else latest_finished(row.frequency, london_date(at))
        )
        choice = scorecard_choice(
            session, row.id, last=last, layout=Layout(layout) if layout else None, periods=periods
        )
        shown = as_shown(read_scorecard(session, choice, Scope.everything()), profile)
        author = load_settings(os.environ).council_name
        content = export_bytes(shown, extension, profile, author=author, drawn_at=at)
    _write(output, content)


@click.command("report")
@click.option("--scorecard", "title", required=True, help="The title of the scorecard that it is made of.")
@click.option("--period", required=True, help="The quarter: 2016-17-Q3.")
@click.option("--output", type=FILE, required=True, help="FILE.pdf or FILE.xlsx.")
def report(title: str, period: str, output: Path) -> None:
    """The report of a quarter: scorecard, judgement tables, findings and texts."""
    from qa_app.services.drawing_reports import read_contents, written_document, written_workbook

    write = {".pdf": written_document, ".xlsx": written_workbook}.get(output.suffix.lower())
    if write is None:
        raise click.ClickException(
            f"{output.name} ends neither in .pdf nor in .xlsx: name the file for what it is to be."
        )
    at, quarter = datetime.now(UTC), parse_quarter(period)
    with open_session() as session:
        contents = read_contents(session, _named(session, title).id, quarter, Scope.everything())
    _write(output, write(contents, author=load_settings(os.environ).council_name, drawn_at=at))


def _named(session: Session, title: str) -> Scorecard:
    """Raises ClickException, which names those that there are."""
    rows = session.scalars(select(Scorecard).order_by(Scorecard.title)).all()
    for row in rows:
        if row.title.casefold() == title.strip().casefold():
            return row
    known = "; ".join(row.title for row in rows) or "none yet"
    raise click.ClickException(f"There is no scorecard “{title}”. There is: {known}")


def _write(output: Path, content: bytes) -> None:
    output.write_bytes(content)
    click.echo(f"{output}: {len(content):,} bytes")
