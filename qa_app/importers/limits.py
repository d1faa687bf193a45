"""How large a file may be, and what reading it may take."""

from dataclasses import dataclass

MOST_ROWS = 100_000
MOST_COLUMNS = 1_000
MOST_CELLS = 5_000_000

SPLIT_IT = "Split it into smaller files and bring them in one after the other."

MEGABYTE = 1024 * 1024

MOST_UNPACKED = 250 * MEGABYTE
"""Bytes of a workbook when unpacked, however long it is packed."""


@dataclass(frozen=True)
class Limits:
    """What the process that reads one file may take."""

    seconds: int
    """Of a processor."""
    memory: int
    """Bytes, of all that the process has, Python included."""
    unpacked: int
    """Bytes of a workbook when unpacked: an honest one packs ten to twenty times smaller than it is."""
    answer: int
    """Bytes of the rows that are handed back."""


def limits_for(size: int) -> Limits:
    """For a file of so many bytes: 4 seconds and 256 MB up to one megabyte.

    Each megabyte more is given 3 seconds and 48 MB, up to two minutes and 2 GB, because a good file of
    100,000 rows, of 10 MB and more, needs them. The size is what was sent, not what the file says of itself.
    """
    more = max(0, -(-size // MEGABYTE) - 1)
    return Limits(
        seconds=min(4 + 3 * more, 120),
        memory=min(256 + 48 * more, 2048) * MEGABYTE,
        unpacked=min((40 + 24 * more) * MEGABYTE, MOST_UNPACKED),
        answer=min(48 + 24 * more, 250) * MEGABYTE,
    )
