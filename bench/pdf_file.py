"""A document of 40 pages of tables and charts."""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

from reportlab.pdfgen.canvas import Canvas
from sqlalchemy.orm import Session

from bench import data
from bench.measuring import compare
from bench.results import Result, ratio
from bench.scales import COUNCIL, Scale
from qa_app.domain.judgement_choice import Grouping, JudgementChoice
from qa_app.domain.scope import Scope
from qa_app.domain.tables import Report
from qa_app.exports.pdf import drawing, pdf_bytes
from qa_app.presenters.judgements.document import document
from qa_app.queries.judgement_table import judgement_table

PAGES = 40

Call = tuple[str, tuple[Any, ...], dict[str, Any]]


def run(scale: Scale) -> Iterator[Result]:
    report, pages = _report_of(PAGES)
    calls = calls_of(report)

    def bare() -> None:
        replay(calls)

    found = compare(lambda: pdf_bytes(report), bare, rounds=7)
    what = f"{pages} pages, {len(report.sections)} tables and charts, {len(calls):,} things drawn"
    yield ratio(f"{what}, beside the same calls of a bare canvas", found, at_most=4)


def _report_of(pages: int) -> tuple[Report, int]:
    """The judgement tables by team, as many of them as fill so many pages, and how many they fill."""
    engine = data.engine(COUNCIL, "sqlite")
    with Session(engine) as session:
        choice = JudgementChoice(by=Grouping.TEAM, last=data.LAST_QUARTER)
        table = judgement_table(session, choice, Scope.everything())
    engine.dispose()
    drawn_at = datetime(2025, 4, 1, tzinfo=UTC)
    whole = document(
        table, title="Overall judgement by team", author="Benchmark", drawn_at=drawn_at, limited_to=None
    )
    sections = whole.sections * 4
    for number in range(len(whole.sections), len(sections)):
        report = replace(whole, sections=sections[:number])
        if (drawn := _pages_of(report)) >= pages:
            return report, drawn
    raise AssertionError("the document is too short")


def _pages_of(report: Report) -> int:
    return sum(name == "showPage" for name, _, _ in calls_of(report))


def calls_of(report: Report) -> list[Call]:
    """Everything that is asked of the canvas while the document is drawn."""
    calls: list[Call] = []

    class Noting(Canvas):
        inside = False

        def __getattribute__(self, name: str) -> Any:
            found = super().__getattribute__(name)
            if name.startswith("_") or not callable(found) or Noting.inside:
                return found
            return _noted(name, found)

    def _noted(name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def called(*given: Any, **named: Any) -> Any:
            calls.append((name, given, named))
            Noting.inside = True
            try:
                return method(*given, **named)
            finally:
                Noting.inside = False

        return called

    with patch.object(drawing, "Canvas", Noting):
        pdf_bytes(report)
    return calls


def replay(calls: list[Call]) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=drawing.A4, pageCompression=1, lang="en-GB")
    for name, given, named in calls:
        getattr(canvas, name)(*given, **named)
    return file.getvalue()
