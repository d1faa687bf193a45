"""Instants at which the day, the quarter or the year turns, or a clock is put forward or back, with what each
is in London; and all the ways in which the service can be asked.

Every expectation is written down by hand. The zone of the machine must make no difference to any.
"""

import re
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from unittest.mock import patch

from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.periods import (
    Month,
    Quarter,
    Year,
    london_date,
    london_time,
    month_number,
    parse_period,
    year_of,
)
from qa_app.domain.retention import due_on
from qa_app.domain.roles import Role
from qa_app.domain.tables import shown_time
from qa_app.extensions import db
from qa_app.models import Audit
from tests.conftest import app_on
from tests.factories import PASSWORD, a_person, a_service_area, a_stream, a_tool, a_tool_version, an_audit


@dataclass(frozen=True)
class Instant:
    """A moment in UTC, and what it is in London: the time by its clocks, the quarter and the year."""

    utc: str
    london: str
    quarter: str
    year: str

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.utc)

    @property
    def day(self) -> date:
        return date.fromisoformat(self.london[:10])

    @property
    def month(self) -> int:
        """> 202603, as an audit has it"""
        return self.day.year * 100 + self.day.month

    @property
    def clock(self) -> str:
        """> 23:59"""
        return self.london[11:16]

    def __str__(self) -> str:
        return self.utc


