"""What every database holds from the start: the scales and the rule that chooses audits to moderate."""

import secrets
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.scales import FOUR_GRADES, ZERO_TO_TEN, GradingScale
from qa_app.models import GradingScaleRow, ModerationSetting


def set_up(session: Session, *, grade_labels: Sequence[str] = FOUR_GRADES.labels) -> None:
    """Adds what is missing and prints the default scale with the council's labels; safe to repeat."""
    for scale in (replace(FOUR_GRADES, labels=tuple(grade_labels)), ZERO_TO_TEN):
        row = scale_row(session, scale)
        row.labels = list(scale.labels)
    if session.get(ModerationSetting, 1) is None:
        rule = ModerationSetting(
            id=1, all_worst=True, all_best=True, random_share=20, seed=secrets.token_hex(8), blind=False
        )
        session.add(rule)
    session.flush()


def scale_row(session: Session, scale: GradingScale) -> GradingScaleRow:
    """The row of the scale with this code, added where there is none."""
    row = session.scalars(select(GradingScaleRow).where(GradingScaleRow.code == scale.code)).one_or_none()
    if row is None:
        row = GradingScaleRow(
            code=scale.code,
            name=scale.name,
            labels=list(scale.labels),
            good_or_better=scale.good_or_better,
            evidence_required=sorted(scale.evidence_required),
        )
        session.add(row)
        session.flush()
    return row
