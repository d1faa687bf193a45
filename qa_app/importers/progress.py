"""How far reading a long file has come."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Told the rows done and all the rows there are."""

ROWS_BETWEEN_REPORTS = 500


def told_to_nobody(done: int, total: int) -> None:
    pass
