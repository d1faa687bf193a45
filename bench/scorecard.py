"""A scorecard of sixty measures over eight quarters: its figures, its page, its files."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from bench import data, scorecard_data
from bench.measuring import took
from bench.results import Result, seconds
from bench.scales import COUNCIL, Scale
from qa_app.domain.scope import Scope
from qa_app.domain.scorecard_building import first_needed
from qa_app.models import Scorecard
from qa_app.queries.measure_series import series_of
from qa_app.queries.scorecard import read_scorecard, scorecard_choice

MOST_STATEMENTS = 4


def run(scale: Scale) -> Iterator[Result]:
    for database in data.DATABASES:
        engine = data.engine(scale, database)
        yield from _figures(engine, scale, f"{database}, {scale.name}")
        engine.dispose()


def _figures(engine: Engine, scale: Scale, what: str) -> Iterator[Result]:
    everything = Scope.everything()
    with Session(engine) as session:
        number = session.scalars(select(Scorecard.id).where(Scorecard.title == scorecard_data.TITLE)).one()
        choice = scorecard_choice(session, number, last=data.LAST_QUARTER)
        assert len(choice.measures) == scorecard_data.MEASURES

        def figures() -> Any:
            return series_of(
                session, choice.measures, first=first_needed(choice), last=choice.last, scope=everything
            )

        sent = _statements_of(figures, engine)
        yield Result(
            f"{what}, statements for all counts and values",
            str(sent),
            f"at most {MOST_STATEMENTS}",
            sent <= MOST_STATEMENTS,
        )
        bound = 20 if scale is COUNCIL else None
        yield seconds(f"{what}, all counts and values", took(figures), at_most_ms=bound)
        yield seconds(
            f"{what}, the whole scorecard", took(lambda: read_scorecard(session, choice, everything))
        )


def _statements_of(work: Any, engine: Engine) -> int:
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    work()
    event.remove(engine, "before_cursor_execute", note)
    return len(sent)
