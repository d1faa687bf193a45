"""How the service is doing, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from platform import python_version

from qa_app.domain.periods import london_time
from qa_app.domain.plurals import plural
from qa_app.features.health.surroundings import Surroundings
from qa_app.queries.health import DatabaseHealth, Keeping
from qa_app.web.formatters import format_instant

LITTLE_SPACE = 2 * 1024**3
"""Below two gigabytes, a few large imports could fill the disk."""
NO_SPACE = 200 * 1024**2
"""Below two hundred megabytes, a save may fail at any moment."""

BACKUP_IS_OLD = timedelta(days=2)
ANCHOR_IS_OLD = timedelta(days=1)
CLOCKS_DIFFER = timedelta(minutes=1)
EMAILS_GO_WITHIN = timedelta(minutes=15)
YEARS = range(2025, 2100)
"""Outside them, a clock was never set."""


@dataclass(frozen=True)
class Fact:
    """One thing about the service; `warning` says what to do when it is not as it should be."""

    label: str
    value: str
    warning: str = ""

    def __str__(self) -> str:
        """> Free disk space: 1.5 GB. Make room before the disk is full."""
        return (
            f"{self.label}: {self.value}. {self.warning}" if self.warning else f"{self.label}: {self.value}"
        )


def health_facts(
    health: DatabaseHealth, keeping: Keeping, around: Surroundings, *, expected: str | None
) -> list[tuple[str, list[Fact]]]:
    """Under headings, in the order of the page."""
    return [
        ("The database", list(_of_database(health, around, expected))),
        ("Backups and the trail", list(_of_keeping(keeping, around))),
        ("The server", list(_of_server(health, keeping, around))),
    ]


def warnings_in(facts: list[tuple[str, list[Fact]]]) -> list[Fact]:
    return [fact for _, some in facts for fact in some if fact.warning]


def _of_database(health: DatabaseHealth, around: Surroundings, expected: str | None) -> Iterator[Fact]:
    yield Fact("Database", f"{health.product} {health.version}", "" if health.is_sound else str(health))
    yield _schema(health, expected)
    for label, value, good, warning in (
        ("Journal mode", health.journal_mode, ("wal",), "readers and writers wait for each other"),
        ("Synchronous", health.synchronous, ("full", "extra"), LOSES),
        ("Synchronous commit", health.synchronous_commit, KEEPS, LOSES),
        ("Fsync", health.fsync, ("on",), LOSES),
        ("Full page writes", health.full_page_writes, ("on",), "a power cut can damage the database"),
    ):
        if value is not None:
            yield Fact(label, value, "" if value in good else f"It should be “{good[0]}”, or {warning}.")
    if health.foreign_keys is not None:
        yield Fact("Foreign keys", *(("on",) if health.foreign_keys else ("off", FOREIGN_KEYS_OFF)))
    free = around.free_bytes if health.free_bytes is None else health.free_bytes
    whose = " of this server" if health.free_bytes is None else ""
    yield Fact(f"Free disk space{whose}", _gigabytes(free), _space_warning(free))


KEEPS = ("on", "remote_apply", "remote_write", "local")
LOSES = "a power cut can lose saved work"
FOREIGN_KEYS_OFF = "They should be “on”, or rows can point nowhere."


def _of_keeping(keeping: Keeping, around: Surroundings) -> Iterator[Fact]:
    yield _backup(keeping.last_backup_at, around.now)
    yield _anchor(keeping.newest_entry_at, around.anchored_at)


def _of_server(health: DatabaseHealth, keeping: Keeping, around: Surroundings) -> Iterator[Fact]:
    yield Fact("This service", version("qa-app"))
    yield Fact("Python", python_version())
    yield _clock(health, keeping, around)
    yield Fact("Time zone", f"Europe/London, {london_time(around.now):%Z} now")
    yield (
        Fact("HTTPS", "on")
        if around.https
        else Fact(
            "HTTPS",
            "off",
            "Cookies travel unprotected. That is for trying the service on this machine alone.",
        )
    )
    yield _emails(keeping, around)
    yield Fact(
        "Data key",
        "set" if around.has_data_key else "not set: set it to what the secret key is before that is changed",
    )


def _emails(keeping: Keeping, around: Surroundings) -> Fact:
    if not around.sends_emails:
        return Fact("E-mail", "not set up: nobody is sent a link")
    since = keeping.emails_wait_since
    if since is None:
        return Fact("E-mail", "sent, none waits")
    waits = f"{plural(keeping.emails_wait, 'waits', 'wait')}, the oldest since {format_instant(since)}"
    if around.now - since < EMAILS_GO_WITHIN:
        return Fact("E-mail", waits)
    return Fact("E-mail", waits, "See why with: qa-app mail list. It is tried again until it goes.")


def _schema(health: DatabaseHealth, expected: str | None) -> Fact:
    if health.revision == expected:
        return Fact("Schema", f"{health.revision}, up to date")
    return Fact("Schema", health.revision or "None", f"{expected} is expected. Run: qa-app upgrade")


def _space_warning(free: int) -> str:
    if free < NO_SPACE:
        return "Saving may fail at any moment: make room now."
    return "" if free >= LITTLE_SPACE else "This is little. Make room before the disk is full."


def _gigabytes(free: int) -> str:
    return f"{free / 1024**3:,.1f} GB" if free >= NO_SPACE else f"{free / 1024**2:,.0f} MB"


def _backup(last: datetime | None, now: datetime) -> Fact:
    if last is None:
        return Fact("Last backup", "none", "Make one every day: qa-app backup FILE.")
    old = now - last > BACKUP_IS_OLD
    return Fact("Last backup", format_instant(last), "Make one every day: qa-app backup FILE." if old else "")


def _anchor(newest_entry: datetime | None, anchored: datetime | None) -> Fact:
    """Old only where something was added to the trail since."""
    if anchored is None:
        warning = "Whether its end was cut off could not be told. Run: qa-app trail anchor"
        return Fact("Trail anchored", "never", warning if newest_entry else "")
    old = newest_entry is not None and newest_entry - anchored > ANCHOR_IS_OLD
    warning = "Much was added since: do qa-app serve or qa-app chores run, and may they write the file?"
    return Fact("Trail anchored", format_instant(anchored), warning if old else "")


def _clock(health: DatabaseHealth, keeping: Keeping, around: Surroundings) -> Fact:
    now, newest = around.now, keeping.newest_entry_at
    if now.year not in YEARS:
        warning = "Set the clock: what is saved would be of another year."
    elif newest is not None and newest - now > CLOCKS_DIFFER:
        warning = f"The trail goes on to {format_instant(newest)}: one of the two clocks was wrong."
    elif health.clock is not None and abs(health.clock - now) > CLOCKS_DIFFER:
        warning = f"The clock of the database says {format_instant(health.clock)}: set both by a time server."
    else:
        warning = ""
    return Fact("Clock", format_instant(now), warning)