INSTANTS = tuple(
    Instant(*row)
    for row in (
        # The end of a reporting year in summer time: the day turns at 23:00 UTC.
        ("2026-03-31T22:59:59+00:00", "2026-03-31 23:59:59", "2025-26-Q4", "2025-26"),
        ("2026-03-31T23:00:00+00:00", "2026-04-01 00:00:00", "2026-27-Q1", "2026-27"),
        ("2026-03-31T23:30:00+00:00", "2026-04-01 00:30:00", "2026-27-Q1", "2026-27"),
        ("2026-04-01T00:00:00+00:00", "2026-04-01 01:00:00", "2026-27-Q1", "2026-27"),
        # The other quarters.
        ("2026-06-30T22:59:59.999999+00:00", "2026-06-30 23:59:59", "2026-27-Q1", "2026-27"),
        ("2026-06-30T23:00:00+00:00", "2026-07-01 00:00:00", "2026-27-Q2", "2026-27"),
        ("2026-06-30T23:59:59+00:00", "2026-07-01 00:59:59", "2026-27-Q2", "2026-27"),
        ("2026-09-30T22:59:59+00:00", "2026-09-30 23:59:59", "2026-27-Q2", "2026-27"),
        ("2026-09-30T23:00:00+00:00", "2026-10-01 00:00:00", "2026-27-Q3", "2026-27"),
        # The end of the year, in winter time.
        ("2026-12-31T23:00:00+00:00", "2026-12-31 23:00:00", "2026-27-Q3", "2026-27"),
        ("2026-12-31T23:59:59+00:00", "2026-12-31 23:59:59", "2026-27-Q3", "2026-27"),
        ("2027-01-01T00:00:00+00:00", "2027-01-01 00:00:00", "2026-27-Q4", "2026-27"),
        # The ends of months within a quarter.
        ("2026-04-30T22:59:59+00:00", "2026-04-30 23:59:59", "2026-27-Q1", "2026-27"),
        ("2026-04-30T23:00:00+00:00", "2026-05-01 00:00:00", "2026-27-Q1", "2026-27"),
        ("2026-07-31T23:15:00+00:00", "2026-08-01 00:15:00", "2026-27-Q2", "2026-27"),
        ("2026-08-31T22:45:00+00:00", "2026-08-31 23:45:00", "2026-27-Q2", "2026-27"),
        ("2026-10-31T23:30:00+00:00", "2026-10-31 23:30:00", "2026-27-Q3", "2026-27"),
        ("2026-11-01T00:00:00+00:00", "2026-11-01 00:00:00", "2026-27-Q3", "2026-27"),
        ("2027-02-28T23:59:59+00:00", "2027-02-28 23:59:59", "2026-27-Q4", "2026-27"),
        ("2027-03-01T00:00:00+00:00", "2027-03-01 00:00:00", "2026-27-Q4", "2026-27"),
        # A leap day.
        ("2028-02-28T23:59:59+00:00", "2028-02-28 23:59:59", "2027-28-Q4", "2027-28"),
        ("2028-02-29T00:00:00+00:00", "2028-02-29 00:00:00", "2027-28-Q4", "2027-28"),
        ("2028-02-29T23:59:59+00:00", "2028-02-29 23:59:59", "2027-28-Q4", "2027-28"),
        ("2028-03-01T00:00:00+00:00", "2028-03-01 00:00:00", "2027-28-Q4", "2027-28"),
        # Clocks are put forward at 01:00.
        ("2026-03-28T23:59:59+00:00", "2026-03-28 23:59:59", "2025-26-Q4", "2025-26"),
        ("2026-03-29T00:59:59+00:00", "2026-03-29 00:59:59", "2025-26-Q4", "2025-26"),
        ("2026-03-29T01:00:00+00:00", "2026-03-29 02:00:00", "2025-26-Q4", "2025-26"),
        ("2026-03-29T22:59:59+00:00", "2026-03-29 23:59:59", "2025-26-Q4", "2025-26"),
        ("2026-03-29T23:00:00+00:00", "2026-03-30 00:00:00", "2025-26-Q4", "2025-26"),
        # Clocks are put back at 02:00, so that there are two hours from one to two.
        ("2026-10-24T22:59:59+00:00", "2026-10-24 23:59:59", "2026-27-Q3", "2026-27"),
        ("2026-10-24T23:00:00+00:00", "2026-10-25 00:00:00", "2026-27-Q3", "2026-27"),
        ("2026-10-25T00:30:00+00:00", "2026-10-25 01:30:00", "2026-27-Q3", "2026-27"),
        ("2026-10-25T01:30:00+00:00", "2026-10-25 01:30:00", "2026-27-Q3", "2026-27"),
        ("2026-10-25T23:59:59+00:00", "2026-10-25 23:59:59", "2026-27-Q3", "2026-27"),
        ("2026-10-26T00:00:00+00:00", "2026-10-26 00:00:00", "2026-27-Q3", "2026-27"),
        # Clocks are put forward on the last day of a reporting year, which has 23 hours.
        ("2024-03-31T00:30:00+00:00", "2024-03-31 00:30:00", "2023-24-Q4", "2023-24"),
        ("2024-03-31T01:00:00+00:00", "2024-03-31 02:00:00", "2023-24-Q4", "2023-24"),
        ("2024-03-31T22:59:59+00:00", "2024-03-31 23:59:59", "2023-24-Q4", "2023-24"),
        ("2024-03-31T23:00:00+00:00", "2024-04-01 00:00:00", "2024-25-Q1", "2024-25"),
        # Clocks are put back on the last day of a month, which has 25 hours.
        ("2027-10-31T00:30:00+00:00", "2027-10-31 01:30:00", "2027-28-Q3", "2027-28"),
        ("2027-10-31T01:30:00+00:00", "2027-10-31 01:30:00", "2027-28-Q3", "2027-28"),
        ("2027-10-31T23:59:59+00:00", "2027-10-31 23:59:59", "2027-28-Q3", "2027-28"),
        ("2027-11-01T00:00:00+00:00", "2027-11-01 00:00:00", "2027-28-Q3", "2027-28"),
        # A century.
        ("1999-12-31T23:59:59+00:00", "1999-12-31 23:59:59", "1999-00-Q3", "1999-00"),
        ("2000-03-31T22:59:59+00:00", "2000-03-31 23:59:59", "1999-00-Q4", "1999-00"),
        ("2000-03-31T23:00:00+00:00", "2000-04-01 00:00:00", "2000-01-Q1", "2000-01"),
    )
)

ELSEWHERE = (timedelta(hours=14), timedelta(hours=-5), timedelta(minutes=345))
"""An instant may be written down with the time of any place: Kiritimati, New York in winter, Kathmandu."""


@dataclass
class Compared:
    """What was looked at for one instant, and what of it was not as it is in London."""

    instant: Instant
    wrong: list[str] = field(default_factory=list)
    looked_at: int = 0

    def expect(self, what: str, found: object, expected: object) -> None:
        self.looked_at += 1
        if found != expected:
            self.wrong.append(f"{self.instant}: {what} is {found!r}, not {expected!r}")


