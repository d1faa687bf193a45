"""Drawing a report beside the page that waits for it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import Thread

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from qa_app.database import writing
from qa_app.domain.periods import Quarter
from qa_app.domain.quarter_report import Step, parse_quarter
from qa_app.domain.scope import Scope
from qa_app.extensions import db
from qa_app.models import QuarterReport
from qa_app.services.drawing_reports import read_contents, written_files
from qa_app.services.report_making import keep_files, mark_failed, tell_step
from qa_app.web.clock import now
from qa_app.web.council import council_name

log = logging.getLogger("qa_app")


@dataclass(frozen=True)
class Order:
    """What is to be drawn, and of whose audits."""

    report_id: int
    asked_at: datetime
    scorecard_id: int
    quarter: Quarter
    scope: Scope
    author: str


def draw_beside(report: QuarterReport) -> None:
    """Starts a thread that draws it; the report must be committed."""
    order = order_of(report, author=council_name())
    Thread(target=draw, args=(db.engine, order), name=f"report-{report.id}", daemon=True).start()


def order_of(report: QuarterReport, *, author: str) -> Order:
    """The audits that count are those that whoever asked for it was shown then."""
    areas = None if report.area_ids is None else frozenset(report.area_ids)
    return Order(
        report.id,
        report.asked_at,
        report.scorecard_id,
        parse_quarter(report.period),
        Scope(report.asked_by_id, areas=areas, case_areas=frozenset()),
        author,
    )


def draw(engine: Engine, order: Order) -> None:
    """From asked for to ready, or to failed."""
    try:
        pdf, xlsx = _drawn(engine, order)
    except Exception as error:
        # The message of an exception can quote what people wrote, so only its kind is logged.
        log.error("drawing report %s failed: %s", order.report_id, type(error).__name__)
        with _to_write(engine) as session:
            mark_failed(session, order.report_id, asked_at=order.asked_at, at=now())
        return
    with _to_write(engine) as session:
        keep_files(session, order.report_id, pdf=pdf, xlsx=xlsx, asked_at=order.asked_at, at=now())


def _drawn(engine: Engine, order: Order) -> tuple[bytes, bytes]:
    def tell(step: Step) -> None:
        """In a transaction of its own, so that the page sees it and nobody waits for it."""
        with _to_write(engine) as session:
            tell_step(session, order.report_id, step, asked_at=order.asked_at)

    drawn_at = now()
    with _to_read(engine) as session:
        contents = read_contents(session, order.scorecard_id, order.quarter, order.scope, tell=tell)
    return written_files(contents, author=order.author, drawn_at=drawn_at, tell=tell)


@contextmanager
def _to_read(engine: Engine) -> Iterator[Session]:
    """At one moment, so that no figure of a report contradicts another, and without holding up a writer."""
    token = writing.set(False)
    try:
        with Session(engine) as session:
            if engine.dialect.name == "postgresql":
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session
    finally:
        writing.reset(token)


@contextmanager
def _to_write(engine: Engine) -> Iterator[Session]:
    token = writing.set(True)
    try:
        with Session(engine) as session, session.begin():
            yield session
    finally:
        writing.reset(token)
