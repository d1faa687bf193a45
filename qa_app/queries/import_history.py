"""Published figures that are in the tables already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.models import ImportBatch, PublishedFigure

AT_ONCE = 500


@dataclass(frozen=True)
class LoadedFigure:
    """One printed cell, and the file it came from."""

    kind: str
    table: str
    period: str
    position: int
    count: int | None
    percent: str | None
    batch_id: int
    file_name: str
    added_at: datetime | None


def loaded_figures(session: Session, periods: Iterable[str]) -> list[LoadedFigure]:
    """One row for each figure of these periods (keys such as 2016-17-Q3), whichever table it is in."""
    keys = sorted(set(periods))
    return [
        LoadedFigure(*row)
        for start in range(0, len(keys), AT_ONCE)
        for row in session.execute(
            select(
                PublishedFigure.table_kind,
                PublishedFigure.table_name,
                PublishedFigure.period,
                PublishedFigure.position,
                PublishedFigure.count,
                PublishedFigure.percent,
                ImportBatch.id,
                ImportBatch.file_name,
                ImportBatch.finished_at,
            )
            .join(ImportBatch, ImportBatch.id == PublishedFigure.batch_id)
            .where(PublishedFigure.period.in_(keys[start : start + AT_ONCE]))
            .order_by(PublishedFigure.id)
        )
    ]
