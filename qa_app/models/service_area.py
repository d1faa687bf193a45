from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from qa_app.models.base import Base


class ServiceArea(Base):
    """A part of the service that tables give a block of its own."""

    __tablename__ = "service_area"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    active: Mapped[bool] = mapped_column(default=True)
