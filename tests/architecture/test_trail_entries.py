"""Entries of the trail are made in one place, and nothing but what is named here touches them."""

import ast
import re
from pathlib import Path

from qa_app.config import ROOT

NAMES = {"TrailEntry", "TrailSeal"}
WRITERS = {
    "services/trail.py": "records entries, and empties them",
    "services/sealing.py": "seals them",
    "demo/rows.py": "has thousands of entries about audits that never were",
}
READERS = {"anchor.py", "services/forgetting_cases.py"}
"""Beside the queries, which change nothing."""

WRITES = re.compile(r"\b(insert|update|delete)\((TrailEntry|TrailSeal)\b|\b(TrailEntry|TrailSeal)\(")


def sources() -> dict[str, Path]:
    folder = ROOT / "qa_app"
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.py")}


def imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}


def test_only_these_modules_know_the_tables_of_the_trail():
    known = {
        name
        for name, path in sources().items()
        if imports(path) & NAMES and not name.startswith(("models/", "queries/"))
    }

    assert known == WRITERS.keys() | READERS


def test_only_the_writers_write_to_them():
    writing = {name for name, path in sources().items() if WRITES.search(path.read_text("utf-8"))}

    assert writing - {"models/trail_entry.py", "models/trail_seal.py"} == WRITERS.keys() - {"demo/rows.py"}


def test_no_statement_names_them_in_text():
    naming = {
        name
        for name, path in sources().items()
        if re.search(r"(?i)\b(into|update|from|table)\s+(trail_entry|trail_seal)\b", path.read_text("utf-8"))
    }

    assert naming == set()


def test_every_entry_has_a_salt():
    """Without one, what an entry says could be found by trying words once it is erased."""
    for name in ("services/trail.py", "demo/rows.py"):
        assert re.search(
            r"""\bsalt["']?[=:]\s*secrets\.token_hex\(16\)""", sources()[name].read_text("utf-8")
        )
