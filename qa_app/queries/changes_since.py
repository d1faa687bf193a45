"""What differs between a publication and today's figures, each with what changed it."""

from collections.abc import Callable, Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from qa_app.domain.happenings import Happened
from qa_app.domain.judgement_words import choice_from
from qa_app.domain.periods import ReportingPeriod, london_date, parse_reporting_period
from qa_app.domain.revision_causes import causes_of_judgements, causes_of_measure
from qa_app.domain.revisions import Cause, Change, ChangedFigure, Figures, changed_figures
from qa_app.domain.scorecard import MeasureFacts
from qa_app.models import Measure, Publication, PublicationKind
from qa_app.queries.audits_touched import audits_touched
from qa_app.queries.measure_facts import facts_of
from qa_app.queries.measures_touched import events, values_entered

Told = Callable[[ChangedFigure, ReportingPeriod, Happened], tuple[str, tuple[Cause, ...]]]
"""The name of a changed figure, and its causes."""


def changes_since(session: Session, published: Publication, figures: Figures) -> tuple[Change, ...]:
    """Every figure that differs from the one published, in at most four statements; none if none differs."""
    changed = changed_figures(published.figures, figures)
    if not changed:
        return ()
    periods = [parse_reporting_period(_period_of(published.kind, each.figure)) for each in changed]
    if published.kind is PublicationKind.JUDGEMENTS:
        measures: Mapping[str, MeasureFacts] = {}
        tell = _judgements(published)
    else:
        measures = _measures(session, {each.figure.partition("|")[0] for each in changed})
        tell = _measure(measures)
    happened = _happened(session, published, periods, [measure.id for measure in measures.values()])
    return tuple(
        Change(each.figure, title, each.parts, causes)
        for each, period in zip(changed, periods, strict=True)
        for title, causes in (tell(each, period, happened),)
    )


def _period_of(kind: PublicationKind, figure: str) -> str:
    """> 2016-17-Q3 of > CE22|2016-17-Q3 or of > North|2016-17-Q3|Good"""
    return figure.rsplit("|", 2 if kind is PublicationKind.JUDGEMENTS else 1)[1]


def _measure(measures: Mapping[str, MeasureFacts]) -> Told:
    def tell(
        each: ChangedFigure, period: ReportingPeriod, happened: Happened
    ) -> tuple[str, tuple[Cause, ...]]:
        code = each.figure.partition("|")[0]
        measure = measures.get(code)
        name = measure.name if measure else code
        return f"{name}, {period}", causes_of_measure(each, measure, period, happened)

    return tell


def _judgements(published: Publication) -> Told:
    choice = choice_from(published.choice, today=london_date(published.published_at))

    def tell(
        each: ChangedFigure, period: ReportingPeriod, happened: Happened
    ) -> tuple[str, tuple[Cause, ...]]:
        group, _, row = each.figure.rsplit("|", 2)
        causes = causes_of_judgements(each, choice, group, period, happened)
        return f"{group}, {period}: {row}", causes

    return tell


def _happened(
    session: Session,
    published: Publication,
    periods: Sequence[ReportingPeriod],
    measure_ids: Collection[int],
) -> Happened:
    since = published.published_at
    first = min(period.first_month for period in periods)
    last = max(period.last_month for period in periods)
    scorecard_id = None if published.kind is PublicationKind.JUDGEMENTS else published.subject_id
    return Happened(
        audits=audits_touched(session, since, first_month=first, last_month=last),
        values=values_entered(session, since, measure_ids, first_month=first, last_month=last)
        if measure_ids
        else (),
        events=events(session, since, measure_ids=measure_ids, scorecard_id=scorecard_id),
    )


def _measures(session: Session, codes: Collection[str]) -> dict[str, MeasureFacts]:
    rows = session.scalars(
        select(Measure)
        .where(Measure.code.in_(sorted(codes)))
        .options(joinedload(Measure.responsible), selectinload(Measure.definitions))
    )
    return {row.code: facts_of(row) for row in rows}
