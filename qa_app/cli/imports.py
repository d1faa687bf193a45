"""Bringing in files from the command line."""

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import NoResultFound

from qa_app.cli.session import open_session
from qa_app.domain.reporting_years import typed_year
from qa_app.importers.apart import read_apart
from qa_app.importers.problems import UnreadableFile
from qa_app.importers.progress import Progress, told_to_nobody
from qa_app.models import ImportKind
from qa_app.services.importing import (
    ADD_MISSING,
    COMPARATOR_YEAR,
    EXTRAS,
    REPLACE,
    BroughtInBefore,
    add_file,
    check_file,
    receive_file,
)
from qa_app.services.importing_audits import tools_in_use
from qa_app.services.importing_report import RefusedFile, Report
from qa_app.services.importing_template import TemplateFormat, audit_template

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
LARGEST = 100 * 1024 * 1024


@click.group("import")
def import_command() -> None:
    """Bring in audits, tables published before the system, or values of measures, from CSV or Excel."""


@import_command.command("audits")
@click.argument("file", type=FILE, required=False)
@click.option("--check", is_flag=True, help="Only say what is wrong and what would be added.")
@click.option("--add-missing", is_flag=True, help="Add service areas, teams and streams that are not there.")
@click.option("--template", metavar="TOOL", help="Write an empty file for the audit tool with this code.")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Where to write the template."
)
def audits(
    file: Path | None, check: bool, add_missing: bool, template: str | None, output: Path | None
) -> None:
    """Bring in audits from FILE, one row an audit: all of them or none."""
    if template is not None:
        _write_template(template, output)
    elif file is None:
        raise click.UsageError("Name the file with the audits, or an audit tool with --template.")
    else:
        _bring_in(ImportKind.AUDITS, file, {ADD_MISSING: add_missing}, only_check=check)


@import_command.command("history")
@click.argument("file", type=FILE)
@click.option("--check", is_flag=True, help="Only say what is wrong and what would be added.")
@click.option(
    "--replace", is_flag=True, help="Take out the files that have other figures for the same cells."
)
def history(file: Path, check: bool, replace: bool) -> None:
    """Bring in tables published before the system from FILE: all of them or none."""
    _bring_in(ImportKind.HISTORY, file, {REPLACE: replace}, only_check=check)


@import_command.command("values")
@click.argument("file", type=FILE)
@click.option("--check", is_flag=True, help="Only say what is wrong and what would be added.")
@click.option("--add-missing", is_flag=True, help="Add measures that are not there, as they are guessed.")
@click.option("--replace", is_flag=True, help="Replace what is here with what differs; the old is kept.")
@click.option(
    "--all",
    "extras",
    is_flag=True,
    help="Also take thresholds, comparators, status and commentary from a file with one row a measure.",
)
@click.option("--comparator-year", metavar="YEAR", help="The year of the comparators, such as 2015-16.")
def values(
    file: Path, check: bool, add_missing: bool, replace: bool, extras: bool, comparator_year: str | None
) -> None:
    """Bring in values of measures from FILE, one row a value or a measure: all of them or none."""
    year = typed_year(comparator_year).starting_year if comparator_year else None
    options = {ADD_MISSING: add_missing, REPLACE: replace, EXTRAS: extras, COMPARATOR_YEAR: year}
    _bring_in(ImportKind.VALUES, file, options, only_check=check)


def _write_template(code: str, output: Path | None) -> None:
    is_workbook = output is not None and output.suffix.lower() == ".xlsx"
    with open_session() as session:
        try:
            content = audit_template(
                session, code, TemplateFormat.XLSX if is_workbook else TemplateFormat.CSV
            )
        except NoResultFound as error:
            codes = ", ".join(known.tool.code for known in tools_in_use(session)) or "none yet"
            raise click.ClickException(f"There is no audit tool {code} in use. In use: {codes}.") from error
    if output is None:
        sys.stdout.buffer.write(content)
    else:
        output.write_bytes(content)
        click.echo(f"Wrote {output}")


def _bring_in(kind: ImportKind, file: Path, options: Mapping[str, Any], *, only_check: bool) -> None:
    content = _content(file)
    try:
        sheet = read_apart(content, file.name)
        with open_session() as session:
            at = datetime.now(UTC)
            batch = receive_file(session, kind, file.name, content, options=options, by=None, at=at)
            if only_check:
                report = check_file(session, batch, sheet, at=at, progress=_progress())
                session.rollback()
            else:
                report = add_file(session, batch, sheet, by=None, at=at, progress=_progress())
    except BroughtInBefore as error:
        click.echo(str(error))
        return
    except RefusedFile as error:
        report = error.report
    except UnreadableFile as error:
        raise click.ClickException(str(error)) from error
    _show(report, only_checked=only_check)


def _content(file: Path) -> bytes:
    size = file.stat().st_size
    if size > LARGEST:
        raise click.ClickException(
            f"{file.name} has {size / 2**20:,.0f} MB and the most is {LARGEST // 2**20} MB."
            " Split it into smaller files."
        )
    return file.read_bytes()


def _progress() -> Progress:
    """On a terminal, one line that counts the rows; silent in a script."""
    if not sys.stderr.isatty():
        return told_to_nobody
    return lambda done, total: click.echo(f"\r{done:,} of {total:,} rows checked", nl=done == total, err=True)


def _show(report: Report, *, only_checked: bool) -> None:
    """Warnings and what was added; or every problem, and exit code 1."""
    if report.unreadable:
        raise click.ClickException(report.unreadable)
    for warning in report.warnings:
        click.echo(f"Warning: {warning}")
    for problem in report.problems:
        value = f" “{problem.value}”" if problem.value else ""
        click.echo(f"Row {problem.row}, {problem.column}{value}: {problem.what_to_do}", err=True)
    if report.problem_count:
        left = report.problem_count - len(report.problems)
        if left:
            click.echo(f"... and {left:,} more", err=True)
        raise click.ClickException(str(RefusedFile(report)))
    for name in report.replaces:
        click.echo(f"{'Would replace' if only_checked else 'Replaced'} what was loaded from {name}")
    if report.unchanged:
        click.echo(f"Here already, unchanged: {report.unchanged:,}")
    if report.changes_nothing:
        click.echo("Nothing to add: nothing was changed.")
        return
    for what in report.added_in_words:
        click.echo(f"{'Would add' if only_checked else 'Added'} {what}")
