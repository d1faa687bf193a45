"""`python3 run.py demo` comes here once the app is installed."""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from qa_app.config import INSTANCE
from qa_app.demo.database import DemoError, bring_up_to_date, make, remove
from qa_app.demo.server import check_port_is_free, serve, settings_of


def main(arguments: Sequence[str], *, instance: Path = INSTANCE) -> int:
    options = _options(arguments)
    path = instance / "demo.sqlite3"
    try:
        if options.serve:
            check_port_is_free(options.port)
        if options.reset:
            remove(path)
        if path.exists():
            bring_up_to_date(path, seal_key=settings_of(path).seal_key)
        else:
            print("Inventing a council: people, audit tools and two years of audits ...", flush=True)
            make(path, now=datetime.now(UTC), seal_key=settings_of(path).seal_key)
        if options.serve:
            serve(path, port=options.port)
    except DemoError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 run.py demo", description="Serve an invented council.")
    parser.add_argument(
        "--port", type=_port, default=5000, help="where to listen on 127.0.0.1 (default 5000)"
    )
    parser.add_argument("--reset", action="store_true", help="forget every change and invent it afresh")
    parser.add_argument("--no-serve", dest="serve", action="store_false", help="make the database only")
    return parser.parse_args(arguments)


def _port(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"“{text}” is not a port: give a number from 1 to 65535")
    return int(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
