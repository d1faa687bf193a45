from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base


class PeriodLabel(Base):
    """The month a council prints under a quarter ("Dec 16"): the month its audits were done in."""

    __tablename__ = "period_label"

    period: Mapped[str] = mapped_column(String(12), primary_key=True)
    label: Mapped[str] = mapped_column(String(20))
