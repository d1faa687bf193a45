"""A copy of a SQLite database while others write to it."""

from pathlib import Path
from typing import Any

from qa_app.backup.problem import BackupProblem
from qa_app.database import sqlite_module

SQLITE_HEADER = b"SQLite format 3\0"


def copy_database(source: Path, copy: Path) -> None:
    """By SQLite's own online backup: all pages of one moment. Nobody waits for it, and it for nobody.

    Raises BackupProblem.
    """
    sqlite = sqlite_module()
    if not source.exists():
        raise BackupProblem(f"There is no database {source}. Run: qa-app upgrade")
    opened: Any = sqlite.connect(source, timeout=20)
    made: Any = sqlite.connect(copy)
    try:
        # In one step: in several, every write of another process would make it begin again.
        opened.backup(made)
        # One file, without a log beside it.
        made.execute("PRAGMA journal_mode = DELETE")
    except sqlite.DatabaseError as error:
        raise BackupProblem(_in_words(error, source, copy.parent)) from error
    finally:
        made.close()
        opened.close()


def _in_words(error: Exception, source: Path, folder: Path) -> str:
    if "full" in str(error):
        return f"The disk that holds {folder.parent} is full. Nothing was written: make room, then try again."
    return f"SQLite cannot copy {source}: {error}."
