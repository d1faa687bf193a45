from datetime import datetime

from sqlalchemy import Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa_app.domain.roles import Permission, Role, permissions_of
from qa_app.domain.scope import Scope
from qa_app.models.base import Base, UtcDateTime, Word
from qa_app.models.service_area import ServiceArea

person_area = Table(
    "person_area",
    Base.metadata,
    Column("person_id", ForeignKey("person.id", ondelete="CASCADE"), primary_key=True),
    Column("service_area_id", ForeignKey("service_area.id"), primary_key=True),
)


class PersonRole(Base):
    __tablename__ = "person_role"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[Role] = mapped_column(Word(Role), primary_key=True)


class Person(Base):
    """Somebody who works with audits, or is only named in audits brought in from a file."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    """Lower case. None: known by name only, from a file."""
    password_hash: Mapped[str | None] = mapped_column(String(200))
    may_sign_in: Mapped[bool] = mapped_column(default=False)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    """Somebody else knows the password: nothing else opens until its owner has chosen one."""
    sees_all_areas: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    _roles: Mapped[set[PersonRole]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    service_areas: Mapped[list[ServiceArea]] = relationship(
        secondary=person_area, order_by=ServiceArea.name, lazy="selectin"
    )

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(row.role for row in self._roles)

    @roles.setter
    def roles(self, roles: frozenset[Role]) -> None:
        kept = {row for row in self._roles if row.role in roles}
        self._roles = kept | {PersonRole(role=role) for role in roles - {row.role for row in kept}}

    @property
    def permissions(self) -> frozenset[Permission]:
        return permissions_of(self.roles)

    @property
    def scope(self) -> Scope:
        areas = None if self.sees_all_areas else frozenset(area.id for area in self.service_areas)
        return Scope.of(self.id, roles=self.roles, areas=areas)
