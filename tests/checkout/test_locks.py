import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON_LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-node.lock")

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGE_JSON = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
NODE_LOCK = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))


def pins(lock: str) -> set[str]:
    """{'flask==3.1.3', ...}, with the condition a pin holds under"""
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    return {line.removesuffix(" \\") for line in lines if re.match(r"[a-z0-9]", line)}


def names(requirements: list[str]) -> set[str]:
    return {re.match(r"[A-Za-z0-9-]+", requirement)[0] for requirement in requirements}


APP = names(PYPROJECT["project"]["dependencies"])
GROUPS = {group: names(required) for group, required in PYPROJECT["dependency-groups"].items()}
FROM_NPM = PACKAGE_JSON["dependencies"] | PACKAGE_JSON["devDependencies"]


@pytest.mark.parametrize("lock", PYTHON_LOCKS)
def test_every_pin_has_a_hash(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    requirements = re.split(r"\n(?=[a-z0-9])", text)

    assert len(requirements) == len(pins(lock))
    assert [each for each in requirements if "--hash=sha256:" not in each] == []


@pytest.mark.parametrize("lock", [*PYTHON_LOCKS, "package-lock.json", ".npmrc"])
def test_a_lock_names_no_package_index(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")

    assert re.findall(r"\w+://\S+|--(?:extra-)?index-url|--find-links|--trusted-host|registry=", text) == []


def test_the_tests_run_on_what_the_app_runs_on():
    assert pins("requirements.lock") <= pins("requirements-dev.lock")


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("requirements.lock", APP | GROUPS["build"]),
        ("requirements-dev.lock", APP | GROUPS["build"] | GROUPS["dev"]),
        ("requirements-node.lock", GROUPS["node"]),
    ],
)
def test_the_lock_has_what_pyproject_asks_for(lock, wanted):
    assert wanted - {re.split("==", pin)[0] for pin in pins(lock)} == set()


def test_npm_packages_are_exact_and_checked():
    packages = {name: about for name, about in NODE_LOCK["packages"].items() if name}

    assert NODE_LOCK["packages"][""]["dependencies"] == PACKAGE_JSON["dependencies"]
    assert [version for version in FROM_NPM.values() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    assert [name for name, about in packages.items() if not about["integrity"].startswith("sha512-")] == []


def test_every_direct_dependency_is_explained():
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    explained = re.findall(r"^\| ([a-z0-9-]+) \|", page, flags=re.MULTILINE)

    assert sorted(explained) == sorted(APP.union(*GROUPS.values(), FROM_NPM))
