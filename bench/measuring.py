"""Time and memory, measured for two sides that take turns.

Within one process by the clock; of processes that only compute, the time they kept a processor busy,
which does not grow when the machine is busy with something else.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from bench import clock

ROOT = Path(__file__).resolve().parent.parent

LONG_ENOUGH = 0.01
MOST_TURNS = 50
"""A round lasts so many seconds, but for very short work."""


@dataclass(frozen=True)
class Side:
    """What one side of a comparison took: seconds of each round, and the most memory it held, in MB."""

    seconds: tuple[float, ...]
    peak_mb: float | None = None

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


@dataclass(frozen=True)
class Comparison:
    ours: Side
    bare: Side

    @property
    def ratios(self) -> tuple[float, ...]:
        """Of each round; the two sides of a round ran one after the other."""
        return tuple(ours / bare for ours, bare in zip(self.ours.seconds, self.bare.seconds, strict=True))

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)


def compare(ours: Callable[[], Any], bare: Callable[[], Any], *, rounds: int = 15) -> Comparison:
    """Within this process, turn by turn; a round is the median of so many turns, to outlast a disturbance."""
    turns = max(_times(ours), _times(bare), 5)
    sides: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        pairs = [(_seconds(ours), _seconds(bare)) for _ in range(min(turns, MOST_TURNS))]
        for seconds, side in zip(zip(*pairs, strict=True), sides, strict=True):
            side.append(statistics.median(seconds))
    return Comparison(*(Side(tuple(seconds)) for seconds in sides))


def took(work: Callable[[], Any], *, rounds: int = 15) -> Side:
    """The same for one side alone, where the bound is in milliseconds."""
    turns = min(max(_times(work), 5), MOST_TURNS)
    return Side(tuple(statistics.median(_seconds(work) for _ in range(turns)) for _ in range(rounds)))


def compare_processes(ours: Sequence[str], bare: Sequence[str], *, rounds: int = 3) -> Comparison:
    """Each side is `module:function` with arguments, in a new Python process every time, so that the
    memory is its own. The seconds are the processor's, from `clock.start()` where the side calls it."""
    measured: tuple[list[tuple[float, float]], list[tuple[float, float]]] = ([], [])
    for _ in range(rounds):
        for command, results in zip((ours, bare), measured, strict=True):
            results.append(_in_a_process(command))
    return Comparison(
        *(
            Side(tuple(seconds for seconds, _ in results), max(peak for _, peak in results))
            for results in measured
        )
    )


def whole_process(command: Sequence[str]) -> tuple[float, float]:
    """Seconds of the processor and peak MB of a program, from its start to its end.

    It is started by a small process: the memory of a child counts from that of whoever started it.
    """
    answer = _answer([sys.executable, "-I", "-S", "-c", STARTER, *command])
    return answer["seconds"], answer["peak_mb"]


STARTER = """
import json, os, sys
nowhere = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[nowhere])
_, status, usage = os.wait4(child, 0)
seconds = usage.ru_utime + usage.ru_stime
unit = 1024 * 1024 if sys.platform == "darwin" else 1024
print(json.dumps({"seconds": seconds, "peak_mb": usage.ru_maxrss / unit}))
sys.exit(os.waitstatus_to_exitcode(status))
"""


def peak_mb(pid: str = "self") -> float:
    """The most memory a process has held, in MB: its own, not what it was forked from."""
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _times(work: Callable[[], Any]) -> int:
    once = min(_seconds(work) for _ in range(3))
    return max(1, round(LONG_ENOUGH / max(once, 1e-9)))


def _seconds(work: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _in_a_process(command: Sequence[str]) -> tuple[float, float]:
    answer = _answer([sys.executable, "-m", "bench.measuring", *command])
    return answer["seconds"], answer["peak_mb"]


def _answer(command: Sequence[str]) -> Any:
    """What a program prints last, as JSON. Raises CalledProcessError where it failed."""
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)  # noqa: S603 - our own
    return json.loads(done.stdout.splitlines()[-1])


def _here(name: str, *arguments: str) -> None:
    module, _, function = name.partition(":")
    work = getattr(import_module(module), function)
    clock.start()
    work(*arguments)
    print(json.dumps({"seconds": clock.read(), "peak_mb": peak_mb()}))


if __name__ == "__main__":
    _here(*sys.argv[1:])
