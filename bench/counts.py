"""The counts behind the judgement tables: one statement, at the cost of what the database does."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from bench import data
from bench.measuring import compare, took
from bench.results import Result, ratio, seconds
from bench.scales import COUNCIL, Scale
from qa_app.domain.judgement_choice import Grouping, Judged
from qa_app.domain.periods import Quarter
from qa_app.domain.scope import Scope
from qa_app.models import Question
from qa_app.queries.judgement_counts import Cohort, judgement_counts

PERIODS = 7


def run(scale: Scale) -> Iterator[Result]:
    for database in data.DATABASES:
        engine = data.engine(scale, database)
        for by in (Grouping.SERVICE_AREA, Grouping.DOMAIN):
            yield from _counts(engine, by, scale, f"{database}, {scale.name}, by {by.label.lower()}")
        engine.dispose()


def _counts(engine: Engine, by: Grouping, scale: Scale, what: str) -> Iterator[Result]:
    first, last = data.LAST_QUARTER.ending(PERIODS)[0], data.LAST_QUARTER
    cohort = Cohort(first_month=first.first_month, last_month=last.last_month)
    with Session(engine) as session:
        overall = Question.is_overall if by is not Grouping.DOMAIN else True
        questions = session.scalars(select(Question.id).where(overall)).all()

        def ours() -> Any:
            return judgement_counts(
                session,
                cohort,
                by=by,
                questions=questions,
                judged=Judged.FINAL,
                period=Quarter,
                scope=Scope.everything(),
            )

        statements = statements_of(ours, engine)
        [(sql, parameters)] = statements
        driver = session.connection().connection.cursor()

        def bare() -> Any:
            driver.execute(sql, parameters)
            return driver.fetchall()

        assert sorted(map(tuple, ours())) == sorted(map(tuple, bare()))
        yield ratio(f"{what}, one statement", compare(ours, bare), at_most=1.3)
        bound = 15 if scale is COUNCIL else None
        yield seconds(f"{what}, absolute", took(ours), at_most_ms=bound)


def statements_of(work: Any, engine: Engine) -> list[tuple[str, Any]]:
    """What is sent to the driver while the work is done."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        sent.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    work()
    event.remove(engine, "before_cursor_execute", note)
    return sent
