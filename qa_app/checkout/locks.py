"""The lock files, resolved for every platform at once and with the hash of every file."""

from pathlib import Path

from qa_app.checkout.environment import APP, EVERYTHING, PROGRAMS
from qa_app.checkout.npm import LOCK as NODE
from qa_app.checkout.programs import ROOT, must_succeed

COMPILE = (
    "pip",
    "compile",
    "--quiet",
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-header",
    # As pip does: a proxy's certificate that the machine trusts is trusted.
    "--system-certs",
)

# In this order: what the tests need is resolved around what the app runs on.
SOURCES: dict[Path, tuple[str, ...]] = {
    APP: ("pyproject.toml", "--group=build"),
    EVERYTHING: ("pyproject.toml", "--group=build", "--group=dev", f"--constraint={APP.name}"),
    NODE: ("--group=node",),
}


def resolve(*options: str) -> None:
    """Write the lock files anew; versions already locked stay, unless an option says --upgrade."""
    for lock, sources in SOURCES.items():
        must_succeed(
            [PROGRAMS / "uv", *COMPILE, *sources, *options, "--output-file", lock.relative_to(ROOT)],
            otherwise=f"{lock.name} could not be resolved; uv's reason is above.",
        )
