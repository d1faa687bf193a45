from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa_app.models.base import Base
from qa_app.models.service_area import ServiceArea


class Team(Base):
    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("service_area_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    service_area_id: Mapped[int] = mapped_column(ForeignKey("service_area.id"))
    name: Mapped[str] = mapped_column(String(100))
    active: Mapped[bool] = mapped_column(default=True)

    service_area: Mapped[ServiceArea] = relationship()
