"""Bugs planted one at a time in a copy of the checkout: a test has to catch each.

Each names a file, what stands there, what is put in its place, and the tests that must fail. `--only N`
plants one. A bug that cannot be planted, because what stood there has changed, does not hold either.
"""

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "node_modules", "instance", "__pycache__", ".*_cache")
CAUGHT, NOT_COLLECTED = 1, 2
"""How pytest ends: tests failed, or they could not even be read."""


@dataclass(frozen=True)
class Bug:
    name: str
    file: str
    stands: str
    planted: str
    tests: str


BUGS = (
    Bug(
        "a page that asks for too little",
        "qa_app/features/people/routes.py",
        "@requires(Permission.MANAGE_PEOPLE)",
        "@requires(Permission.READ_TABLES)",
        "tests/architecture/test_permissions.py",
    ),
    Bug(
        "forms without protection against forgery",
        "qa_app/factory.py",
        "    csrf.init_app(app)\n",
        "",
        "tests/architecture/test_forgery.py",
    ),
    Bug(
        "an update lost between two tabs",
        "qa_app/services/filling_in.py",
        '        Audit.version == bindparam("opened"),\n',
        "",
        "tests/integration/services/test_filling_in.py tests/integration/services/test_saving_race.py",
    ),
    Bug(
        "transactions that begin as readers",
        "qa_app/database.py",
        '"BEGIN IMMEDIATE" if writing.get() else "BEGIN"',
        '"BEGIN"',
        "tests/integration/services/test_saving_race.py tests/integration/services/test_scorecard_races.py",
    ),
    Bug(
        "saves that wait for no disk",
        "qa_app/database.py",
        '"synchronous = FULL"',
        '"synchronous = OFF"',
        "tests/web/health tests/integration/queries/test_health.py",
    ),
    Bug(
        "a moderation that overwrites the auditor",
        "qa_app/services/moderation.py",
        "judgement.moderated_value = None if change.to_value == judgement.auditor_value else change.to_value",
        "judgement.auditor_value = change.to_value",
        "tests/integration/services/test_moderation.py",
    ),
    Bug(
        "an auditor who moderates their own work",
        "qa_app/domain/moderation.py",
        "    if moderator_id == auditor_id:",
        "    if moderator_id == -auditor_id:",
        "tests/unit/domain/test_moderation.py tests/integration/services/test_moderation.py",
    ),
    Bug(
        "a trail that can be rewritten",
        "migrations/versions/0003_accounts_trail_retention.py",
        "CREATE TRIGGER trail_entry_changed BEFORE UPDATE ON trail_entry\n    WHEN NOT (",
        "CREATE TRIGGER trail_entry_changed BEFORE UPDATE ON trail_entry\n    WHEN 0 AND NOT (",
        "tests/integration/models/test_trail_guards.py",
    ),
    Bug(
        "a seal that does not cover the one before it",
        "qa_app/domain/sealing.py",
        "covered = _text(before, numbers,",
        "covered = _text(numbers,",
        "tests/integration/queries/test_trail_check.py tests/integration/services/test_sealing.py",
    ),
    Bug(
        "a look that leaves no trace",
        "qa_app/web/looks.py",
        "        record(session, action,",
        "        (lambda *_, **__: None)(session, action,",
        "tests/web/audits/test_looks.py",
    ),
    Bug(
        "a formula in a file",
        "qa_app/exports/csv_file.py",
        """return f"'{text}" if text[:1] in FORMULA_STARTS else text""",
        "return text",
        "tests/unit/exports",
    ),
    Bug(
        "a session that outlives its password",
        "qa_app/services/passwords.py",
        "    end_sessions_of(session, person, at=at)\n",
        "",
        "tests/integration/services/test_people.py tests/web/account/test_sessions.py",
    ),
    Bug(
        "a session without an end",
        "qa_app/queries/sessions.py",
        "WebSession.started_at > at - limits.absolute",
        "WebSession.started_at <= at",
        "tests/web/account/test_sessions.py tests/web/account/test_activity.py",
    ),
    Bug(
        "guesses without number",
        "qa_app/services/guesses.py",
        ".where(which, *lately)) or 0) >= most:",
        ".where(which, *lately)) or 0) < 0:",
        "tests/integration/services/test_guesses.py tests/integration/services/test_sign_in.py",
    ),
    Bug(
        "a form that counts twice",
        "qa_app/web/one_use.py",
        "    app.before_request(_let_through_once)\n",
        "",
        "tests/web/test_one_use.py",
    ),
    Bug(
        "a token that opens after it was revoked",
        "qa_app/services/feed_tokens.py",
        "            FeedToken.revoked_at.is_(None),\n            FeedToken.expires_at > at,\n",
        "            FeedToken.expires_at > at,\n",
        "tests/web/feeds/test_tokens.py",
    ),
    Bug(
        "a purge that one person is enough for",
        "qa_app/models/purge.py",
        "decided_by_id <> proposed_by_id",
        "decided_by_id <> 0",
        "tests/architecture/test_migrations.py tests/integration/services/test_purging.py",
    ),
    Bug(
        "a quarter by the clock of Greenwich",
        "qa_app/domain/periods.py",
        'ZoneInfo("Europe/London")',
        'ZoneInfo("UTC")',
        "tests/unit/domain/test_periods.py",
    ),
    Bug(
        "a small number that totals tell",
        "qa_app/domain/disclosure_network.py",
        "                    waiting += self._withhold(other)\n",
        "                    pass\n",
        "tests/unit/domain/test_disclosure.py",
    ),
    Bug(
        "a page that may run anybody's script",
        "qa_app/web/headers.py",
        "\"script-src 'self'\"",
        "\"script-src * 'unsafe-inline'\"",
        "tests/architecture tests/web/health -k 'header or guarded or policy or every'",
    ),
    Bug(
        "a fault that is logged with its words",
        "qa_app/web/errors.py",
        "type(error).__name__, place_of(error))",
        "error, place_of(error))",
        "tests/architecture/test_errors.py",
    ),
    Bug(
        "a code of the second factor that works twice",
        "qa_app/services/second_factor.py",
        "        .where(SecondFactor.person_id == person.id, SecondFactor.last_step < step)",
        "        .where(SecondFactor.person_id == person.id)",
        "tests/integration/services -k second_factor",
    ),
    Bug(
        "a sign-on meant for another visit",
        "qa_app/services/id_tokens.py",
        '        "nonce": expected.nonce,\n',
        '        "nonce": decoded.claims.get("nonce"),\n',
        "tests/integration/services/test_id_tokens.py tests/web/account/test_bad_tokens.py",
    ),
    Bug(
        "a link that works for ever",
        "qa_app/services/one_use_links.py",
        "            OneUseLink.used_at.is_(None),\n",
        "",
        "tests/integration/services/test_password_reset.py tests/web/account/test_reset.py",
    ),
    Bug(
        "a name that is shown as markup",
        "templates/measures/index.html",
        "{{ row.name }}</a>",
        "{{ row.name|safe }}</a>",
        "tests/architecture/test_forms.py",
    ),
    Bug(
        "a form that takes what its page did not ask for",
        "qa_app/features/scorecards/comment_form.py",
        'analysis=(self.analysis.data or "") if self.asks_analysis else self.current.analysis,',
        'analysis=self.analysis.data or "",',
        "tests/architecture/test_forms.py",
    ),
    Bug(
        "a finished audit that is withdrawn",
        "qa_app/domain/workflow.py",
        "AuditStatus.FINAL: frozenset({AuditStatus.SUBMITTED,",
        "AuditStatus.FINAL: frozenset({AuditStatus.WITHDRAWN, AuditStatus.SUBMITTED,",
        "tests/architecture/test_states.py",
    ),
)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="planted-bugs", description=__doc__)
    parser.add_argument("--only", type=int, help="the number of one bug, from 1")
    options = parser.parse_args(arguments)
    chosen = [BUGS[options.only - 1]] if options.only else BUGS
    missed = []
    with tempfile.TemporaryDirectory(prefix="qa-bugs-") as name:
        copy = Path(name) / "checkout"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        (copy / "node_modules").symlink_to(ROOT / "node_modules")
        for bug in chosen:
            said = planted(copy, bug)
            print(f"{bug.name}: {said}", flush=True)
            if said != "caught":
                missed.append(bug.name)
    print(f"{len(chosen) - len(missed)} of {len(chosen)} planted bugs were caught")
    return 1 if missed else 0


def planted(copy: Path, bug: Bug) -> str:
    file = copy / bug.file
    right = file.read_text(encoding="utf-8")
    if not bug.stands or bug.stands not in right:
        return "cannot be planted: what stood there has changed"
    file.write_text(right.replace(bug.stands, bug.planted), encoding="utf-8")
    try:
        return "caught" if tests_end_with(copy, bug.tests) == CAUGHT else "NOT caught"
    finally:
        file.write_text(right, encoding="utf-8")


def tests_end_with(copy: Path, tests: str) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "--no-header", "-p", "no:cacheprovider"]
    environment = os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    quiet = subprocess.DEVNULL
    return subprocess.run(
        [*command, *shlex.split(tests)], cwd=copy, env=environment, stdout=quiet, stderr=quiet
    ).returncode
