from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base


class PublishedFigure(Base):
    """One grade in one column of a table published before the system: a count, or only a percentage."""

    __tablename__ = "published_figure"
    __table_args__ = (
        UniqueConstraint("table_kind", "table_name", "period", "position", name="uq_published_figure_cell"),
        CheckConstraint("count IS NOT NULL OR percent IS NOT NULL", name="has_a_figure"),
        Index("ix_published_figure_period", "table_kind", "first_month"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id", ondelete="CASCADE"), index=True)
    table_kind: Mapped[str] = mapped_column(String(40))
    table_name: Mapped[str] = mapped_column(String(100))
    period: Mapped[str] = mapped_column(String(12))
    """A period's key: "2016-17-Q3" or "2016-12"."""
    first_month: Mapped[int]
    scale_id: Mapped[int] = mapped_column(ForeignKey("grading_scale.id"))
    position: Mapped[int] = mapped_column(SmallInteger)
    count: Mapped[int | None]
    percent: Mapped[str | None] = mapped_column(String(12))
    """As printed, a decimal number in text: 0.8 is not 0.80."""
