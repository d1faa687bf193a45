"""How long somebody stays signed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from qa_app.domain.plurals import plural


@dataclass(frozen=True)
class SessionLimits:
    """How long a session lasts: after its person last did something, and at most."""

    idle: timedelta
    absolute: timedelta

    def times_of(self, *, started_at: datetime, last_active_at: datetime) -> "SessionTimes":
        return SessionTimes(when_idle=last_active_at + self.idle, at_the_latest=started_at + self.absolute)


@dataclass(frozen=True)
class SessionTimes:
    """When a session ends: if its person does nothing more, and whatever they do."""

    when_idle: datetime
    at_the_latest: datetime

    @property
    def ends_at(self) -> datetime:
        return min(self.when_idle, self.at_the_latest)

    @property
    def can_be_renewed(self) -> bool:
        """Whether it would last longer if its person did something now."""
        return self.when_idle < self.at_the_latest


def how_long(time: timedelta) -> str:
    """> 2 hours, > 45 minutes, or > 1 hour 30 minutes"""
    hours, minutes = divmod(int(time.total_seconds()) // 60, 60)
    parts = [plural(hours, "hour")] if hours else []
    return " ".join([*parts, plural(minutes, "minute")] if minutes or not hours else parts)
