"""`qa-app export`: what the pages export, without a browser."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from qa_app.cli.export_reports import report, scorecard
from qa_app.cli.session import open_session
from qa_app.config import load_settings
from qa_app.domain.judgement_choice import Grouping, Judged, Layout
from qa_app.domain.periods import london_date, parse_period
from qa_app.domain.scope import Scope


@click.group("export")
def export_command() -> None:
    """Write tables to files."""


export_command.add_command(scorecard)
export_command.add_command(report)


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
@click.option("--public", is_flag=True, help="For the public: small numbers suppressed.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
def judgements(extension: str, output: Path, *, public: bool, **asked: str | None) -> None:
    """The judgement tables, exactly as their page shows them."""
    from qa_app.domain.judgement_words import choice_from
    from qa_app.features.judgements import files
    from qa_app.presenters.judgements.public import public_table
    from qa_app.queries.choice_options import choice_options
    from qa_app.queries.judgement_table import judgement_table
    from qa_app.web.judgement_titles import title_of

    at, scope = datetime.now(UTC), Scope.everything()
    words = {name: value for name, value in asked.items() if value}
    choice = choice_from(words, today=london_date(at))
    with open_session() as session:
        table = judgement_table(session, choice, scope)
        content = files.export_bytes(
            public_table(table) if public else table,
            extension,
            title=title_of(choice, choice_options(session, scope)),
            author=load_settings(os.environ).council_name,
            drawn_at=at,
            limited_to=None,
        )
    output.write_bytes(content)
    click.echo(f"{output}: {len(content):,} bytes")


@export_command.command("audits")
@click.option("--tool", default=None, help="Only audits with this tool (its code).")
@click.option("--from", "first", default=None, help="The first month or quarter: 2016-10 or 2016-17-Q3.")
@click.option("--to", "last", default=None, help="The last month or quarter.")
@click.option("--format", "extension", type=click.Choice(["csv", "xlsx"]), default="csv", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
def audits(tool: str | None, first: str | None, last: str | None, extension: str, output: Path) -> None:
    """Finished audits with all their answers, in the columns that `qa-app import audits` reads."""
    from qa_app.exports.csv_file import csv_chunks
    from qa_app.features.audits.extract import extract_report, extract_table
    from qa_app.queries.audit_extract import extracted_audits, extracted_questions
    from qa_app.queries.audit_tools import all_tools
    from qa_app.queries.audits import AuditFilter
    from qa_app.services.trail import record

    at, scope = datetime.now(UTC), Scope.everything()
    wanted = AuditFilter(
        tool=tool,
        first_month=parse_period(first).first_month if first else None,
        last_month=parse_period(last).last_month if last else None,
    )
    said = {"tool": tool, "from": first, "to": last}
    with open_session() as session:
        if tool not in (None, *(known.code for known in all_tools(session))):
            raise click.ClickException(f"There is no audit tool {tool}. See them with: qa-app tools list")
        questions = extracted_questions(session, wanted, scope=scope)
        table = extract_table(questions, extracted_audits(session, wanted, scope=scope))
        with output.open("wb") as file:
            if extension == "csv":
                file.writelines(csv_chunks(table))
            else:
                from qa_app.exports.xlsx import xlsx_file

                filters = "; ".join(f"{name}: {value}" for name, value in said.items() if value) or "None"
                author = load_settings(os.environ).council_name
                xlsx_file(extract_report(table, author=author, drawn_at=at, filters=filters), file)
        record(session, "took out audits", by=None, at=at, subject="audits", after={"filter": said})
    click.echo(f"{output}: {output.stat().st_size:,} bytes")
