"""The month a council prints with a quarter."""

from datetime import datetime

from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidInput, Problem, UnknownPeriod
from qa_app.domain.periods import Quarter, parse_period
from qa_app.models import PeriodLabel, Person
from qa_app.services.trail import record


def set_period_label(session: Session, period: str, label: str, *, by: Person | None, at: datetime) -> str:
    """Sets, changes or (empty) takes away a quarter's label; says in a sentence which it did.

    Raises InvalidInput for what is not a quarter.
    """
    try:
        quarter = parse_period(period)
    except UnknownPeriod as error:
        raise InvalidInput([Problem("period", str(error))]) from error
    if not isinstance(quarter, Quarter):
        raise InvalidInput([Problem("period", "Only quarters are labelled with a month: write Q3 2016-17")])
    row = session.get(PeriodLabel, quarter.key)
    before = row.label if row else None
    label = " ".join(label.split())
    if not label:
        if row is not None:
            session.delete(row)
        sentence = f"{quarter} has no label."
    else:
        session.merge(PeriodLabel(period=quarter.key, label=label))
        sentence = f"{quarter} is printed with “{label}”."
    record(
        session,
        "labelled period",
        by=by,
        at=at,
        subject="period label",
        before={"period": quarter.key, "label": before},
        after={"period": quarter.key, "label": label or None},
    )
    session.flush()
    return sentence
