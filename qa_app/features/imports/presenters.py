"""What the pages about files brought in show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from qa_app.domain.periods import london_date
from qa_app.domain.plurals import plural
from qa_app.domain.tables import Column, Kind, Table
from qa_app.features.imports.agreeing import Choice, choices_of, sent_again, years_of
from qa_app.models import ImportBatch, ImportKind, ImportStatus
from qa_app.services.importing_report import MOST_NAMES, Report
from qa_app.web.formatters import by_whom, format_short_date, format_time
from qa_app.web.selects import Select

KINDS = {
    ImportKind.AUDITS: "Audits",
    ImportKind.HISTORY: "Published tables",
    ImportKind.VALUES: "Values of measures",
}
THINGS = {ImportKind.AUDITS: "audit", ImportKind.HISTORY: "figure", ImportKind.VALUES: "value"}
GUESSED = "What is guessed of a new measure can be put right in the catalogue afterwards."


@dataclass(frozen=True)
class PastImport:
    """One row of the list of files brought in."""

    batch_id: int
    file_name: str
    kind: str
    state: str
    brought: str
    who: str
    when: str


@dataclass(frozen=True)
class Names:
    """New names of one kind, of which the first are shown."""

    heading: str
    spelled: Sequence[str]
    more: int


@dataclass(frozen=True)
class BatchPage:
    heading: str
    report: Report
    is_checking: bool
    is_open: bool
    is_done: bool
    added: Sequence[str]
    names: Sequence[Names]
    hidden_problems: int
    may_be_removed: bool
    progress: str
    unchanged: str
    """> 3 values"""
    choices: Sequence[Choice]
    years: Select | None
    agreed: Sequence[tuple[str, str]]
    note: str
    see: str
    """The address of the page that shows what was added."""
    see_name: str


def past_import(batch: ImportBatch) -> PastImport:
    return PastImport(
        batch_id=batch.id,
        file_name=batch.file_name,
        kind=KINDS[batch.kind],
        state=_state(batch),
        brought=_brought(batch),
        who=by_whom(batch.person.name if batch.person else None),
        when=_when(batch.finished_at or batch.uploaded_at),
    )


def batch_page(batch: ImportBatch) -> BatchPage:
    report = Report.from_json(batch.report)
    is_checking = batch.status is ImportStatus.CHECKING
    is_done = batch.status is ImportStatus.DONE
    is_values = batch.kind is ImportKind.VALUES
    return BatchPage(
        heading=_heading(batch, report),
        report=report,
        is_checking=is_checking,
        is_open=is_checking or batch.status is ImportStatus.CHECKED,
        is_done=is_done,
        added=report.added_in_words,
        names=_names(report),
        hidden_problems=report.problem_count - len(report.problems),
        may_be_removed=is_done and batch.kind is ImportKind.HISTORY,
        progress=progress_of(batch),
        unchanged=plural(report.unchanged, THINGS[batch.kind]),
        choices=choices_of(batch, report),
        years=years_of(report),
        agreed=list(sent_again(batch.options)),
        note=GUESSED if report.names.get("measures") else "",
        see=url_for("measures.values" if is_values else "judgements.index"),
        see_name="See the values of measures" if is_values else "See the judgement tables",
    )


def progress_of(batch: ImportBatch) -> str:
    """> 500 of 1,000 rows checked"""
    if not batch.rows_total:
        return "The file is being opened"
    return f"{batch.rows_done:,} of {plural(batch.rows_total, 'row')} checked"


def problems_table(batch: ImportBatch) -> Table:
    report = Report.from_json(batch.report)
    return Table(
        title=f"Problems in {batch.file_name}",
        columns=(Column("Row", Kind.COUNT), Column("Column"), Column("Value"), Column("What to do")),
        rows=[
            (problem.row, problem.column, problem.value, problem.what_to_do) for problem in report.problems
        ],
    )


def _when(instant: datetime) -> str:
    """> 3 Apr 2026, 14:02"""
    return f"{format_short_date(london_date(instant))}, {format_time(instant)}"


def _heading(batch: ImportBatch, report: Report) -> str:
    name = batch.file_name
    match batch.status:
        case ImportStatus.CHECKING:
            return f"Checking {name}"
        case ImportStatus.CHECKED if report.unreadable:
            return f"{name} cannot be read"
        case ImportStatus.CHECKED if report.problem_count:
            return f"{name} cannot be added yet"
        case ImportStatus.CHECKED if report.changes_nothing:
            return f"{name} has nothing new"
        case ImportStatus.CHECKED:
            return f"{name} is ready to be added"
        case ImportStatus.DONE:
            return f"{name} was brought in"
        case ImportStatus.ABANDONED:
            return f"{name} was not brought in"
        case ImportStatus.REMOVED:
            return f"{name} was taken out of the tables"


def _state(batch: ImportBatch) -> str:
    match batch.status:
        case ImportStatus.CHECKING:
            return "Being checked"
        case ImportStatus.CHECKED:
            return "Waiting to be added" if Report.from_json(batch.report).may_be_added else "Has problems"
        case ImportStatus.DONE:
            return "Brought in"
        case ImportStatus.ABANDONED:
            return "Abandoned"
        case ImportStatus.REMOVED:
            return "Removed"


def _brought(batch: ImportBatch) -> str:
    """> 40 audits: the first thing of which there is any"""
    if batch.status not in (ImportStatus.DONE, ImportStatus.REMOVED):
        return ""
    return next(iter(Report.from_json(batch.report).added_in_words), "")


def _names(report: Report) -> list[Names]:
    return [
        Names(f"New {kind}", spelled, more=max(0, report.added.get(kind, 0) - MOST_NAMES))
        for kind, spelled in report.names.items()
        if spelled
    ]
