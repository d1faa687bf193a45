"""A stamp says what something was made from, so that nothing is made twice and a second start is quick."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(sources: Iterable[Path], *also: str) -> str:
    """One fingerprint of these files and words, in this order."""
    fingerprint = hashlib.sha256()
    for source in sources:
        fingerprint.update(hashlib.sha256(source.read_bytes()).digest())
    for word in also:
        fingerprint.update(hashlib.sha256(word.encode()).digest())
    return fingerprint.hexdigest()


def is_current(stamp: Path, wanted: str) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == wanted


def write(stamp: Path, made_from: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(made_from + "\n", encoding="utf-8")
