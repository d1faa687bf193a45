"""What a scope means in SQL; a query puts it in its WHERE, so that what is outside is not found."""

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.scope import Scope
from qa_app.models import Audit, ServiceArea


def readable(scope: Scope) -> list[ColumnElement[bool]]:
    """Audits whose case text this person may read: their own, and those of the areas they read."""
    if scope.case_areas is None:
        return []
    own = Audit.auditor_id == scope.person_id
    return [or_(own, Audit.service_area_id.in_(scope.case_areas)) if scope.case_areas else own]


def countable(scope: Scope) -> list[ColumnElement[bool]]:
    """Audits that this person's tables count."""
    return [] if scope.areas is None else [Audit.service_area_id.in_(scope.areas)]


def areas_counted(session: Session, scope: Scope) -> tuple[str, ...] | None:
    """The names of the only service areas whose audits this person's tables count; None: of all."""
    if scope.areas is None:
        return None
    names = select(ServiceArea.name).where(ServiceArea.id.in_(sorted(scope.areas))).order_by(ServiceArea.name)
    return tuple(session.scalars(names))
