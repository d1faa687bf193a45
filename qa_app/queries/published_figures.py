"""Figures that were published before the system, for the groups and periods of a judgement table."""

from decimal import Decimal
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.grade_counts import GradeCounts
from qa_app.domain.judgement_choice import OVERALL, Grouping, JudgementChoice
from qa_app.domain.periods import Period
from qa_app.domain.published import Column, Figure
from qa_app.domain.scales import GradingScale
from qa_app.models import PublishedFigure, ServiceArea, Stream

KINDS_OF: dict[Grouping, frozenset[str]] = {
    # Councils print service areas as “audit streams”; such a table stands under both, see `_belongs`.
    Grouping.SERVICE_AREA: frozenset({"service area", "audit stream"}),
    Grouping.STREAM: frozenset({"stream", "audit stream"}),
    Grouping.TEAM: frozenset({"team"}),
    Grouping.TOOL: frozenset({"tool"}),
    Grouping.DOMAIN: frozenset({"domain", "quality of work"}),
}


def published_groups(
    session: Session, choice: JudgementChoice, *, scale: GradingScale, scale_id: int
) -> dict[str, dict[Period, GradeCounts]]:
    """What was published under each name, in the order of the names, for the choice's periods.

    Only overall judgements were published by area, stream, team and tool.
    """
    if choice.by is not Grouping.DOMAIN and choice.of != OVERALL:
        return {}
    columns = {column.key: column for column in (*choice.columns, choice.last.same_last_year())}
    figures = session.execute(
        select(
            PublishedFigure.table_kind,
            PublishedFigure.table_name,
            PublishedFigure.period,
            PublishedFigure.position,
            PublishedFigure.count.label("counted"),
            PublishedFigure.percent,
        )
        .where(
            PublishedFigure.table_kind.in_(sorted(KINDS_OF[choice.by])),
            PublishedFigure.period.in_(sorted(columns)),
            PublishedFigure.scale_id == scale_id,
        )
        .order_by(PublishedFigure.table_name, PublishedFigure.period, PublishedFigure.position)
    ).all()
    belonging = _belonging(session, choice.by) if figures else frozenset()
    groups: dict[str, dict[Period, GradeCounts]] = {}
    for (name, key), cells in groupby(figures, key=lambda row: (row.table_name, row.period)):
        printed = {cell.position: cell for cell in cells}
        if name.casefold() in belonging and any(
            cell.table_kind == "audit stream" for cell in printed.values()
        ):
            continue
        column = Column(
            tuple(
                Figure(
                    scale.label(position),
                    percent=Decimal(printed[position].percent)
                    if position in printed and printed[position].percent is not None
                    else None,
                    count=printed[position].counted if position in printed else None,
                )
                for position in scale.positions
            )
        )
        groups.setdefault(name, {})[columns[key]] = _counts(column, scale)
    return groups


def _belonging(session: Session, by: Grouping) -> frozenset[str]:
    """Names of “audit streams” that belong under the other grouping, because they are known there."""
    areas = {name.casefold() for name in session.scalars(select(ServiceArea.name))}
    streams = {name.casefold() for name in session.scalars(select(Stream.name))}
    return frozenset(streams - areas if by is Grouping.SERVICE_AREA else areas - streams)


def _counts(column: Column, scale: GradingScale) -> GradeCounts:
    none = (0,) * len(scale.labels)
    if column.nothing_audited:
        return GradeCounts(none, is_imported=True)
    if column.audited is not None:
        return GradeCounts(tuple(figure.count or 0 for figure in column.figures), is_imported=True)
    return GradeCounts(none, published=column.percents, is_imported=True)
