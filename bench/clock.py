"""The processor time of a side that runs in a process of its own; started again after the imports."""

import os

_begun = 0.0


def start() -> None:
    global _begun
    _begun = _spent()


def read() -> float:
    """Seconds that this process and those it started have kept a processor busy since."""
    return _spent() - _begun


def _spent() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
