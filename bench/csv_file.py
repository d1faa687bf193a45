"""A CSV of a million judgements, streamed from the database to the disk."""

import csv
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from bench import clock
from bench.measuring import compare_processes
from bench.results import Result, memory, ratio
from bench.scales import COUNCIL, Scale

HEADINGS = ("reference", "audit_date", "service_area", "code", "auditor", "moderated", "evidence")
SQL = """
WITH RECURSIVE again(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM again WHERE n < 20)
SELECT audit.reference, audit.audit_date, service_area.name, question.code,
       judgement.auditor_value, judgement.moderated_value, judgement.evidence
FROM again, judgement
JOIN audit ON audit.id = judgement.audit_id
JOIN service_area ON service_area.id = audit.service_area_id
JOIN question ON question.id = judgement.question_id
"""
"""The judgements of a council twenty times over: a million."""

AT_ONCE = 1_000

EXTRACT_MB = 115
"""The app itself is 75 MB of it, and the same at any scale: the rows are streamed."""


def run(scale: Scale) -> Iterator[Result]:
    from bench import data

    url = data.url(COUNCIL, "sqlite")
    program = shutil.which("sqlite3")
    with tempfile.TemporaryDirectory() as folder:
        ours, bare = Path(folder) / "ours.csv", Path(folder) / "bare.csv"
        other = "write_by_program" if program else "write_by_module"
        found = compare_processes(
            ["bench.csv_file:write_ours", url, str(ours)],
            [f"bench.csv_file:{other}", url.removeprefix("sqlite:///"), str(bare)],
        )
        lines = [sum(1 for _ in path.open(encoding="utf-8-sig")) for path in (ours, bare)]
        assert lines[0] == lines[1], lines
        reading = compare_processes(
            ["bench.csv_file:read_only", url],
            [f"bench.csv_file:{other}", url.removeprefix("sqlite:///"), str(bare)],
        )
    what = (
        "the sqlite3 program"
        if program
        else "Python's csv and sqlite3, as this machine has no sqlite3 program"
    )
    yield ratio(f"{lines[0] - 1:,} rows, beside {what}", found, at_most=3)
    yield ratio("reading the same rows, and writing nothing", reading)
    yield memory("peak memory", found.ours.peak_mb, at_most_mb=60)
    audits = compare_processes(
        ["bench.csv_file:extract", data.url(scale, "sqlite")],
        ["bench.csv_file:read_judgements", data.url(scale, "sqlite")],
        rounds=1,
    )
    what = f"the app's own extract of {scale.audits:,} audits with {scale.audits * 10:,} judgements"
    yield ratio(f"{what}, beside reading them", audits)
    yield memory(f"{what}, peak memory", audits.ours.peak_mb, at_most_mb=EXTRACT_MB)


def write_ours(url: str, path: str) -> None:
    from sqlalchemy import create_engine, text

    from qa_app.database import engine_options, prepare
    from qa_app.domain.tables import Column, Table
    from qa_app.exports.csv_file import csv_chunks

    clock.start()
    engine = create_engine(**engine_options(url))
    prepare(engine, seal_key=bytes(32))
    with engine.connect() as connection, Path(path).open("wb") as file:
        found = connection.execution_options(stream_results=True).execute(text(SQL))
        rows = chain.from_iterable(iter(lambda: found.fetchmany(AT_ONCE), []))
        table = Table("Judgements", tuple(Column(heading) for heading in HEADINGS), rows)
        file.writelines(csv_chunks(table))


def extract(url: str) -> None:
    """The file that a QA lead takes out, to nowhere."""
    from sqlalchemy import create_engine
    from sqlalchemy.orm import Session

    from qa_app.database import engine_options, prepare
    from qa_app.domain.scope import Scope
    from qa_app.exports.csv_file import csv_chunks
    from qa_app.features.audits.extract import extract_table
    from qa_app.queries.audit_extract import extracted_audits, extracted_questions
    from qa_app.queries.audits import AuditFilter

    clock.start()
    engine = create_engine(**engine_options(url))
    prepare(engine, seal_key=bytes(32))
    wanted, scope = AuditFilter(), Scope.everything()
    with Session(engine) as session:
        questions = extracted_questions(session, wanted, scope=scope)
        for _ in csv_chunks(extract_table(questions, extracted_audits(session, wanted, scope=scope))):
            pass


def read_judgements(url: str) -> None:
    """The same judgements by the driver alone."""
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        cursor = connection.execute("SELECT * FROM judgement")
        while cursor.fetchmany(AT_ONCE):
            pass


def read_only(url: str) -> None:
    """What the driver alone takes to make Python objects of the rows."""
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        cursor = connection.execute(SQL)
        while cursor.fetchmany(AT_ONCE):
            pass


def write_by_program(database: str, path: str) -> None:
    with Path(path).open("wb") as file:
        subprocess.run(["sqlite3", "-csv", "-header", database, SQL], stdout=file, check=True)  # noqa: S603, S607 - ours


def write_by_module(database: str, path: str) -> None:
    with sqlite3.connect(database) as connection, Path(path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows(connection.execute(SQL))
