"""The file of a backup: a zip with the database and what is said of it."""

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from qa_app.backup.manifest import Manifest, ManifestFound, read_manifest
from qa_app.backup.problem import BackupProblem

MANIFEST = "manifest.json"
AT_ONCE = 1024 * 1024

UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError)
"""What reading a damaged file comes to."""


def write_archive(file: Path, part: Path, manifest: Manifest, *, key: bytes) -> None:
    """And reads it back. Raises BackupProblem where it is not what was written."""
    # A dump is compressed already.
    how = zipfile.ZIP_STORED if manifest.database == "PostgreSQL" else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(file, "x") as archive:
        archive.writestr(MANIFEST, manifest.as_json(key))
        archive.write(part, manifest.part, compress_type=how, compresslevel=6)
    with opened_archive(file) as written:
        written.check_digest()


def digest_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


@dataclass(frozen=True)
class Archive:
    file: Path
    found: ManifestFound
    _zip: zipfile.ZipFile

    @property
    def manifest(self) -> Manifest:
        return self.found.manifest

    def check_digest(self) -> None:
        """Raises BackupProblem unless the database in it is the one that was written."""
        for _ in self.content():
            pass

    def unpack(self, to: Path) -> None:
        """Raises BackupProblem, as `check_digest` does."""
        with to.open("xb") as out:
            out.writelines(self.content())

    def content(self) -> Iterator[bytes]:
        """The database, piece by piece. Raises BackupProblem at the latest when all was read."""
        digest = hashlib.sha256()
        try:
            with self._zip.open(self.manifest.part) as part:
                while some := part.read(AT_ONCE):
                    digest.update(some)
                    yield some
        except UNREADABLE as error:
            raise damaged(self.file) from error
        if digest.hexdigest() != self.manifest.sha256:
            raise damaged(self.file)


@contextmanager
def opened_archive(file: Path) -> Iterator[Archive]:
    """Raises BackupProblem for a file that is none, or is damaged."""
    try:
        archive = zipfile.ZipFile(file)
    except UNREADABLE as error:
        raise damaged(file) from error
    with archive:
        try:
            found = read_manifest(archive.read(MANIFEST))
        except UNREADABLE as error:
            raise damaged(file) from error
        yield Archive(file, found, archive)


def damaged(file: Path) -> BackupProblem:
    return BackupProblem(
        f"{file} is not a backup of this app, or it is damaged: not all of it, or not what was written."
        " Nothing was restored. Take another one."
    )
