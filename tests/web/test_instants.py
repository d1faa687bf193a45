"""The clock is stopped where days, quarters and years turn, and somebody works with pages that say when it
is: on this machine, and on machines at the other ends of the world.
"""

import os
import re
import subprocess
import sys
from datetime import datetime

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from qa_app.config import ROOT
from qa_app.database import engine_options, prepare
from qa_app.models import Audit
from tests.factories import a_tool_version, an_audit
from tests.instants import INSTANTS, Pages


@pytest.mark.parametrize("instant", INSTANTS[1::6], ids=str)
def test_what_the_pages_say_and_the_rows_hold(session, client, instant):
    assert Pages(client, session).at(instant).wrong == []


@pytest.mark.parametrize(
    ("zone", "offset"), [("Pacific/Kiritimati", "[+]1400"), ("America/New_York", "-0[45]00")]
)
def test_the_zone_of_the_machine_makes_no_difference(zone, offset):
    """A process of its own: the zone is read once, when Python starts."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.instants", "12"],
        cwd=ROOT,
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    *wrong, last = done.stdout.splitlines() or [done.stderr]
    assert wrong == [], done.stderr
    assert last.startswith("0 of "), last
    assert re.fullmatch(offset, last.rpartition(" ")[2]), last


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/New_York"])
def test_the_zone_of_the_database_makes_no_difference(session, engine, zone):
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no zones")
    at = datetime.fromisoformat("2026-03-31T23:30:00+00:00")
    audit = an_audit(a_tool_version(session), created_at=at)
    session.add(audit)
    session.commit()
    options = engine_options(engine.url.render_as_string(hide_password=False))
    elsewhere = create_engine(**options, connect_args={"options": f"-c TimeZone={zone}"})
    prepare(elsewhere)
    try:
        with Session(elsewhere) as other:
            read = other.scalars(select(Audit)).one()
            assert (read.created_at, read.audit_date) == (at, audit.audit_date)
            read.submitted_at = at
            other.commit()
    finally:
        elsewhere.dispose()

    session.expire_all()
    assert session.get_one(Audit, audit.id).submitted_at == at
