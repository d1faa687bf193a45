"""Reading all that a quarter's report says, and writing its two files."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.judgement_choice import Grouping, JudgementChoice
from qa_app.domain.judgement_table import JudgementTable
from qa_app.domain.measures import Frequency
from qa_app.domain.periods import Period, Quarter
from qa_app.domain.quarter_report import QuarterContents, Step, column_of, months_of
from qa_app.domain.scope import Scope
from qa_app.models import Scorecard, ServiceArea
from qa_app.presenters.quarter_report import quarter_document, quarter_workbook
from qa_app.queries.judgement_table import judgement_table
from qa_app.queries.quarter_report import current_texts, findings_of, findings_rows
from qa_app.queries.scorecard import read_scorecard, scorecard_choice

Tell = Callable[[Step], None]

USUAL_PERIODS = 7
"""Quarters in the judgement tables of a scorecard that is not quarterly itself."""


def read_contents(
    session: Session, scorecard_id: int, quarter: Quarter, scope: Scope, *, tell: Tell = lambda step: None
) -> QuarterContents:
    """Of the audits within the scope. Raises NoResultFound for a scorecard that is not there."""
    tell(Step.SCORECARD)
    row = session.scalars(select(Scorecard).where(Scorecard.id == scorecard_id)).one()
    choice = scorecard_choice(session, scorecard_id, last=column_of(row.frequency, quarter))
    scorecard = read_scorecard(session, choice, scope)

    def table(by: Grouping, last: Period, periods: int) -> JudgementTable:
        return judgement_table(session, JudgementChoice(by=by, last=last, periods=periods), scope)

    tell(Step.TABLES)
    periods = choice.periods if choice.frequency is Frequency.QUARTER else USUAL_PERIODS
    by_area = table(Grouping.SERVICE_AREA, quarter, periods)
    by_domain = table(Grouping.DOMAIN, quarter, periods)
    tell(Step.FINDINGS)
    months = months_of(quarter)
    return QuarterContents(
        quarter=quarter,
        scorecard=scorecard,
        by_area=by_area,
        by_domain=by_domain,
        overall_by_month=table(Grouping.SERVICE_AREA, months[-1], len(months)),
        domains_by_month=table(Grouping.DOMAIN, months[-1], len(months)),
        texts={block: text.text for block, text in current_texts(session, scorecard_id, quarter).items()},
        findings={month: findings_of(row) for month, row in findings_rows(session, months).items()},
        limited_to=_names(session, scope),
    )


def written_files(
    contents: QuarterContents, *, author: str, drawn_at: datetime, tell: Tell = lambda step: None
) -> tuple[bytes, bytes]:
    """The document to print, and the accessible workbook."""
    tell(Step.DOCUMENT)
    pdf = written_document(contents, author=author, drawn_at=drawn_at)
    tell(Step.WORKBOOK)
    return pdf, written_workbook(contents, author=author, drawn_at=drawn_at)


def written_document(contents: QuarterContents, *, author: str, drawn_at: datetime) -> bytes:
    from qa_app.exports.pdf import pdf_bytes

    return pdf_bytes(quarter_document(contents, author=author, drawn_at=drawn_at))


def written_workbook(contents: QuarterContents, *, author: str, drawn_at: datetime) -> bytes:
    from qa_app.exports.xlsx import xlsx_bytes

    return xlsx_bytes(quarter_workbook(contents, author=author, drawn_at=drawn_at))


def _names(session: Session, scope: Scope) -> tuple[str, ...] | None:
    if scope.areas is None:
        return None
    names = select(ServiceArea.name).where(ServiceArea.id.in_(sorted(scope.areas)))
    return tuple(session.scalars(names.order_by(ServiceArea.name)))
