"""`python3 run.py bench [names] [--scale region] [--list]`"""

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence

from bench.measuring import ROOT
from bench.scales import SCALES

BENCHMARKS = {
    "counts": "the counts behind the judgement tables, beside the plain driver running the same SQL",
    "table": "turning the counts into the table, and the table into a page",
    "forms": "a form of twelve judgements, beside plain loops",
    "page": "the judgement tables over HTTP, beside a bare route; and when nothing has changed",
    "saving": "saving a section of a form over HTTP, beside a bare transaction and a bare route",
    "scorecard": "a scorecard of 60 measures over 8 quarters: its figures, its page, its files",
    "quarter_report": "the whole report of a quarter, read, drawn and written",
    "xlsx_file": "a workbook of 100,000 rows, beside bare XlsxWriter",
    "csv_file": "a CSV of a million judgements, beside the sqlite3 program",
    "pdf_file": "a document of 40 pages, beside a bare canvas",
    "importing": "10,000 audits from a workbook, beside reading it and bare executemany",
    "start": "starting a command, beside importing Flask and SQLAlchemy",
}

ON_DATA = frozenset({"counts", "table", "page", "saving", "scorecard", "quarter_report", "csv_file"})
"""Those that depend on how much is in the database."""


def main(arguments: Sequence[str]) -> int:
    """0 when every bound holds. Each benchmark runs in a process of its own."""
    options = _options(arguments)
    if options.list:
        print("\n".join(f"{name:<14} {about}" for name, about in BENCHMARKS.items()))
        return 0
    names = options.names or [name for name in BENCHMARKS if options.scale == "council" or name in ON_DATA]
    failed = []
    for name in names:
        print(f"\n{name}: {BENCHMARKS[name]}", flush=True)
        begun = time.perf_counter()
        command = [sys.executable, "-m", "bench.one", name, options.scale]
        if subprocess.run(command, cwd=ROOT, check=False).returncode:  # noqa: S603 - our own program
            failed.append(name)
        print(f"  ({time.perf_counter() - begun:.0f} s)", flush=True)
    print(f"\nDoes not hold: {', '.join(failed)}" if failed else "\nEvery bound holds.")
    return 1 if failed else 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python3 run.py bench", description="Hold the app's speed to its bounds."
    )
    parser.add_argument("names", nargs="*", metavar="name", help="which benchmarks (default: all)")
    parser.add_argument("--scale", choices=SCALES, default="council", help="default: council")
    parser.add_argument("--list", action="store_true", help="what can be measured")
    options = parser.parse_args(arguments)
    if unknown := [name for name in options.names if name not in BENCHMARKS]:
        parser.error(f"there is no benchmark “{unknown[0]}”: choose from {', '.join(BENCHMARKS)}")
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
