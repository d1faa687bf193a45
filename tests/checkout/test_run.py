"""The one command, as far as it can be tried without making a second environment."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import run
from qa_app.checkout import browser
from qa_app.checkout.environment import ROOT


def test_a_failure_of_the_machine_is_a_sentence(monkeypatch, capsys):
    monkeypatch.setattr("qa_app.checkout.environment.install", lambda lock: None)
    monkeypatch.setattr("qa_app.checkout.assets.build", lambda: None)
    monkeypatch.setattr(browser, "find", lambda: None)
    monkeypatch.setattr(browser, "_leave_to_install", lambda: None)

    assert run.main(["test"]) == 1
    assert capsys.readouterr().err.startswith(
        "The browser tests need Chromium, and it is not on this machine."
    )


def test_every_test_must_run_where_ci_is_set(monkeypatch, capsys):
    monkeypatch.setattr("qa_app.checkout.environment.install", lambda lock: None)
    monkeypatch.setattr("qa_app.checkout.assets.build", lambda: None)
    monkeypatch.setenv("CI", "true")

    assert run.main(["test", "--no-browser"]) == 1
    assert "with CI set, every test must run" in capsys.readouterr().err


def test_a_browser_named_by_a_person_comes_first(monkeypatch, tmp_path):
    mine = tmp_path / "my-chromium"
    mine.touch()
    monkeypatch.setenv(browser.VARIABLE, str(mine))

    assert browser.find() == mine


def test_a_browser_that_is_not_where_it_was_said_is_not_found(monkeypatch, tmp_path):
    monkeypatch.setenv(browser.VARIABLE, str(tmp_path / "gone"))

    assert browser.find() is None


@pytest.mark.parametrize("script", [Path("run.py"), *sorted(Path("qa_app/checkout").glob("*.py"))], ids=str)
def test_set_up_needs_the_standard_library_only(script):
    """What installs the packages must run before any of them is there."""
    module = ".".join(script.with_suffix("").parts)
    started = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); import {module}"],
        capture_output=True,
        text=True,
    )

    assert (started.returncode, started.stderr) == (0, "")


def test_an_older_python_can_read_what_tells_it_that_it_is_too_old():
    script = (ROOT / "run.py").read_text(encoding="utf-8")

    ast.parse(script, feature_version=(3, 7))

    assert script.index("sys.exit(") < script.index("from qa_app.checkout")
