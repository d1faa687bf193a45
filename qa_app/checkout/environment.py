"""The virtual environment: exactly what the lock files name, every file checked against its hash."""

import os
import sys
from pathlib import Path

from qa_app.checkout import stamps
from qa_app.checkout.programs import ROOT, must_succeed

FOLDER = ROOT / ".venv"
PROGRAMS = FOLDER / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / ("python.exe" if os.name == "nt" else "python")

# What the app runs on, and the same with what tests and checks it.
APP = ROOT / "requirements.lock"
EVERYTHING = ROOT / "requirements-dev.lock"

# Wheels only: a source package would build with tools that no lock pins.
PIP = ("-m", "pip", "--disable-pip-version-check", "--quiet", "--no-input", "install", "--no-deps")
LOCKED = ("--only-binary=:all:", "--require-hashes")

NO_VENV = (
    "Python could not make the virtual environment .venv. On Debian and Ubuntu, install the package "
    "python3-venv; then run the same command again."
)
NO_PACKAGES = (
    "pip could not install the Python packages; its reason is above. Check that this machine reaches a "
    "Python package index (behind a proxy or a mirror, say so in pip's own configuration), then run the "
    "same command again."
)


def install(lock: Path) -> None:
    """Make .venv hold what this lock names, if it does not already."""
    if _holds(lock):
        return
    if not stamps.is_current(_MADE, _made_with()):
        print("Making the virtual environment .venv ...")
        # Of the Python that started it, even when run.py itself was started from inside .venv.
        must_succeed(
            [getattr(sys, "_base_executable", sys.executable), "-m", "venv", "--clear", FOLDER],
            otherwise=NO_VENV,
        )
        stamps.write(_MADE, _made_with())
    print(f"Installing the Python packages of {lock.name} (the first time takes about a minute) ...")
    must_succeed([PYTHON, *PIP, *LOCKED, "-r", lock], otherwise=NO_PACKAGES)
    must_succeed([PYTHON, *PIP, "--no-build-isolation", "--editable", ROOT], otherwise=NO_PACKAGES)
    stamps.write(_installed(lock), _made_of(lock))


def install_aside(lock: Path, folder: Path) -> None:
    """Put what this lock names into a folder of its own, outside .venv."""
    must_succeed([PYTHON, *PIP, *LOCKED, "--target", folder, "-r", lock], otherwise=NO_PACKAGES)


def _holds(lock: Path) -> bool:
    """Everything holds the app too, so that running the tests never makes the demo install again."""
    return PYTHON.exists() and any(
        stamps.is_current(_installed(larger), _made_of(larger)) for larger in (lock, EVERYTHING)
    )


_MADE = FOLDER / "made-with"


def _installed(lock: Path) -> Path:
    return FOLDER / f"installed-{lock.stem}"


def _made_with() -> str:
    """An environment knows its folder and its Python: one that was moved or upgraded is made anew."""
    return stamps.digest([], str(ROOT), f"{sys.version_info.major}.{sys.version_info.minor}")


def _made_of(lock: Path) -> str:
    return stamps.digest([lock, ROOT / "pyproject.toml"], _made_with())
