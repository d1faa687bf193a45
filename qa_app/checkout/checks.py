"""What is checked without running the app."""

from qa_app.checkout.environment import PROGRAMS, PYTHON
from qa_app.checkout.programs import succeeds

CHECKS = {
    "lint": (PYTHON, "-m", "ruff", "check", "."),
    "format": (PYTHON, "-m", "ruff", "format", "--check", "."),
    "types": (PYTHON, "-m", "mypy"),
    "imports": (PROGRAMS / "lint-imports", "--no-logo"),
    "templates": (PYTHON, "-m", "pytest", "-q", "tests/architecture/test_templates.py"),
}


def failed() -> list[str]:
    """The names of the checks that failed, after every one of them has run."""
    return [name for name, command in CHECKS.items() if not _passes(name, command)]


def _passes(name: str, command: tuple[object, ...]) -> bool:
    print(f"== {name}")
    return succeeds([str(part) for part in command])
