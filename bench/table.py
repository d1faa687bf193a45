"""From the counts to the table, and from the table to HTML."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from unittest.mock import patch

from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bench import data
from bench.measuring import took
from bench.results import Result, seconds
from bench.scales import Scale
from bench.serving import settings_for
from qa_app.domain.judgement_choice import Grouping, JudgementChoice
from qa_app.domain.judgement_table import JudgementTable
from qa_app.domain.scope import Scope
from qa_app.domain.statuses import Tone
from qa_app.domain.tables import Column, Figure, Kind, Table
from qa_app.factory import create_app
from qa_app.features.judgements.presenters import AuditLinks, BlockView, Cell, Row, tables_view
from qa_app.queries import judgement_table as queries
from qa_app.queries.choice_options import choice_options
from qa_app.web.table_view import TableView, table_view

ROWS, COLUMNS = 60, 10
REPORT_COLUMNS = 15


def run(scale: Scale) -> Iterator[Result]:
    engine = data.engine(scale, "sqlite")
    app = create_app(settings_for(data.url(scale, "sqlite")))
    for by in (Grouping.SERVICE_AREA, Grouping.DOMAIN):
        yield from _table(engine, JudgementChoice(by=by, last=data.LAST_QUARTER), scale)
    engine.dispose()
    with app.test_request_context():
        macro = app.jinja_env.get_template("components/judgement_table.html").module.judgement_table
        for links in (False, True):
            block = _block(links=links)
            what = (
                f"the template of a {ROWS} × {COLUMNS} table, {'every cell a link' if links else 'figures'}"
            )
            yield seconds(
                what, took(lambda block=block: macro(block, "Direction")), at_most_ms=None if links else 1.0
            )
        yield from _report_table(app)


def _report_table(app: Flask) -> Iterator[Result]:
    """As a scorecard: two columns that say what a row is, and figures in the colour of their status."""
    columns = (
        Column("No.", is_heading=True),
        Column("Measure", is_heading=True),
        *(Column(f"Q{number % 4 + 1} 2016-17", Kind.NUMBER) for number in range(REPORT_COLUMNS - 2)),
    )
    tones = tuple(Tone)
    table = Table(
        "Scorecard",
        columns,
        [
            (
                f"{row}",
                f"Measure {row} of this scorecard",
                *(
                    Figure((row * 7 + number) % 101, Kind.PERCENT, beside="of 24", tone=tones[number % 4])
                    for number in range(REPORT_COLUMNS - 2)
                ),
            )
            for row in range(ROWS)
        ],
    )

    def view() -> TableView:
        return table_view(table, id="table", name="Scorecard", is_titled=False)

    macro = app.jinja_env.get_template("components/report_table.html").module.report_table
    laid_out = view()
    what = f"a {ROWS} × {REPORT_COLUMNS} table of a report"
    yield seconds(f"the cells of {what}", took(view))
    yield seconds(f"the template of {what}", took(lambda: macro(laid_out)), at_most_ms=2.0)


def _table(engine: Engine, choice: JudgementChoice, scale: Scale) -> Iterator[Result]:
    """The counts are there, the table is wanted; only the names of the groups are still read."""
    what = f"{scale.name}, by {choice.by.label.lower()}, counts to table"
    with Session(engine) as session:
        to_table = _steps(session, choice)
        bound = 2 if scale.name == "council" else None
        yield seconds(what, took(to_table), at_most_ms=bound)
        table = to_table()
        options = choice_options(session, Scope.everything())
        links = AuditLinks("/audits", table, options)

        def view() -> Any:
            return tables_view(table, title="Overall", links=links, limited_to=None)

        yield seconds(
            f"{what[: what.rindex(',')]}, table to cells and charts ({len(table.blocks)} blocks)", took(view)
        )


def _steps(session: Session, choice: JudgementChoice) -> Callable[[], JudgementTable]:
    """What the page does with the counts once it has them: groups, a total, and the table of them."""
    passed: dict[str, tuple[Sequence[Any], Mapping[str, Any]]] = {}
    steps = {name: getattr(queries, name) for name in ("groups_of", "total_of", "build_table")}

    def noting(name: str) -> Callable[..., Any]:
        def note(*given: Any, **named: Any) -> Any:
            passed[name] = (given, named)
            return steps[name](*given, **named)

        return note

    with patch.multiple(queries, **{name: noting(name) for name in steps}):
        queries.judgement_table(session, choice, Scope.everything())

    def again() -> JudgementTable:
        answers = [step(*passed[name][0], **passed[name][1]) for name, step in steps.items()]
        return answers[-1]

    return again


def _block(*, links: bool) -> BlockView:
    def cell(row: int, column: int) -> Cell:
        href = f"/audits?counted=1&judged=final&scale=four-grades&area=3&from=20161{column}&grade={row}"
        return Cell(f"{(row * 7 + column) % 101}% ({row})", href if links else "")

    return BlockView(
        id="table-1",
        name="All service areas",
        headings=tuple((f"Q{column % 4 + 1}", "(Dec 16)", "2016-17") for column in range(COLUMNS)),
        rows=tuple(
            Row(f"Grade {row}", tuple(cell(row, column) for column in range(COLUMNS)), "↑ up")
            for row in range(ROWS)
        ),
        evidence=(),
        chart="",
    )
