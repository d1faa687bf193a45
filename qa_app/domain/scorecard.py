"""A scorecard: measures under themes, with their readings, what they are held against, and what is said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from qa_app.domain.audit_measures import AuditDefinition
from qa_app.domain.bands import Bands
from qa_app.domain.directions import Polarity
from qa_app.domain.measures import ComparatorKind, Frequency, MeasureKind, MeasurePeriod, Printed, Unit
from qa_app.domain.periods import ReportingPeriod, Year
from qa_app.domain.readings import Reading, shown_value
from qa_app.domain.scorecard_choice import Against, Layout, Shown, StatusRule
from qa_app.domain.statuses import Status
from qa_app.domain.targets import Target
from qa_app.domain.travel import Travel


@dataclass(frozen=True)
class Meaning:
    """What a measure meant from a month on (201604; 0: from the beginning) until the next break."""

    holds_from: int
    unit: Unit
    measure_period: MeasurePeriod
    audit: AuditDefinition | None = None


@dataclass(frozen=True)
class MeasureFacts:
    """What a scorecard needs to know of a measure."""

    id: int
    code: str
    name: str
    kind: MeasureKind
    unit: Unit
    polarity: Polarity
    measure_period: MeasurePeriod
    frequency: Frequency
    decimals: int = 0
    description: str = ""
    guide: str = ""
    responsible_role: str = ""
    responsible_id: int | None = None
    responsible: str = ""
    outcome: str = ""
    objective: str = ""
    source: str = ""
    collected: Printed = Printed.YES
    carries_target: Printed = Printed.UNKNOWN
    carries_direction: Printed = Printed.UNKNOWN
    audit: AuditDefinition | None = None
    breaks: tuple[int, ...] = ()
    """The months from which a changed definition holds: 201604."""
    meanings: tuple[Meaning, ...] = ()
    """Oldest first, the last is what it means now. Empty: it never meant anything else."""

    @property
    def is_audit(self) -> bool:
        return self.kind is MeasureKind.AUDIT

    @property
    def audits(self) -> tuple[AuditDefinition, ...]:
        """What it counts of the audits, and what it counted before."""
        ever = [each.audit for each in self.meanings] or [self.audit]
        return tuple(dict.fromkeys(audit for audit in ever if audit is not None))

    def meaning_at(self, period: ReportingPeriod) -> Meaning:
        """A change in the middle of a period holds for all of it, which is marked as a break."""
        if not self.meanings:
            return Meaning(0, self.unit, self.measure_period, self.audit)
        begun = [each for each in self.meanings if each.holds_from <= period.last_month]
        return begun[-1] if begun else self.meanings[0]

    def shown(self, value: Fraction) -> str:
        """> 57%"""
        return shown_value(value, self.unit, self.decimals)


@dataclass(frozen=True)
class Comparator:
    """What others reached, in a year of their own."""

    kind: ComparatorKind
    year: Year
    value: Fraction


@dataclass(frozen=True)
class Comment:
    """What was said of a measure in a period, and what will be done. `number` counts its versions."""

    text: str = ""
    analysis: str = ""
    action: str = ""
    owner: str = ""
    due_on: date | None = None
    status: int | None = None
    number: int = 0
    written_by: str = ""
    written_at: datetime | None = None


@dataclass(frozen=True)
class LineChoice:
    """A line as it was put on the scorecard."""

    number: str
    measure: MeasureFacts


@dataclass(frozen=True)
class ThemeChoice:
    title: str
    lines: tuple[LineChoice, ...]


@dataclass(frozen=True)
class ScorecardChoice:
    """A scorecard as it was built, and the period and way in which it is read now."""

    id: int
    title: str
    purpose: str
    frequency: Frequency
    last: ReportingPeriod
    periods: int
    status_rule: StatusRule
    status_words: tuple[str, str, str]
    against: Against
    layout: Layout
    columns: tuple[Shown, ...]
    themes: tuple[ThemeChoice, ...]

    @property
    def periods_shown(self) -> tuple[ReportingPeriod, ...]:
        """Oldest first."""
        return self.last.ending(self.periods)

    @property
    def measures(self) -> tuple[MeasureFacts, ...]:
        return tuple(line.measure for theme in self.themes for line in theme.lines)


@dataclass(frozen=True)
class Standards:
    """What one measure is held against, as it holds in the periods shown."""

    bands: Mapping[ReportingPeriod, Bands] = field(default_factory=dict)
    targets: Mapping[ReportingPeriod, Target] = field(default_factory=dict)
    comparators: tuple[Comparator, ...] = ()
    """The newest of each kind that is not of a later year than the latest period."""


@dataclass(frozen=True)
class Line:
    """One line, with a reading and a status for every period shown, oldest first."""

    number: str
    measure: MeasureFacts
    readings: tuple[Reading, ...]
    statuses: tuple[Status | None, ...]
    last_year: Reading
    """The reading of the same period last year, and of the year before that."""
    two_years_ago: Reading
    standards: Standards
    travels: tuple[Travel, ...]
    comment: Comment | None
    previous_comment: Comment | None
    exception: str = ""
    """Why a comment is asked for: > worse than every band; empty where none is."""
    breaks: frozenset[int] = frozenset()
    """The months from which its definition, or that of its questions, is another; as far back as is read."""

    @property
    def latest(self) -> Reading:
        return self.readings[-1]

    @property
    def status(self) -> Status | None:
        return self.statuses[-1]

    @property
    def owes_comment(self) -> bool:
        return bool(self.exception) and not (self.comment and self.comment.text.strip())


@dataclass(frozen=True)
class Theme:
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Scorecard:
    """All that every layout draws on."""

    choice: ScorecardChoice
    themes: tuple[Theme, ...]
    provisional: tuple[ReportingPeriod, ...] = ()
    """Periods with a figure that is provisional: entered so, or with audits that await moderation."""
    limited_to: tuple[str, ...] | None = None
    """The only service areas whose audits are counted; None: all."""

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for theme in self.themes for line in theme.lines)
