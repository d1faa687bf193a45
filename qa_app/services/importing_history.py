"""Bringing in published history: checked whole, added whole or not at all, and taken out again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Table, delete, insert
from sqlalchemy.orm import Session

from qa_app.domain.errors import TransitionNotAllowed
from qa_app.domain.scales import FOUR_GRADES
from qa_app.importers.history_rows import HistoryFile, PublishedCell, read_history
from qa_app.importers.progress import Progress, told_to_nobody
from qa_app.importers.sheet import Sheet
from qa_app.models import ImportBatch, ImportKind, ImportStatus, Person, PublishedFigure
from qa_app.queries.import_history import LoadedFigure, loaded_figures
from qa_app.services.importing_report import Report, shown_problems
from qa_app.services.setting_up import scale_row
from qa_app.services.trail import record


@dataclass(frozen=True)
class HistoryPlan:
    """What bringing in this file would do to the figures that are loaded now."""

    file: HistoryFile
    new: Sequence[PublishedCell]
    unchanged: int
    replaced: dict[int, str]
    """Files, by the id of their batch, that hold other figures for the same cells."""
    replace: bool

    @property
    def report(self) -> Report:
        tables = {(cell.kind, cell.table.casefold()) for cell in self.new}
        periods = {cell.period for cell in self.new}
        added = {"figures": len(self.new), "tables": len(tables), "periods": len(periods)}
        return Report(
            rows=self.file.rows,
            added={} if self.file.problems or not self.new else added,
            unchanged=self.unchanged,
            warnings=tuple(self.file.warnings),
            differs=bool(self.replaced),
            replaces=tuple(self.replaced.values()),
            **shown_problems(self.file.problems),
        )


def plan_history(
    session: Session,
    sheet: Sheet,
    *,
    replace_loaded: bool,
    progress: Progress = told_to_nobody,
) -> HistoryPlan:
    """Changes nothing but a scale that is missing."""
    scale = scale_row(session, FOUR_GRADES).as_scale()
    file = read_history(sheet, scale, progress=progress)
    loaded = loaded_figures(session, (cell.period.key for cell in file.cells))
    by_place = {_place(figure): figure for figure in loaded}
    pairs = [(cell, by_place.get(cell.place)) for cell in file.cells]
    differing = [(cell, figure) for cell, figure in pairs if figure and not _is_same(cell, figure)]
    replaced = {figure.batch_id: figure.file_name for _, figure in differing}
    if not replace_loaded:
        for cell, figure in differing:
            sentence = f"“{figure.file_name}” has {_printed(figure)} here: correct it, or replace that file"
            file.problems.add(cell.row, "percent_printed", cell.printed, sentence)
    gone = replaced if replace_loaded else {}
    new = [cell for cell, figure in pairs if figure is None or figure.batch_id in gone]
    spelled = {(figure.kind, figure.table.casefold()): figure.table for figure in loaded}
    new = [replace(cell, table=spelled.get((cell.kind, cell.table.casefold()), cell.table)) for cell in new]
    return HistoryPlan(
        file, new, len(pairs) - len(new) - (0 if gone else len(differing)), replaced, replace_loaded
    )


def add_planned_history(
    session: Session, plan: HistoryPlan, batch: ImportBatch, *, by: Person | None, at: datetime
) -> None:
    """Only for a plan without problems, made in this transaction."""
    if plan.replace:
        for batch_id in plan.replaced:
            remove_history(session, session.get_one(ImportBatch, batch_id), by=by, at=at)
    if not plan.new:
        return
    scale_id = scale_row(session, FOUR_GRADES).id
    table = PublishedFigure.__table__
    assert isinstance(table, Table)  # noqa: S101  # for the type checker
    session.execute(
        insert(table),
        [
            {
                "batch_id": batch.id,
                "table_kind": cell.kind.value,
                "table_name": cell.table,
                "period": cell.period.key,
                "first_month": cell.period.first_month,
                "scale_id": scale_id,
                "position": cell.position,
                "count": cell.count,
                "percent": cell.percent,
            }
            for cell in plan.new
        ],
    )


def remove_history(session: Session, batch: ImportBatch, *, by: Person | None, at: datetime) -> None:
    """Takes the figures of one file out of the tables; the file can then be brought in again.

    Raises TransitionNotAllowed for anything but history that is loaded.
    """
    if batch.kind is not ImportKind.HISTORY or batch.status is not ImportStatus.DONE:
        raise TransitionNotAllowed("Only published history that is in the tables can be removed from them.")
    session.execute(delete(PublishedFigure).where(PublishedFigure.batch_id == batch.id))
    batch.status = ImportStatus.REMOVED
    record(
        session,
        "removed published history",
        by=by,
        at=at,
        subject="import",
        subject_id=batch.id,
        before={"file": batch.file_name},
    )
    session.flush()


def _place(figure: LoadedFigure) -> tuple[str, str, str, int]:
    return figure.kind, figure.table.casefold(), figure.period, figure.position


def _is_same(cell: PublishedCell, figure: LoadedFigure) -> bool:
    """46 and 46.0 are printed differently, and say different things about rounding."""
    return (cell.count, cell.percent) == (figure.count, figure.percent)


def _printed(figure: LoadedFigure) -> str:
    count = "" if figure.count is None else str(figure.count)
    if figure.percent is None:
        return count
    return f"{figure.percent}% ({count})" if count else f"{figure.percent}%"