def by_the_rules(instant: Instant) -> Compared:
    """What the rules of the domain make of it, whatever zone it is written down in."""
    compared = Compared(instant)
    for ahead in (timedelta(0), *ELSEWHERE):
        at = instant.at.astimezone(timezone(ahead))
        compared.expect("clock", f"{london_time(at):%Y-%m-%d %H:%M:%S}", instant.london)
        compared.expect("day", london_date(at), instant.day)
        compared.expect("shown", shown_time(at), f"{in_words(instant.day)} at {instant.clock}")
    day = london_date(instant.at)
    quarter = Quarter.of(day)
    compared.expect("month", month_number(day), instant.month)
    compared.expect("quarter", quarter.key, instant.quarter)
    compared.expect("year", str(Year.of(day)), instant.year)
    compared.expect("year of the quarter", str(year_of(quarter)), instant.year)
    compared.expect(
        "quarter of the month", Quarter.of(Month.of(day).first_day), parse_period(instant.quarter)
    )
    compared.expect("within the quarter", quarter.first_day <= instant.day <= quarter.last_day, True)
    # Each is in a leap year or before one by less than four years, so that the day is there again.
    compared.expect("due after four years", due_on(day, 4), instant.day.replace(year=instant.day.year + 4))
    return compared


def in_words(day: date) -> str:
    """> 1 April 2026, without asking the service how it writes a day"""
    months = (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    )
    return f"{day.day} {months[day.month - 1]} {day.year}"


@contextmanager
def clock_at(instant: datetime) -> Iterator[None]:
    """Every page takes this for now."""

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return instant.astimezone(tz)

    with patch("qa_app.web.clock.datetime", Stopped):
        yield


