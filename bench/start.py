"""How long a command takes from its call to its end, when it has next to nothing to do."""

import os
import sys
from collections.abc import Iterator

from bench.measuring import Comparison, Side, whole_process
from bench.results import Result, memory, ratio
from bench.scales import COUNCIL, Scale

ROUNDS = 9
COMMANDS = {
    "qa-app export judgements --help": (("export", "judgements", "--help"), "flask, sqlalchemy", 1.2),
    "qa-app tools list, which reads the database": (("tools", "list"), "flask, sqlalchemy.orm", 1.7),
}
"""With what is imported beside each, and how many times as long it may take: to map twenty tables and
open a database takes SQLAlchemy half as long again as to be imported."""


def run(scale: Scale) -> Iterator[Result]:
    os.environ |= {"SECRET_KEY": "of the benchmarks, which nobody else can reach", "DATABASE_URL": _url()}
    for name, (arguments, modules, at_most) in COMMANDS.items():
        ours = [sys.executable, "-m", "qa_app", *arguments]
        bare = [sys.executable, "-c", f"import {modules}"]
        pairs = [(whole_process(ours), whole_process(bare)) for _ in range(ROUNDS)]
        sides = [
            Side(tuple(seconds for seconds, _ in measured), max(peak for _, peak in measured))
            for measured in zip(*pairs, strict=True)
        ]
        yield ratio(f"{name}, beside import {modules}", Comparison(*sides), at_most=at_most)
        yield memory(f"{name}, peak memory", sides[0].peak_mb, at_most_mb=60, beside=sides[1].peak_mb)


def _url() -> str:
    """Where the data is made, this process becomes larger than the commands: another one sees to that."""
    from bench import data

    return data.url(COUNCIL, "sqlite")
