"""Which lines of the scorecards in use still owe a comment, in the newest period that is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from qa_app.domain.measures import Frequency
from qa_app.domain.periods import ReportingPeriod
from qa_app.domain.scope import Scope
from qa_app.domain.scorecard import MeasureFacts
from qa_app.domain.scorecard_periods import latest_finished
from qa_app.models import Measure, ScorecardLine, ScorecardTheme
from qa_app.models import Scorecard as Row
from qa_app.queries.scorecard import read_scorecard, scorecard_choice


@dataclass(frozen=True)
class OwedComment:
    """One line that asks for a comment and has none."""

    scorecard_id: int
    scorecard: str
    period: ReportingPeriod
    measure: MeasureFacts
    why: str


def owed_comments(
    session: Session, scope: Scope, *, today: date, responsible_id: int | None = None
) -> Sequence[OwedComment]:
    """By scorecard, then by line; of all measures, or of those that one person is responsible for."""
    owed = []
    for scorecard_id, frequency in session.execute(_scorecards(responsible_id)):
        last = latest_finished(frequency, today)
        choice = scorecard_choice(session, scorecard_id, last=last, periods=1)
        owed += [
            OwedComment(choice.id, choice.title, last, line.measure, line.exception)
            for line in read_scorecard(session, choice, scope).lines
            if line.owes_comment and responsible_id in (None, line.measure.responsible_id)
        ]
    return owed


def _scorecards(responsible_id: int | None) -> Select[int, Frequency]:
    statement = select(Row.id, Row.frequency).where(Row.active).order_by(func.lower(Row.title), Row.id)
    if responsible_id is None:
        return statement
    own = (
        select(ScorecardTheme.scorecard_id)
        .join(ScorecardLine, ScorecardLine.theme_id == ScorecardTheme.id)
        .join(Measure, Measure.id == ScorecardLine.measure_id)
        .where(Measure.responsible_id == responsible_id)
    )
    return statement.where(Row.id.in_(own))
