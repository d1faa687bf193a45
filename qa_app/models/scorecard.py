from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa_app.domain.measures import Frequency
from qa_app.domain.scorecard_choice import Against, Layout, StatusRule
from qa_app.models.base import Base, UtcDateTime, Word
from qa_app.models.measure import Measure


class Scorecard(Base):
    """What a board reads: measures under themes, and how each is held against its standards."""

    __tablename__ = "scorecard"
    __table_args__ = (CheckConstraint("periods BETWEEN 1 AND 24", name="periods_are_few"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200), unique=True)
    purpose: Mapped[str] = mapped_column(default="")
    frequency: Mapped[Frequency] = mapped_column(Word(Frequency))
    """What its columns are: months, quarters or years."""
    periods: Mapped[int] = mapped_column(SmallInteger, default=7)
    """How many columns, the latest included."""
    status_rule: Mapped[StatusRule] = mapped_column(Word(StatusRule))
    status_words: Mapped[list[str]] = mapped_column(JSON, default=list)
    """What 1, 2 and 3 mean where a person sets the status; empty: the usual words."""
    against: Mapped[Against] = mapped_column(Word(Against))
    """Which earlier period the direction of travel is from."""
    layout: Mapped[Layout] = mapped_column(Word(Layout))
    """The layout that opens first."""
    columns: Mapped[list[str]] = mapped_column(JSON, default=list)
    """The columns shown (`qa_app.domain.scorecard_choice.Shown`), of those the layout has."""
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    themes: Mapped[list["ScorecardTheme"]] = relationship(
        order_by="ScorecardTheme.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class ScorecardTheme(Base):
    """A heading over some of the lines."""

    __tablename__ = "scorecard_theme"

    id: Mapped[int] = mapped_column(primary_key=True)
    scorecard_id: Mapped[int] = mapped_column(ForeignKey("scorecard.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))

    lines: Mapped[list["ScorecardLine"]] = relationship(
        order_by="ScorecardLine.position", cascade="all, delete-orphan"
    )


class ScorecardLine(Base):
    """A measure under its theme. `number` is printed before it."""

    __tablename__ = "scorecard_line"
    __table_args__ = (UniqueConstraint("theme_id", "measure_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("scorecard_theme.id", ondelete="CASCADE"))
    position: Mapped[int]
    number: Mapped[str] = mapped_column(String(10), default="")
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"), index=True)

    measure: Mapped[Measure] = relationship()
