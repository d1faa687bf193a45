"""Service areas, teams and streams: what an audit belongs to, and what tables give a block of its own."""

from datetime import datetime
from typing import TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidInput, Problem, TransitionNotAllowed
from qa_app.domain.part_names import clean_part_name, same_name
from qa_app.models import Person, ServiceArea, Stream, Team
from qa_app.queries.structure import Part, namesakes
from qa_app.services.published_names import rename_published
from qa_app.services.trail import record

PartT = TypeVar("PartT", ServiceArea, Team, Stream)

KINDS: dict[type[Part], str] = {ServiceArea: "service area", Team: "team", Stream: "stream"}


def add_area(session: Session, name: str, *, by: Person | None, at: datetime) -> ServiceArea:
    """Raises InvalidInput."""
    return _added(session, ServiceArea(name=name), by=by, at=at)


def add_team(session: Session, area: ServiceArea, name: str, *, by: Person | None, at: datetime) -> Team:
    """Raises InvalidInput."""
    return _added(session, Team(service_area=area, name=name), by=by, at=at)


def add_stream(session: Session, name: str, *, by: Person | None, at: datetime) -> Stream:
    """Raises InvalidInput."""
    return _added(session, Stream(name=name), by=by, at=at)


def rename(session: Session, part: Part, name: str, *, by: Person | None, at: datetime) -> None:
    """Every table prints the new name, for past periods too; what was published before moves along.

    Raises InvalidInput.
    """
    with session.no_autoflush:
        new, old = _own_name(session, part, name), part.name
    if new == old:
        return
    rename_published(session, part, new)
    part.name = new
    _flush(session, part)
    _record(session, "renamed", part, by=by, at=at, before={"name": old})


def stop_using(session: Session, part: Part, *, by: Person | None, at: datetime) -> None:
    """Nothing new is put there; its audits go on, and its tables stay. Raises TransitionNotAllowed."""
    _set_active(session, part, active=False, by=by, at=at)


def use_again(session: Session, part: Part, *, by: Person | None, at: datetime) -> None:
    """Raises TransitionNotAllowed."""
    _set_active(session, part, active=True, by=by, at=at)


def _set_active(session: Session, part: Part, *, active: bool, by: Person | None, at: datetime) -> None:
    if part.active is active:
        state = "in use" if active else "out of use"
        raise TransitionNotAllowed(f"“{part.name}” is {state} already.")
    part.active = active
    session.flush()
    _record(session, "used again" if active else "stopped using", part, by=by, at=at)


def _added(session: Session, part: PartT, *, by: Person | None, at: datetime) -> PartT:
    with session.no_autoflush:
        part.name = _own_name(session, part, part.name)
    session.add(part)
    _flush(session, part)
    _record(session, "added", part, by=by, at=at)
    return part


def _own_name(session: Session, part: Part, text: str) -> str:
    name = clean_part_name(text)
    for other in namesakes(session, part):
        if same_name(other.name, name):
            raise _taken(other)
    return name


def _taken(other: Part) -> InvalidInput:
    kind = KINDS[type(other)]
    sentence = (
        f"There is a {kind} “{other.name}” already"
        if other.active
        else f"There is a {kind} “{other.name}” already, out of use: use it again, or choose another name"
    )
    return InvalidInput([Problem("name", sentence)])


def _flush(session: Session, part: Part) -> None:
    """Raises InvalidInput, and undoes the transaction, when somebody else gave the same name just now."""
    name = part.name
    try:
        session.flush()
    except IntegrityError as error:
        session.rollback()
        raise InvalidInput(
            [Problem("name", f"Somebody else has just given the name “{name}”: reload the page to see it")]
        ) from error


def _record(
    session: Session,
    verb: str,
    part: Part,
    *,
    by: Person | None,
    at: datetime,
    before: dict[str, str] | None = None,
) -> None:
    kind = KINDS[type(part)]
    after = {"name": part.name}
    if isinstance(part, Team):
        after["service area"] = part.service_area.name
    record(
        session, f"{verb} {kind}", by=by, at=at, subject=kind, subject_id=part.id, before=before, after=after
    )
