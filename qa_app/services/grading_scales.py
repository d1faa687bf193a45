"""Grading scales, kept once for all tools: what was graded on one must read the same for ever."""

from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.scales import FOUR_GRADES, ZERO_TO_TEN, GradingScale
from qa_app.models import AuditToolVersion, GradingScaleRow, PublishedFigure
from qa_app.services.setting_up import scale_row

BUILT_IN = {scale.code: scale for scale in (FOUR_GRADES, ZERO_TO_TEN)}


def scale_for(
    session: Session, scale: GradingScale, *, draft: AuditToolVersion | None = None
) -> GradingScaleRow:
    """The row for this scale, added where its code is new.

    A scale that comes with the app stands for the council's own labels of it. One that only this draft
    uses is changed; any other is frozen, and a different one of its code raises InvalidInput.
    """
    row = scale_row(session, scale)
    known = row.as_scale()
    if BUILT_IN.get(scale.code) == scale or replace(scale, name=known.name) == known:
        return row
    if scale.code in BUILT_IN or _is_used(session, row, besides=draft):
        raise InvalidInput(
            [
                Problem(
                    "scale.labels",
                    f"There is a scale with the code {row.code} already, and it is not the same: "
                    f"{described(known)}. Use that one, or give yours another name and code",
                )
            ]
        )
    row.name, row.labels = scale.name, list(scale.labels)
    row.good_or_better, row.evidence_required = scale.good_or_better, sorted(scale.evidence_required)
    session.flush()
    return row


def forget_unused(session: Session, row: GradingScaleRow) -> None:
    """Takes away a council's own scale that nothing uses any more."""
    if row.code not in BUILT_IN and not _is_used(session, row, besides=None):
        session.delete(row)
        session.flush()


def is_only_in(session: Session, draft: AuditToolVersion) -> bool:
    """Whether the draft's scale is a council's own that nothing else uses, and so can still be changed."""
    return draft.scale.code not in BUILT_IN and not _is_used(session, draft.scale, besides=draft)


def described(scale: GradingScale) -> str:
    """> Green, Amber, Red; Green or better is good; evidence for Red"""
    evidence = ", ".join(scale.label(position) for position in sorted(scale.evidence_required))
    return (
        f"{', '.join(scale.labels)}; {scale.good_or_better_label} is good; "
        f"evidence for {evidence or 'no grade'}"
    )


def _is_used(session: Session, row: GradingScaleRow, *, besides: AuditToolVersion | None) -> bool:
    versions = select(func.count(AuditToolVersion.id)).where(AuditToolVersion.scale_id == row.id)
    if besides is not None and besides.id is not None:
        versions = versions.where(AuditToolVersion.id != besides.id)
    figures = select(func.count(PublishedFigure.id)).where(PublishedFigure.scale_id == row.id)
    return bool(session.scalar(versions) or session.scalar(figures))
