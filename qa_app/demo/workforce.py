"""The invented council once it stands in the database, for what has to point at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from qa_app.demo.council import Area
from qa_app.domain.audit_tool import AuditTool


@dataclass(frozen=True)
class Form:
    """A version of an audit tool; `question_ids` by code."""

    version_id: int
    tool: AuditTool
    question_ids: Mapping[str, int]


@dataclass(frozen=True)
class Unit:
    """A service area with its teams; `levels` is what each team adds to the quality of the area."""

    area: Area
    area_id: int
    team_ids: tuple[int, ...]
    levels: tuple[float, ...]


@dataclass(frozen=True)
class Moderating:
    """A moderator; None: of every area."""

    person_id: int
    area_ids: frozenset[int] | None


@dataclass(frozen=True)
class Workforce:
    """Numbers of rows, by what they are; `visitor` and `visiting_moderator` are whom visitors sign in as."""

    units: tuple[Unit, ...]
    streams: Mapping[str, int]
    auditors: tuple[int, ...]
    visitor: int
    visiting_moderator: int
    moderators: tuple[Moderating, ...]
    qa_leads: tuple[int, ...]
    workers: Sequence[str]
    names: Mapping[int, str]
    """Of people, by number."""

    def a_unit(self, rng: Random) -> Unit:
        return rng.choices(self.units, [unit.area.share for unit in self.units])[0]

    def a_moderator(self, rng: Random, *, area_id: int, auditor_id: int) -> int:
        """Of this area, and never the auditor."""
        able = [
            moderating.person_id
            for moderating in self.moderators
            if moderating.person_id != auditor_id
            and (moderating.area_ids is None or area_id in moderating.area_ids)
        ]
        return rng.choice(able)
