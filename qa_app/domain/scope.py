"""Which records a person can find; what lies outside does not exist for them."""

from dataclasses import dataclass
from typing import Self

from qa_app.domain.roles import Role

ALL_AREAS = None


@dataclass(frozen=True)
class Scope:
    """What one person can find.

    `areas` limits the tables (None: every service area). `case_areas` limits whose
    case text may be read beyond one's own audits (None: every area; empty: none).
    """

    person_id: int
    areas: frozenset[int] | None
    case_areas: frozenset[int] | None

    @classmethod
    def of(cls, person_id: int, *, roles: frozenset[Role], areas: frozenset[int] | None) -> Self:
        """The scope that these roles give over these service areas (None: no limit was set).

        A QA lead runs the programme for the whole council, so no limit holds them.
        """
        if Role.QA_LEAD in roles:
            return cls(person_id, areas=ALL_AREAS, case_areas=ALL_AREAS)
        return cls(person_id, areas=areas, case_areas=areas if Role.MODERATOR in roles else frozenset())

    @classmethod
    def everything(cls) -> Self:
        """For commands run on the server itself, where no person is signed in."""
        return cls(person_id=0, areas=ALL_AREAS, case_areas=ALL_AREAS)

    @property
    def reads_what_it_counts(self) -> bool:
        """Whether every audit that this person's tables count may be read, so that figures lead to them."""
        return self.case_areas == self.areas

    def reads_case(self, *, auditor_id: int | None, service_area_id: int) -> bool:
        """Whether the case text of an audit by this auditor in this area may be read."""
        own = auditor_id is not None and auditor_id == self.person_id
        return own or self.case_areas is None or service_area_id in self.case_areas
