"""The service areas, teams, streams and people that an audit-level file names."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.importers.audit_file import AuditFile, Name
from qa_app.importers.problems import Problems
from qa_app.models import Person, ServiceArea, Stream, Team
from qa_app.queries.import_audits import plain_name

Key = TypeVar("Key", str, tuple[str, str])


@dataclass
class KnownNames:
    """Ids by the keys of an audit file, and the names that the database does not have yet."""

    areas: dict[str, int] = field(default_factory=dict)
    teams: dict[tuple[str, str], int] = field(default_factory=dict)
    streams: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    new_areas: dict[str, Name] = field(default_factory=dict)
    new_teams: dict[tuple[str, str], Name] = field(default_factory=dict)
    new_streams: dict[str, Name] = field(default_factory=dict)
    new_people: dict[str, Name] = field(default_factory=dict)

    @property
    def are_missing(self) -> bool:
        """Whether there is anything that a person must agree to add; people are not."""
        return bool(self.new_areas or self.new_teams or self.new_streams)


def match_names(session: Session, file: AuditFile, problems: Problems) -> KnownNames:
    """Finds by name whatever its case and spacing, and people by e-mail address as well."""
    names = KnownNames()
    areas = {plain_name(name): id_ for id_, name in session.execute(select(ServiceArea.id, ServiceArea.name))}
    streams = {plain_name(name): id_ for id_, name in session.execute(select(Stream.id, Stream.name))}
    teams = {
        (area_id, plain_name(name)): id_
        for id_, area_id, name in session.execute(select(Team.id, Team.service_area_id, Team.name))
    }
    for key, area in file.areas.items():
        _sort(key, area, areas.get(key), names.areas, names.new_areas)
    for key, stream in file.streams.items():
        _sort(key, stream, streams.get(key), names.streams, names.new_streams)
    for (area_key, team_key), team in file.teams.items():
        known = teams.get((names.areas.get(area_key, 0), team_key))
        _sort((area_key, team_key), team, known, names.teams, names.new_teams)
    _match_people(session, file, names, problems)
    return names


def _sort(key: Key, name: Name, known: int | None, ids: dict[Key, int], new: dict[Key, Name]) -> None:
    if known is None:
        new[key] = name
    else:
        ids[key] = known


def _match_people(session: Session, file: AuditFile, names: KnownNames, problems: Problems) -> None:
    called: dict[str, list[tuple[int, str | None]]] = defaultdict(list)
    for id_, name, email in session.execute(select(Person.id, Person.name, Person.email)):
        called[plain_name(name)].append((id_, email))
        if email and plain_name(email) != plain_name(name):
            called[plain_name(email)].append((id_, email))
    for key, person in file.people.items():
        namesakes = called.get(key, [])
        # Somebody known only from a file gives way to the one namesake who works here.
        chosen = [(id_, email) for id_, email in namesakes if email] if len(namesakes) > 1 else namesakes
        if not namesakes:
            names.new_people[key] = person
        elif len(chosen) == 1:
            names.people[key] = chosen[0][0]
        else:
            sentence = f"{len(namesakes)} people have this name: write the e-mail address of the one meant"
            problems.add(person.row, person.column, person.spelled, sentence)


def name_missing(names: KnownNames, problems: Problems) -> None:
    """A problem for each name that nobody agreed to add."""
    missing = {
        "service area": names.new_areas.values(),
        "team": names.new_teams.values(),
        "stream": names.new_streams.values(),
    }
    for kind, new in missing.items():
        for name in new:
            sentence = f"There is no such {kind}: correct it, or choose to add what is missing"
            problems.add(name.row, name.column, name.spelled, sentence)


def add_names(session: Session, names: KnownNames, *, at: datetime) -> None:
    """Adds what is new and gives it an id. The people cannot sign in."""
    areas = {key: ServiceArea(name=name.spelled) for key, name in names.new_areas.items()}
    streams = {key: Stream(name=name.spelled) for key, name in names.new_streams.items()}
    people = {key: _person(name, at=at) for key, name in names.new_people.items()}
    session.add_all([*areas.values(), *streams.values(), *people.values()])
    session.flush()
    names.areas |= _ids(areas.items())
    names.streams |= _ids(streams.items())
    names.people |= _ids(people.items())
    teams = {
        (area, team): Team(service_area_id=names.areas[area], name=name.spelled)
        for (area, team), name in names.new_teams.items()
    }
    session.add_all(teams.values())
    session.flush()
    names.teams |= _ids(teams.items())


def _person(name: Name, *, at: datetime) -> Person:
    is_email = "@" in name.spelled and " " not in name.spelled
    email = name.spelled.lower() if is_email else None
    return Person(name=name.spelled, email=email, may_sign_in=False, created_at=at)


def _ids(rows: Iterable[tuple[Key, ServiceArea | Stream | Person | Team]]) -> dict[Key, int]:
    return {key: row.id for key, row in rows}
