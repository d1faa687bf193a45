"""Saving one section of a form: ten judgements with their evidence, as an auditor's browser sends them."""

import json
import secrets
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, insert, select
from sqlalchemy.orm import Session

from bench import data
from bench.measuring import compare
from bench.results import Result, ratio
from bench.scales import Scale
from bench.serving import Browser, served, token_in
from qa_app.database import engine_options, prepare
from qa_app.domain.workflow import AuditStatus
from qa_app.models import Audit, AuditToolVersion, Judgement, Person, Question, ServiceArea, Stream

STATEMENTS = (
    "UPDATE judgement SET auditor_value = ?, evidence = ? WHERE audit_id = ? AND question_id = ?",
    "UPDATE audit SET version = ? WHERE id = ? AND version = ?",
    "INSERT INTO trail_entry (happened_at, person_id, action, subject, subject_id, after)"
    " VALUES (?, ?, ?, ?, ?, ?)",
)
EVIDENCE = "The plan was shared with the family, is dated, and most of it was done on time. " * 3


AT_MOST = 5
"""Where a commit costs next to nothing, the request is what is left: see docs/speed.md."""


def run(scale: Scale) -> Iterator[Result]:
    for database in data.DATABASES:
        with (
            data.copy(scale, database) as url,
            served("app", url) as app,
            tempfile.TemporaryDirectory() as folder,
        ):
            engine = create_engine(**engine_options(url))
            prepare(engine, seal_key=bytes(32))
            page = Path(folder) / "page.html"
            page.write_text("saved")
            with served("bare", str(page)) as bare:
                app.sign_in()
                save = _save(app, _an_audit(engine))
                found = compare(save, _barely(bare, engine, _an_audit(engine)), rounds=9)
            engine.dispose()
        what = f"{database}, {scale.name}, beside a bare transaction and a bare route"
        yield ratio(what, found, at_most=AT_MOST)


def _save(app: Browser, audit: Audit) -> Callable[[], None]:
    path = f"/audits/{audit.id}/section/1"
    answer, page = app.get(path)
    assert answer.status == 200, answer.status
    token, version = token_in(page), audit.version

    def save() -> None:
        nonlocal version
        # As of a page that is drawn anew for every save.
        form = {"csrf_token": token, "one_use": secrets.token_urlsafe(16), "version": str(version)}
        for code in data.DOMAINS:
            form |= {f"value-{code}": "2", f"text-{code}": f"{EVIDENCE} {version}"}
        answer, page = app.post(path, form)
        assert answer.status == 302, (answer.status, page[:2000])
        version += 1

    return save


def _barely(bare: Browser, engine: Engine, audit: Audit) -> Callable[[], None]:
    """The same rows by the driver alone, committed as durably, and a route that only redirects."""
    mark = "%s" if engine.dialect.name == "postgresql" else "?"
    update_judgement, update_audit, add_entry = (sql.replace("?", mark) for sql in STATEMENTS)
    with Session(engine) as session:
        questions = session.scalars(
            select(Question.id)
            .where(Question.version_id == audit.tool_version_id)
            .order_by(Question.position)
        ).all()
    connection: Any = engine.raw_connection()
    version = audit.version

    def save() -> None:
        nonlocal version
        cursor = connection.cursor()
        if engine.dialect.name == "sqlite":
            cursor.execute("BEGIN IMMEDIATE")
        cursor.execute(update_audit, (version + 1, audit.id, version))
        assert cursor.rowcount == 1
        rows = [(2, f"{EVIDENCE} {version}", audit.id, question) for question in questions]
        cursor.executemany(update_judgement, rows)
        at = datetime.now(UTC).isoformat(sep=" ")
        saved = json.dumps({"answers": dict.fromkeys(data.DOMAINS, 2)})
        cursor.execute(add_entry, (at, audit.auditor_id, "saved answers", "audit", audit.id, saved))
        connection.commit()
        version += 1
        answer, _ = bare.post("/", {"text": EVIDENCE * len(questions)})
        assert answer.status == 302

    return save


def _an_audit(engine: Engine) -> Audit:
    """Of the person who signs in, half way through."""
    with Session(engine, expire_on_commit=False) as session:
        version = session.scalars(select(AuditToolVersion)).one()
        number = session.scalars(select(Audit.id).order_by(Audit.id.desc()).limit(1)).one() + 1
        audit = Audit(
            id=number,
            reference=f"B-{number}",
            tool_version_id=version.id,
            stream_id=session.scalars(select(Stream.id).limit(1)).one(),
            service_area_id=session.scalars(select(ServiceArea.id).limit(1)).one(),
            case_reference=f"B{number}",
            audit_date=date(2025, 3, 31),
            auditor=session.scalars(select(Person).where(Person.email == data.EMAIL)).one(),
            status=AuditStatus.IN_PROGRESS,
            created_at=datetime(2025, 3, 31, 9, tzinfo=UTC),
        )
        session.add(audit)
        session.flush()
        questions = session.scalars(select(Question.id).where(Question.version_id == version.id))
        rows = [{"audit_id": audit.id, "question_id": question, "evidence": ""} for question in questions]
        session.execute(insert(Judgement), rows)
        session.commit()
        return audit
