"""What the service finds around it: the machine, its clock, and what was set."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from qa_app.config import INSTANCE, Settings


@dataclass(frozen=True)
class Surroundings:
    now: datetime
    free_bytes: int
    """On the disk that the service itself is on."""
    anchored_at: datetime | None
    """When the trail's newest seal was written to the file outside the database; None for never."""
    https: bool
    sends_emails: bool
    has_data_key: bool


def look_around(settings: Settings, *, at: datetime) -> Surroundings:
    here = INSTANCE if INSTANCE.exists() else Path(__file__).parent
    return Surroundings(
        now=at,
        free_bytes=shutil.disk_usage(here).free,
        anchored_at=_written_at(settings.trail_anchor),
        https=settings.https,
        sends_emails=bool(settings.smtp_host),
        has_data_key=bool(settings.data_key),
    )


def _written_at(anchor: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(Path(anchor).stat().st_mtime, UTC) if anchor else None
    except OSError:
        return None
