"""Everything one does with a checkout: run.py demo | install | test | check | bench | prove | lock.

The first start makes .venv and fetches the look; later starts see from their stamps that nothing changed.
"""

import sys

# Before the other imports, which an older Python could not even read.
if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this may have an older Python
    sys.exit(
        f"This needs Python 3.11 or newer, and {sys.executable} is Python {sys.version.split()[0]}. "
        "Install a newer one and start this with it, for example: python3.11 run.py demo"
    )

import argparse
import os

from qa_app.checkout import assets, browser, checks, environment, locks
from qa_app.checkout.problem import Problem
from qa_app.checkout.programs import become, succeeds

# One more than there are processors, because a worker with a browser often waits for it; and not many,
# because each starts a PostgreSQL and a Chromium of its own.
MOST_WORKERS = 4


def demo(_: argparse.Namespace, extra: list[str]) -> int:
    environment.install(environment.APP)
    assets.build()
    return become([environment.PYTHON, "-m", "qa_app.demo", *extra])


def install(_: argparse.Namespace, extra: list[str]) -> int:
    environment.install(environment.APP)
    assets.build()
    print(f"Installed. The command is {environment.PROGRAMS / 'qa-app'}")
    return 0


def test(options: argparse.Namespace, extra: list[str]) -> int:
    environment.install(environment.EVERYTHING)
    assets.build()
    # A few tests asked for by name are done before a second worker would have started.
    how = [] if extra else [f"--numprocesses={min((os.cpu_count() or 1) + 1, MOST_WORKERS)}"]
    if options.no_browser:
        if os.environ.get("CI"):
            raise Problem("--no-browser is for a person's own machine: with CI set, every test must run.")
        how.append("--ignore=tests/browser")
    else:
        os.environ[browser.VARIABLE] = str(browser.ensure())
    return 0 if succeeds([environment.PYTHON, "-m", "pytest", *how, *extra]) else 1


def check(_: argparse.Namespace, extra: list[str]) -> int:
    environment.install(environment.EVERYTHING)
    failed = checks.failed()
    print(f"Failed: {', '.join(failed)}" if failed else "All checks passed")
    return 1 if failed else 0


def bench(_: argparse.Namespace, extra: list[str]) -> int:
    environment.install(environment.EVERYTHING)
    assets.build()
    return become([environment.PYTHON, "-m", "bench", *extra])


def prove(_: argparse.Namespace, extra: list[str]) -> int:
    environment.install(environment.EVERYTHING)
    assets.build()
    return become([environment.PYTHON, "-m", "tests.proofs", *extra])


def lock(_: argparse.Namespace, extra: list[str]) -> int:
    environment.install(environment.EVERYTHING)
    locks.resolve(*extra)
    environment.install(environment.EVERYTHING)
    return 0


COMMANDS = {
    demo: "start the app with invented data; --port N, --reset to begin again",
    install: "what real use needs: the packages and the look, in .venv and static/vendor",
    test: "every test; further arguments go to pytest",
    check: "lint, format, types, import contracts and templates",
    bench: "time the app under load",
    prove: "the long forms of the tests, one by name or all; each ends with its figure",
    lock: "write the lock files anew after pyproject.toml changed; --upgrade for newer versions",
}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    names = parser.add_subparsers(required=True, metavar="command")
    for command, about in COMMANDS.items():
        named = names.add_parser(command.__name__, help=about, description=about, allow_abbrev=False)
        named.set_defaults(command=command)
        if command is test:
            named.add_argument("--no-browser", action="store_true", help="leave out what needs Chromium")
    options, extra = parser.parse_known_args(arguments)
    try:
        return int(options.command(options, extra))
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
