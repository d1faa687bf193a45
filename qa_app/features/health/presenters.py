"""How the service is doing, in words."""

from dataclasses import dataclass
from importlib.metadata import version
from platform import python_version

from qa_app.queries.health import DatabaseHealth

LITTLE_SPACE = 2 * 1024**3
"""Below two gigabytes, a few large imports could fill the disk."""


@dataclass(frozen=True)
class Fact:
    """One thing about the service; `warning` says what to do when it is not as it should be."""

    label: str
    value: str
    warning: str = ""


def health_facts(health: DatabaseHealth, *, expected: str | None) -> list[Fact]:
    facts = [
        Fact("This service", version("qa-app")),
        Fact("Python", python_version()),
        Fact("Database", f"{health.product} {health.version}", "" if health.is_sound else str(health)),
        _schema(health, expected),
    ]
    if health.journal_mode is not None:
        facts.append(_journal(health.journal_mode))
    if health.synchronous is not None:
        facts.append(_synchronous(health.synchronous))
    if health.free_bytes is not None:
        facts.append(_space(health.free_bytes))
    return facts


def _schema(health: DatabaseHealth, expected: str | None) -> Fact:
    if health.revision == expected:
        return Fact("Schema", f"{health.revision}, up to date")
    return Fact("Schema", health.revision or "None", f"{expected} is expected. Run: qa-app upgrade")


def _journal(mode: str) -> Fact:
    warning = "" if mode == "wal" else "It should be “wal”, so that readers and writers do not wait."
    return Fact("Journal mode", mode, warning)


def _synchronous(mode: str) -> Fact:
    safe = mode in ("full", "extra")
    return Fact(
        "Synchronous", mode, "" if safe else "It should be “full”, or a power cut can lose saved work."
    )


def _space(free: int) -> Fact:
    warning = "" if free >= LITTLE_SPACE else "This is little. Make room before the disk is full."
    return Fact("Free disk space", f"{free / 1024**3:,.1f} GB", warning)
