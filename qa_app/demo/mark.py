"""How a demonstration's database is told from a real one."""

from pathlib import Path

from sqlalchemy import make_url

from qa_app.config import Settings, SettingsError

MARK = 0x51414445
"""SQLite's application_id of a demonstration ("QADE")."""

_MAGIC, _PLACE = b"SQLite format 3\0", slice(68, 72)
"""How every SQLite file begins, and where its application_id is (sqlite.org/fileformat.html, 1.3)."""


def is_demonstration(path: Path) -> bool:
    """Whether this file is a database that the demonstration made; it is not opened as a database."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        header = file.read(100)
    return header.startswith(_MAGIC) and header[_PLACE] == MARK.to_bytes(4, "big")


def refuse_real_use(settings: Settings) -> None:
    """Raises SettingsError where the app would serve a demonstration as if it were real.

    Its passwords are printed for everybody.
    """
    if settings.demo or not settings.is_sqlite:
        return
    name = make_url(settings.database_url).database
    if name and is_demonstration(Path(name)):
        raise SettingsError(
            "This database is the demonstration, and everybody knows its passwords."
            " Choose another in DATABASE_URL, or start this one with: python3 run.py demo"
        )
