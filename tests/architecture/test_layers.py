import subprocess
import sys
from pathlib import Path

from qa_app.config import ROOT


def test_arrows_point_one_way():
    """The contracts of pyproject.toml, run as `run.py check` runs them."""
    program = Path(sys.executable).with_name("lint-imports")

    done = subprocess.run(  # noqa: S603  # our own program, with arguments of our own
        [program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout
