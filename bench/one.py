"""One benchmark, in the process it has for itself."""

import sys
from importlib import import_module

from bench.scales import SCALES


def main(name: str, scale: str) -> int:
    """1 when any bound does not hold."""
    holds = True
    for result in import_module(f"bench.{name}").run(SCALES[scale]):
        print(f"  {result}", flush=True)
        holds = holds and result.holds is not False
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
