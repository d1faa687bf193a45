"""A scorecard as it was built, and with its figures in one period."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from qa_app.domain.measures import MeasureKind
from qa_app.domain.periods import ReportingPeriod
from qa_app.domain.scope import Scope
from qa_app.domain.scorecard import LineChoice, MeasureFacts, Scorecard, ScorecardChoice, ThemeChoice
from qa_app.domain.scorecard_building import build_scorecard, first_needed
from qa_app.domain.scorecard_choice import STATUS_WORDS, Layout, Shown
from qa_app.models import Measure, ScorecardLine, ScorecardTheme
from qa_app.models import Scorecard as Row
from qa_app.queries.commentary import comments_of
from qa_app.queries.measure_facts import facts_of
from qa_app.queries.measure_series import series_of
from qa_app.queries.measure_standards import standards_of
from qa_app.queries.scopes import areas_counted


def scorecard_choice(
    session: Session,
    scorecard_id: int,
    *,
    last: ReportingPeriod,
    layout: Layout | None = None,
    periods: int | None = None,
) -> ScorecardChoice:
    """How the scorecard was built, to be read up to the period `last`. Raises NoResultFound."""
    measures = selectinload(Row.themes).selectinload(ScorecardTheme.lines).joinedload(ScorecardLine.measure)
    row = session.scalars(
        select(Row)
        .where(Row.id == scorecard_id)
        .options(measures.joinedload(Measure.responsible), measures.selectinload(Measure.definitions))
    ).one()
    return ScorecardChoice(
        id=row.id,
        title=row.title,
        purpose=row.purpose,
        frequency=row.frequency,
        last=last,
        periods=periods or row.periods,
        status_rule=row.status_rule,
        status_words=_three(row.status_words),
        against=row.against,
        layout=layout or row.layout,
        columns=tuple(Shown(column) for column in row.columns),
        themes=tuple(
            ThemeChoice(
                theme.title,
                tuple(LineChoice(line.number, facts_of(line.measure)) for line in theme.lines),
            )
            for theme in row.themes
        ),
    )


def read_scorecard(session: Session, choice: ScorecardChoice, scope: Scope) -> Scorecard:
    """The scorecard with its figures: as many statements whatever the number of measures and periods.

    Audit measures count the audits of the service areas within the scope, and the scorecard names them.
    """
    measures = choice.measures
    series = series_of(session, measures, first=first_needed(choice), last=choice.last, scope=scope)
    standards = standards_of(session, measures, choice.periods_shown)
    said_of = (*choice.periods_shown, choice.last.previous())
    told = [measure.id for measure in measures if is_told(measure, scope)]
    comments = comments_of(session, told, said_of)
    return build_scorecard(
        choice,
        series=series,
        standards=standards,
        comments=comments,
        limited_to=_limited_to(session, choice, scope),
        in_part=frozenset(measure.id for measure in measures if not _is_whole(measure, scope)),
    )


def _is_whole(measure: MeasureFacts, scope: Scope) -> bool:
    """Whether the reader's figures are the council's: entered ones are, and those of areas they see."""
    return scope.areas is None or all(audit.area in scope.areas for audit in measure.audits)


def is_told(measure: MeasureFacts, scope: Scope) -> bool:
    """Whether what is said of a measure may be read: not of one that counts an area outside the scope."""
    of_areas = {audit.area for audit in measure.audits} - {None}
    return scope.areas is None or of_areas <= scope.areas


def _limited_to(session: Session, choice: ScorecardChoice, scope: Scope) -> tuple[str, ...] | None:
    """The names of the only areas that are counted, where audits are counted at all."""
    if not any(measure.kind is MeasureKind.AUDIT for measure in choice.measures):
        return None
    return areas_counted(session, scope)


def _three(words: list[str]) -> tuple[str, str, str]:
    first, second, third = words if len(words) == len(STATUS_WORDS) else STATUS_WORDS
    return first, second, third
