from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base


class ChildPopulation(Base):
    """How many children live in the area in one reporting year; what rates are counted against."""

    __tablename__ = "child_population"
    __table_args__ = (CheckConstraint("children > 0", name="has_children"),)

    starting_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """2016 for the reporting year 2016-17."""
    children: Mapped[int]
    source: Mapped[str] = mapped_column(String(300), default="")
