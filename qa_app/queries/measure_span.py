"""How far back the figures of a measure go."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.periods import first_day_of
from qa_app.domain.scope import Scope
from qa_app.domain.scorecard import MeasureFacts
from qa_app.domain.workflow import COUNTED
from qa_app.models import Audit, MeasureValue
from qa_app.queries.scopes import countable


def months_with_figures(session: Session, measure: MeasureFacts, scope: Scope) -> tuple[date, date] | None:
    """The first days of the first and the last month with a figure; None where there is none.

    For an audit measure, those of the first and the last finished audit within the scope, of any kind:
    a period without any that it counts is N/A.
    """
    if measure.is_audit:
        statement = select(func.min(Audit.month), func.max(Audit.month)).where(
            Audit.status.in_(sorted(COUNTED)), *countable(scope)
        )
    else:
        statement = select(func.min(MeasureValue.first_month), func.max(MeasureValue.last_month)).where(
            MeasureValue.measure_id == measure.id, MeasureValue.is_current
        )
    first, last = session.execute(statement).one()
    return None if first is None else (first_day_of(first), first_day_of(last))
