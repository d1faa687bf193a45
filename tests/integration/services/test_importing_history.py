from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from qa_app.domain.errors import TransitionNotAllowed
from qa_app.models import ImportBatch, ImportStatus, PublishedFigure, TrailEntry
from qa_app.queries.import_batches import loaded_history
from qa_app.services.importing import BroughtInBefore, import_audits, import_history
from qa_app.services.importing_history import remove_history
from qa_app.services.importing_report import RefusedFile
from tests.data_builders.audit_files import audits, csv_file
from tests.data_builders.cheshire_east import PUBLISHED
from tests.factories import a_person, a_tool, a_tool_version

AT = datetime(2026, 7, 14, 9, tzinfo=UTC)
ROW = {"table_kind": "audit stream", "table": "ChECS", "quarter": "Q3 2016-17", "grade": "Good"}


def cells(**percents):
    return [ROW | {"grade": grade, "percent": percent} for grade, percent in percents.items()]


def bring_in(session, rows, *, name="history.csv", **named):
    report = import_history(session, name, csv_file(rows), by=None, at=AT, **named)
    session.commit()
    return report


def stored(session) -> list[tuple[str, str, int, int | None, str | None]]:
    statement = select(
        PublishedFigure.table_name,
        PublishedFigure.period,
        PublishedFigure.position,
        PublishedFigure.count,
        PublishedFigure.percent,
    )
    return sorted(tuple(row) for row in session.execute(statement))


def test_the_published_tables_are_stored_as_printed(session):
    report = import_history(session, PUBLISHED.name, PUBLISHED.read_bytes(), by=None, at=AT)

    assert report.added == {"figures": 268, "tables": 13, "periods": 7}
    assert len(report.warnings) == 6
    column = select(
        PublishedFigure.first_month,
        PublishedFigure.position,
        PublishedFigure.count,
        PublishedFigure.percent,
    ).where(PublishedFigure.table_name == "Combined Assessment", PublishedFigure.period == "2015-16-Q4")
    assert session.execute(column.order_by(PublishedFigure.position)).all() == [
        (201601, 1, None, "0"),  # a count left blank stays blank
        (201601, 2, 11, "37"),
        (201601, 3, 14, "46"),
        (201601, 4, 5, "16"),
    ]


def test_the_same_file_and_the_same_figures_change_nothing(session):
    bring_in(session, cells(Good="40", RI="60"))

    with pytest.raises(BroughtInBefore):
        bring_in(session, cells(Good="40", RI="60"))
    session.rollback()
    again = bring_in(session, cells(RI="60", Good="40"))

    assert (again.changes_nothing, again.unchanged) == (True, 2)
    assert len(stored(session)) == 2


def test_new_figures_join_those_that_are_loaded_under_the_same_name(session):
    bring_in(session, cells(Good="40"))

    report = bring_in(session, [row | {"table": "CHECS"} for row in cells(Good="40", RI="60")])

    assert (report.unchanged, report.added["figures"]) == (1, 1)
    assert stored(session) == [("ChECS", "2016-17-Q3", 2, None, "40"), ("ChECS", "2016-17-Q3", 3, None, "60")]


def test_other_figures_for_the_same_cells_are_refused_cell_by_cell(session):
    bring_in(session, cells(Good="40", RI="60"))

    with pytest.raises(RefusedFile) as refused:
        bring_in(session, cells(Good="41", RI="60"), name="corrected.csv")

    (problem,) = refused.value.report.problems
    assert (problem.row, problem.value) == (2, "41%")
    assert problem.what_to_do == "“history.csv” has 40% here: correct it, or replace that file"


def test_a_file_can_be_replaced_whole(session):
    bring_in(session, cells(Good="40", RI="50", Inadequate="10"))
    bring_in(session, [row | {"table": "Other"} for row in cells(Good="100")], name="other.csv")

    report = bring_in(session, cells(Good="41", RI="59"), name="corrected.csv", replace=True)

    assert report.replaces == ("history.csv",)
    assert stored(session) == [
        ("ChECS", "2016-17-Q3", 2, None, "41"),
        ("ChECS", "2016-17-Q3", 3, None, "59"),  # the third grade went with its file
        ("Other", "2016-17-Q3", 2, None, "100"),  # another file stays
    ]
    assert [loaded.file_name for loaded in loaded_history(session)] == ["corrected.csv", "other.csv"]


def test_removed_history_leaves_the_tables_and_can_come_back(session):
    person = a_person()
    session.add(person)
    bring_in(session, cells(Good="40"))
    batch = session.scalars(select(ImportBatch)).one()

    remove_history(session, batch, by=person, at=AT)
    session.commit()

    assert (stored(session), loaded_history(session)) == ([], [])
    assert batch.status is ImportStatus.REMOVED
    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "removed published history")).one()
    assert (entry.person_id, entry.subject_id, entry.before) == (person.id, batch.id, {"file": "history.csv"})
    bring_in(session, cells(Good="40"))
    assert len(stored(session)) == 1
    with pytest.raises(TransitionNotAllowed):
        remove_history(session, batch, by=person, at=AT)  # the one that is gone, a second time


def test_audits_cannot_be_removed_as_history(session):
    a_tool_version(session, a_tool("assessment", code="case-file"))
    import_audits(session, "audits.csv", csv_file(audits({})), add_missing=True, by=None, at=AT)
    batch = session.scalars(select(ImportBatch)).one()

    with pytest.raises(TransitionNotAllowed, match="Only published history"):
        remove_history(session, batch, by=None, at=AT)


def test_nothing_is_stored_of_a_file_with_a_problem(session):
    with pytest.raises(RefusedFile):
        bring_in(session, [*cells(Good="40"), *cells(Great="60")])
    session.rollback()

    assert session.scalar(select(func.count()).select_from(PublishedFigure)) == 0
