"""What happened since a publication that may have changed a figure of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from qa_app.domain.revisions import CauseKind


@dataclass(frozen=True)
class TouchedAudit:
    """An audit finished, moderated or returned. `team` is named with its area, as tables name it.

    `month` is an integer such as 201612; `is_revised` is whether a moderator changed a judgement, and did
    not only agree.
    """

    id: int
    reference: str
    month: int
    area_id: int
    area: str
    stream_id: int
    stream: str
    team: str | None
    tool: str
    tool_name: str
    kind: CauseKind
    is_revised: bool


@dataclass(frozen=True)
class EnteredValue:
    """A value that was entered, about these months. `number` above 1 took the place of another."""

    measure_id: int
    first_month: int
    last_month: int
    number: int
    reason: str
    entered_at: datetime


@dataclass(frozen=True)
class Event:
    """As the trail has it. `subject` is a measure, a scorecard, the child population or an import.

    `period` is the one that it was about, as printed or as its key; `year` 2016 for the year 2016-17.
    """

    subject: str
    subject_id: int | None
    action: str
    happened_at: datetime
    period: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Happened:
    audits: Sequence[TouchedAudit] = ()
    values: Sequence[EnteredValue] = ()
    events: Sequence[Event] = ()
