"""Chromium for the browser tests: the machine's own, installed where that needs no one's leave.

Without a window to draw in it starts sooner and is quicker at every page, so that one comes first.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from qa_app.checkout.problem import Problem
from qa_app.checkout.programs import must_succeed

# Where the tests look, and where a person may name a browser of their own.
VARIABLE = "QA_APP_BROWSER"

NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "msedge",
    "chrome",
)
ELSEWHERE = {
    "win32": (
        "C:/Program Files/Google/Chrome/Application/chrome.exe",
        "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
    ),
    "darwin": (
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ),
}
# A face with the measures of Arial, so that what a page looks like does not depend on the machine.
PACKAGES = ("chromium-headless-shell", "fonts-liberation")

NO_BROWSER = (
    "The browser tests need Chromium, and it is not on this machine. Install it (on Debian: apt-get install "
    f"chromium-headless-shell; elsewhere Chromium, Chrome or Edge), or name one in {VARIABLE}, then run the "
    "same command again. To run all other tests: python3 run.py test --no-browser"
)
NO_INSTALL = "apt-get could not install Chromium; its reason is above. " + NO_BROWSER


def ensure() -> Path:
    """The browser to drive, installed first where apt-get may be used."""
    found = find()
    if found:
        return found
    leave = _leave_to_install()
    if leave is None:
        raise Problem(NO_BROWSER)
    print("Installing Chromium for the browser tests ...")
    apt = [*leave, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-oDpkg::Use-Pty=0"]
    must_succeed([*apt, "update"], otherwise=NO_INSTALL)
    must_succeed([*apt, "install", "--yes", "--no-install-recommends", *PACKAGES], otherwise=NO_INSTALL)
    installed = find()
    if not installed:
        raise Problem(NO_INSTALL)
    return installed


def find() -> Path | None:
    named = os.environ.get(VARIABLE)
    if named:
        return _first([named])
    return _first([*filter(None, map(shutil.which, NAMES)), *ELSEWHERE.get(sys.platform, ())])


def _first(places: Iterable[str]) -> Path | None:
    return next((Path(place) for place in places if Path(place).is_file()), None)


def _leave_to_install() -> list[str] | None:
    """What to put before apt-get, or None where there is no apt-get or it would ask for a password."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True).returncode == 0:
        return [sudo, "-n"]
    return None