class Pages:
    """The service as people use it at one instant after the other, the stored rows beside it."""

    def __init__(self, client: FlaskClient, session: Session) -> None:
        self.client, self.session = client, session
        version = a_tool_version(session, a_tool("assessment"))
        stream, area = a_stream(), a_service_area()
        auditor, lead = a_person(Role.AUDITOR), a_person(Role.QA_LEAD)
        finished = an_audit(version, audit_date=date(1999, 11, 1), stream=stream, service_area=area)
        session.add_all([stream, area, auditor, lead, finished])
        session.flush()
        self.where = {"tool": version.id, "stream": stream.id, "area": area.id}
        self.auditor, self.auditor_id, self.lead = auditor.email, auditor.id, lead.email
        session.commit()

    def at(self, instant: Instant) -> Compared:
        compared = Compared(instant)
        with clock_at(instant.at):
            self._sign_in(self.auditor)
            self._start(compared)
            self._sign_in(self.lead)
            self._give_out(compared)
            self._read(compared)
        return compared

    def _start(self, compared: Compared) -> None:
        """Today is what the form offers, and is taken; tomorrow is in the future."""
        instant = compared.instant
        offered = self._page("/audits/new").xpath("//input[@name='audit_date']/@value")
        compared.expect("date offered", offered, [in_words(instant.day)])
        about = {"case_reference": "C-1", **self.where}
        tomorrow = self._post("/audits/new", audit_date=f"{instant.day + timedelta(days=1)}", **about)
        refused = "is in the future" in tomorrow.get_data(as_text=True)
        compared.expect("tomorrow", (tomorrow.status_code, refused), (422, True))
        compared.expect("today", self._post("/audits/new", audit_date=offered[0], **about).status_code, 302)
        audit = self._newest()
        compared.expect("stored date", audit.audit_date, instant.day)
        compared.expect("stored month", audit.month, instant.month)
        compared.expect("stored instant", audit.created_at, instant.at)
        compared.expect("reference", audit.reference[:6], f"A-{instant.day.year}")
        before = Month.of(instant.day).previous().first_month
        for asked, is_there in (
            (f"from={instant.month}&to={instant.month}", True),
            (f"from={before}&to={before}", False),
        ):
            found = self._page(f"/audits?text={audit.reference}&{asked}").xpath("//main//tbody/tr")
            compared.expect(f"listed with {asked}", len(found) == 1, is_there)

    def _give_out(self, compared: Compared) -> None:
        """What is due today is due, and what was due yesterday is late."""
        day = compared.instant.day
        about = {"cases": "C-2", "auditors": self.auditor_id, "audit_date": f"{day}", **self.where}
        for due, status in ((day - timedelta(days=1), 422), (day, 302)):
            given = self._post("/audits/allocate", due_on=f"{due}", **about)
            compared.expect(f"giving out what is due {due}", given.status_code, status)
        audit = self._newest()
        compared.expect("stored due date", audit.due_on, day)
        said = self._words(f"/audits/{audit.id}")
        compared.expect("said to be due", f"{in_words(day)}, today" in said, True)

    def _read(self, compared: Compared) -> None:
        """What the trail, the tables and the names of files say of when it is."""
        instant = compared.instant
        shown = f"{in_words(instant.day)} at {instant.clock}"
        compared.expect("time in the trail", shown in self._words("/trail"), True)
        quarter = str(parse_period(instant.quarter))
        compared.expect("newest quarter of the tables", quarter in self._words("/judgements"), True)
        after = str(parse_period(instant.quarter).from_ordinal(parse_period(instant.quarter).ordinal + 1))
        compared.expect("a quarter to come in the tables", after in self._words("/judgements"), False)
        with self.client.get("/trail/csv") as answer:
            named = re.findall(r"trail-([0-9-]{10})\.csv", answer.headers["Content-Disposition"])
            content = answer.get_data(as_text=True)
        compared.expect("day in the name of a file", named, [f"{instant.day}"])
        compared.expect("time in a file", instant.london.replace(" ", "T") in content, True)
        with self.client.get("/measures/export/csv") as answer:
            named = re.findall(r"measures-([0-9]{8}-[0-9]{4})\.csv", answer.headers["Content-Disposition"])
        as_at = f"{instant.day:%Y%m%d}-{instant.clock.replace(':', '')}"
        compared.expect("time in the name of a file", named, [as_at])

    def _newest(self) -> Audit:
        self.session.rollback()
        audit = self.session.scalars(select(Audit).order_by(Audit.id.desc())).first()
        assert audit is not None
        self.session.expunge(audit)
        self.session.rollback()
        return audit

    def _sign_in(self, email: str | None) -> None:
        with self.client.session_transaction() as cookies:
            cookies.clear()
        signed_in = self._post("/sign-in", email=email, password=PASSWORD)
        assert signed_in.status_code == 302, signed_in.get_data(as_text=True)

    def _post(self, path: str, **values: Any) -> Any:
        token = self._page("/sign-in" if path == "/sign-in" else "/account").xpath(
            "//input[@name='csrf_token']/@value"
        )[0]
        return self.client.post(path, data={"csrf_token": token, **values})

    def _page(self, path: str) -> Any:
        with self.client.get(path) as answer:
            assert answer.status_code == 200, f"{path}: {answer.status_code}"
            return html.document_fromstring(answer.get_data(as_text=True))

    def _words(self, path: str) -> str:
        return " ".join(self._page(path).xpath("//main")[0].text_content().split())


def compare_all(*, every: int = 1) -> list[Compared]:
    """Every instant by the rules, and so many of them through the pages, on a database of its own."""
    compared = [by_the_rules(instant) for instant in INSTANTS]
    with tempfile.TemporaryDirectory(prefix="qa-times-") as folder:
        opened = app_on(f"sqlite:///{Path(folder) / 'times.sqlite3'}")
        app = next(opened)
        with app.app_context():
            engine = db.engine
        with Session(engine) as session:
            pages = Pages(app.test_client(), session)
            # One after the other as time goes: the trail shows the newest first.
            compared += [pages.at(instant) for instant in sorted(INSTANTS[::every], key=lambda each: each.at)]
        next(opened, None)
    return compared


def main(*, every: int = 1) -> int:
    """What is wrong, a line each, then > 0 of 1,748 wrong, by a machine's clock of +0100"""
    compared = compare_all(every=every)
    wrong = [line for each in compared for line in each.wrong]
    looked_at = sum(each.looked_at for each in compared)
    print(
        *wrong,
        f"{len(wrong)} of {looked_at:,} wrong, by a machine’s clock of {time.strftime('%z')}",
        sep="\n",
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(every=int(*sys.argv[1:] or ["1"])))
