"""What a backup says of itself."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from enum import Enum
from typing import Any

from qa_app.backup.problem import BackupProblem

FORMAT = 1

PARTS = {"SQLite": "database.sqlite3", "PostgreSQL": "database.pgdump"}
"""What the database is called inside the file, by its kind."""


@dataclass(frozen=True)
class Manifest:
    """All of it is of the very moment that the database in the file is of."""

    made_at: datetime
    app_version: str
    schema: str
    database: str
    """SQLite or PostgreSQL."""
    database_version: str
    sha256: str
    """Of the database in the file."""
    rows: Mapping[str, int]
    """By table."""
    trail_position: int
    """How many entries the trail had; 0 for none."""
    trail_seal: str
    trail: str
    """What the check of the trail came to, in words; empty where all was well."""
    integrity: str
    """What the check of the database came to, in words; empty where all was well."""

    @property
    def part(self) -> str:
        return PARTS[self.database]

    @property
    def is_sound(self) -> bool:
        return not self.trail and not self.integrity

    def as_json(self, key: bytes) -> str:
        """Sealed, so that whoever changes the file and has not the key cannot make the manifest fit."""
        said = {"format": FORMAT, **asdict(self), "made_at": self.made_at.isoformat()}
        seals = {"key": _sign_of(key), "seal": _seal_of(key, said)}
        return json.dumps({**said, **seals}, indent=2, ensure_ascii=False)


class Sealed(Enum):
    """Whether the manifest is as the service wrote it."""

    BY_US = ""
    BY_ANOTHER_KEY = "it was sealed with another key: data_key (or secret_key) is not what it was then"
    CHANGED = "it is not what was written"


@dataclass(frozen=True)
class ManifestFound:
    """One read from a file; `said` is all that it says, as it is written there."""

    manifest: Manifest
    said: Mapping[str, Any]

    def sealed(self, key: bytes) -> Sealed:
        said = {name: value for name, value in self.said.items() if name not in ("key", "seal")}
        if not hmac.compare_digest(str(self.said.get("key")), _sign_of(key)):
            return Sealed.BY_ANOTHER_KEY
        fits = hmac.compare_digest(str(self.said.get("seal")), _seal_of(key, said))
        return Sealed.BY_US if fits else Sealed.CHANGED


def read_manifest(text: bytes) -> ManifestFound:
    """Raises BackupProblem for one that no version of this app up to this one wrote."""
    try:
        said: dict[str, Any] = json.loads(text)
        if said["format"] > FORMAT:
            raise BackupProblem(
                f"A newer version of this app ({said.get('app_version')}) made this backup."
                " Restore it with that version."
            )
        values = {field.name: said[field.name] for field in fields(Manifest)}
        values["made_at"] = datetime.fromisoformat(values["made_at"])
        values["rows"] = {str(table): int(count) for table, count in values["rows"].items()}
        if values["database"] not in PARTS or values["made_at"].tzinfo is None:
            raise ValueError
        return ManifestFound(Manifest(**values), said)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupProblem("The manifest of this backup cannot be read: the file is damaged.") from error


def _sign_of(key: bytes) -> str:
    """The same for the same key, and of no use for finding it."""
    return hmac.digest(key, b"the key of a backup", "sha256").hex()[:16]


def _seal_of(key: bytes, said: Mapping[str, Any]) -> str:
    return hmac.digest(key, json.dumps(said, sort_keys=True).encode(), "sha256").hex()
