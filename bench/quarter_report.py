"""The whole report of a quarter: everything read, its document drawn and its workbook written."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from pypdf import PdfReader
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bench import data, scorecard_data
from bench.measuring import took
from bench.results import Result, seconds
from bench.scales import COUNCIL, Scale
from qa_app.domain.quarter_report import Findings, QuarterContents, TextBlock, months_of
from qa_app.domain.scope import Scope
from qa_app.models import Scorecard
from qa_app.services.drawing_reports import read_contents, written_files

PAGES = 60
AT_MOST_MS = 5_000
DRAWN_AT = datetime(2025, 4, 1, tzinfo=UTC)

WRITTEN = (
    "## What was seen\n\nPlans are *dated*, shared with families and **reviewed in time** in most teams. "
    + "Managers look at every plan of more than twelve months, and most of it was done on time. " * 6
    + "\n\n- Children were seen alone\n- Their words were written down\n\n"
) * 3


def run(scale: Scale) -> Iterator[Result]:
    for database in data.DATABASES:
        engine = data.engine(scale, database)
        yield from _report(engine, scale, f"{database}, {scale.name}")
        engine.dispose()


def _report(engine: Engine, scale: Scale, what: str) -> Iterator[Result]:
    def everything() -> tuple[bytes, bytes]:
        return written_files(_contents(engine), author="Benchmark", drawn_at=DRAWN_AT)

    pdf, xlsx = everything()
    pages = len(PdfReader(io.BytesIO(pdf)).pages)
    assert pages >= PAGES, f"the report has {pages} pages only"
    yield seconds(f"{what}, reading it", took(lambda: _contents(engine), rounds=1))
    bound = AT_MOST_MS if scale is COUNCIL else None
    sizes = f"{pages} pages, {len(pdf) / 1000:.0f} kB, and a workbook of {len(xlsx) / 1000:.0f} kB"
    yield seconds(f"{what}, all of it ({sizes})", took(everything, rounds=1), at_most_ms=bound)


def _contents(engine: Engine) -> QuarterContents:
    """As it is read, with a text for each place that has one."""
    quarter = data.LAST_QUARTER
    with Session(engine) as session:
        number = session.scalars(select(Scorecard.id).where(Scorecard.title == scorecard_data.TITLE)).one()
        contents = read_contents(session, number, quarter, Scope.everything())
    findings = Findings("Voice of the child", WRITTEN, WRITTEN, WRITTEN, WRITTEN)
    return replace(
        contents,
        texts=dict.fromkeys(TextBlock, WRITTEN),
        findings=dict.fromkeys(months_of(quarter), findings),
    )
