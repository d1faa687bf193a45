"""Several people enter the same value at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import Conflict
from qa_app.domain.measure_values import TypedValue
from qa_app.domain.periods import Quarter
from qa_app.models import Measure, MeasureValue, TrailEntry
from qa_app.services.measure_values import set_value
from tests.factories import a_measure

AT = datetime(2017, 1, 10, 9, tzinfo=UTC)
AT_ONCE = 6
Q3 = Quarter(2016, 3)


def test_of_many_who_saw_no_value_one_enters_it_and_the_others_are_told(session, engine):
    measure = a_measure()
    session.add(measure)
    session.flush()
    number = measure.id
    session.commit()
    barrier = Barrier(AT_ONCE)
    all_read_first = engine.dialect.name == "postgresql"  # SQLite lets one writer in at a time

    def enter(value: int) -> str:
        with Session(engine) as own:
            if all_read_first:
                own.scalars(select(MeasureValue)).all()
            barrier.wait(timeout=20)
            try:
                typed = TypedValue(value=str(value))
                set_value(own, own.get_one(Measure, number), Q3, typed, seen=0, by=None, at=AT)
                own.commit()
            except Conflict as conflict:
                return str(conflict)
            return str(value)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        said = list(pool.map(enter, range(50, 50 + AT_ONCE)))

    (kept,) = session.scalars(select(MeasureValue)).all()
    told = f"Somebody else entered {kept.value}% meanwhile: save again to put yours in its place"
    assert sorted(said) == sorted([kept.value, *[told] * (AT_ONCE - 1)])
    assert session.query(TrailEntry).filter_by(action="entered value").count() == 1
