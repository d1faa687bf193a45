"""Bringing in 10,000 audits with 100,000 judgements from a workbook, every row checked."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench import clock
from bench.measuring import compare_processes
from bench.results import Result, memory, ratio
from bench.scales import COUNCIL, Scale

AUDITS = 10_000
GRADES = ("Outstanding", "Good", "Requires Improvement", "Inadequate")


def run(scale: Scale) -> Iterator[Result]:
    from bench import data

    database = data.url(COUNCIL, "sqlite").removeprefix("sqlite:///")
    with tempfile.TemporaryDirectory(dir=Path(database).parent) as folder:
        workbook = Path(folder) / "audits.xlsx"
        _write_workbook(workbook, data.DOMAINS)
        found = compare_processes(
            ["bench.importing:ours", str(workbook), database],
            ["bench.importing:bare", str(workbook), database],
        )
    what = f"{AUDITS:,} audits, beside reading the file and bare executemany"
    yield ratio(what, found, at_most=2.75)
    yield memory("peak memory", found.ours.peak_mb, beside=found.bare.peak_mb)


def ours(workbook: str, database: str) -> None:
    from sqlalchemy import create_engine
    from sqlalchemy.orm import Session

    from qa_app.database import engine_options, prepare
    from qa_app.importers.apart import read_apart
    from qa_app.services.importing_audits import add_planned_audits, plan_audits

    copy = _copy(workbook, database)
    clock.start()
    engine = create_engine(**engine_options(f"sqlite:///{copy}"))
    prepare(engine, seal_key=bytes(32))
    with Session(engine) as session:
        sheet = read_apart(Path(workbook).read_bytes(), "audits.xlsx")
        plan = plan_audits(session, "audits.xlsx", sheet, add_missing=True, today=date(2026, 1, 1))
        assert not plan.report.problems, plan.report.problems[:3]
        assert len(plan.new) == AUDITS
        add_planned_audits(session, plan, at=datetime(2026, 1, 1, tzinfo=UTC))
        session.commit()
    engine.dispose()


def bare(workbook: str, database: str) -> None:
    """The same rows from calamine to the driver; what they point at is looked up in a dictionary, nothing
    is checked."""
    from python_calamine import CalamineWorkbook

    copy = _copy(workbook, database)
    clock.start()
    headings, *rows = CalamineWorkbook.from_path(workbook).get_sheet_by_index(0).to_python()
    places = {str(heading): place for place, heading in enumerate(headings)}
    connection = sqlite3.connect(copy)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    areas = dict(connection.execute("SELECT name, id FROM service_area"))
    streams = dict(connection.execute("SELECT name, id FROM stream"))
    people = dict(connection.execute("SELECT name, id FROM person"))
    version = connection.execute("SELECT id FROM audit_tool_version").fetchone()[0]
    questions = [
        (question, places[code], places[f"{code} evidence"])
        for code, question in connection.execute("SELECT code, id FROM question")
    ]
    last = connection.execute("SELECT max(id) FROM audit").fetchone()[0]
    grades = {label: position for position, label in enumerate(GRADES, 1)}
    audits, judgements = [], []
    for number, row in enumerate(rows, last + 1):
        at = f"{row[1]} 12:00:00.000000"
        audits.append(
            (number, row[0], version, streams[row[4]], areas[row[2]], row[6], "", row[1].isoformat(),
             row[1].year * 100 + row[1].month, people[row[7]], "final", at, at, "", True, 1)
        )  # fmt: skip
        judgements += [
            (number, question, grades[row[grade]], row[evidence]) for question, grade, evidence in questions
        ]
    connection.executemany(
        "INSERT INTO audit (id, reference, tool_version_id, stream_id, service_area_id, case_reference,"
        " worker_name, audit_date, month, auditor_id, status, created_at, submitted_at, returned_because,"
        " imported, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        audits,
    )
    connection.executemany(
        "INSERT INTO judgement (audit_id, question_id, auditor_value, evidence) VALUES (?, ?, ?, ?)",
        judgements,
    )
    connection.commit()
    connection.close()


def _copy(workbook: str, database: str) -> Path:
    """A database of its own for each process, beside the workbook and gone with it."""
    copy = Path(workbook).with_name(f"{os.getpid()}.sqlite3")
    shutil.copyfile(database, copy)
    return copy


def _write_workbook(path: Path, domains: tuple[str, ...]) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet, day = book.add_worksheet("Audits"), book.add_format({"num_format": "yyyy-mm-dd"})
    about = ("reference", "audit date", "service area", "team", "stream", "tool", "case reference", "auditor")
    sheet.write_row(0, 0, [*about, *(heading for code in domains for heading in (code, f"{code} evidence"))])
    evidence = "The plan was shared with the family, is dated, and most of it was done on time."
    for number in range(1, AUDITS + 1):
        team = f"Team {number % 3 + 1}"
        sheet.write_string(number, 0, f"OLD-{number:06}")
        sheet.write_datetime(number, 1, datetime(2017, 4, 3) + timedelta(number % 2500), day)  # noqa: DTZ001 - Excel has no zones
        sheet.write_row(number, 2, [f"Service area {number % 12 + 1:03}", team, "Monthly audit", "case-file"])
        sheet.write_row(number, 6, [f"C{number:06}", f"Auditor {number % 85 + 1:02}"])
        cells = (
            cell
            for place, _ in enumerate(domains)
            for cell in (GRADES[number * (place + 3) % 4], f"{evidence} {number}")
        )
        sheet.write_row(number, 8, list(cells))
    book.close()
