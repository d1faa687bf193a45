from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.domain.scales import GradingScale
from qa_app.models.base import Base


class GradingScaleRow(Base):
    """A grading scale as the database keeps it; `as_scale` gives the domain's own type."""

    __tablename__ = "grading_scale"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    labels: Mapped[list[str]] = mapped_column(JSON)
    good_or_better: Mapped[int]
    evidence_required: Mapped[list[int]] = mapped_column(JSON)

    def as_scale(self) -> GradingScale:
        return GradingScale(
            code=self.code,
            name=self.name,
            labels=tuple(self.labels),
            good_or_better=self.good_or_better,
            evidence_required=frozenset(self.evidence_required),
        )
