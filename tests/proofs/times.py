"""Around the ends of quarters, months and years and where clocks change, no day, quarter or year is wrong.

Every instant, by the rules and through the pages, on machines whose own clocks are in London, on Kiritimati
and in New York.
"""

import argparse
import os
import re
import subprocess
import sys

from qa_app.config import ROOT

ZONES = ("Europe/London", "Pacific/Kiritimati", "America/New_York")
LONGEST = 600
"""Seconds for one machine."""


def main(arguments: list[str]) -> int:
    argparse.ArgumentParser(prog="times", description=__doc__).parse_args(arguments)
    wrong = looked_at = 0
    for zone in ZONES:
        lines = _on_a_machine_in(zone)
        print(f"{zone}:", *lines, sep="\n  ")
        found = re.match(r"([0-9]+) of ([0-9,]+) wrong", lines[-1])
        if found is None:
            print(f"The instants could not be looked at with the machine in {zone}")
            return 1
        wrong += int(found[1])
        looked_at += int(found[2].replace(",", ""))
    print(f"{wrong} of {looked_at:,} wrong")
    return 1 if wrong else 0


def _on_a_machine_in(zone: str) -> list[str]:
    """A process of its own: the zone is read once, when Python starts."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.instants"],
        cwd=ROOT,
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    return done.stdout.splitlines() or done.stderr.splitlines() or ["nothing"]
