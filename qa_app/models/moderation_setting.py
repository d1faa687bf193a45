from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.domain.sampling import ModerationRule
from qa_app.models.base import Base


class ModerationSetting(Base):
    """The council's rule for choosing audits to moderate: one row."""

    __tablename__ = "moderation_setting"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("random_share BETWEEN 0 AND 100", name="share_is_percent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    all_worst: Mapped[bool]
    all_best: Mapped[bool]
    random_share: Mapped[int]
    seed: Mapped[str] = mapped_column(String(100))
    blind: Mapped[bool]

    def as_rule(self) -> ModerationRule:
        return ModerationRule(
            all_worst=self.all_worst,
            all_best=self.all_best,
            random_share=self.random_share,
            seed=self.seed,
            blind=self.blind,
        )
