from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.periods import Period, parse_period
from qa_app.models import PeriodLabel


def period_labels(session: Session) -> Sequence[tuple[Period, str]]:
    """Every label that is set, newest period first."""
    rows = session.execute(select(PeriodLabel.period, PeriodLabel.label).order_by(PeriodLabel.period.desc()))
    return [(parse_period(period), label) for period, label in rows]
