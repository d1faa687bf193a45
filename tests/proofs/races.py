"""A thousand races on one audit: each has exactly one winner, and the loser keeps the text and sees both.

At a real server, two at the same moment: two tabs that save, what is saved as it is typed against the form's
own button and against submitting, two moderators who take the audit, and an auditor who saves while a QA lead
gives the audit to somebody else or withdraws it. There both may have what they wanted, one after the other.

`--races N` (1,000 on each database), `--on sqlite|postgresql` (both), `--minutes N` (10) at most on each.
"""

import argparse
import html
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import cycle, islice
from threading import Barrier

import requests
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from qa_app.domain.roles import Role
from qa_app.domain.workflow import AuditStatus
from qa_app.models import Audit, Person
from qa_app.queries.audit_answers import answers_of
from qa_app.queries.moderation import open_moderation
from qa_app.services.moderation import give_back
from qa_app.services.moving_audits import move_audit
from tests.factories import a_person, an_audit
from tests.proofs import _serving
from tests.proofs._serving import Desk, databases, lay_desks, opened, served

SHOWN = "This was saved somewhere else"
CLOSED = "This audit can no longer be changed"
CHANGED = "This changed while you had it open"
QUESTION = "planning"
LONGEST = 60

Sending = Callable[[], requests.Response]


class Tab(_serving.Person):
    """Somebody's browser tab, open on the audit."""

    def send(self, where: str, **values: object) -> requests.Response:
        sent = {"csrf_token": self.csrf_token, **values}
        return self.web.post(f"{self.address}{where}", sent, timeout=LONGEST, allow_redirects=False)

    def of_audit(self, what: str) -> str:
        return f"/audits/{self.desk.audit_id}/{what}"

    def autosave(self, text: str, version: int) -> requests.Response:
        return self.send(self.of_audit("answers"), version=version, **answered(text))

    def press_save(self, text: str, version: int) -> requests.Response:
        return self.send(self.of_audit("all"), version=version, **answered(text))

    def submit(self, version: int) -> requests.Response:
        return self.send(self.of_audit("submit"), version=version)

    def take(self) -> requests.Response:
        return self.send(f"/moderation/take/{self.desk.audit_id}")

    def get(self, where: str) -> str:
        return self.web.get(f"{self.address}{where}", timeout=LONGEST).text


def answered(text: str) -> dict[str, str]:
    return {f"text-{QUESTION}": text, f"value-{QUESTION}": "3"}


@dataclass
class Place:
    """One audit, the auditor's two tabs, two moderators, a QA lead, and the database beside the server."""

    engine: Engine
    tabs: tuple[Tab, Tab]
    moderators: tuple[Tab, Tab]
    lead: Tab
    auditor_id: int
    deputy_id: int
    """Who the QA lead gives the audit to."""
    won: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    @contextmanager
    def audit(self) -> Iterator[tuple[Session, Audit]]:
        with Session(self.engine) as session:
            yield session, session.get_one(Audit, self.tabs[0].desk.audit_id)
            session.commit()

    def now(self) -> tuple[int, AuditStatus, str]:
        """The version, the state and the text, as they are kept."""
        with self.audit() as (session, audit):
            return audit.version, audit.status, answers_of(session, audit)[QUESTION].text

    def put(self, status: AuditStatus) -> int:
        """The audit in this state, by way of the states between. The version it then has."""
        with self.audit() as (session, audit):
            by, at = session.get_one(Person, self.auditor_id), datetime.now(UTC)
            audit.auditor = by
            if audit.status is AuditStatus.IN_MODERATION:
                taken = open_moderation(session, audit.id)
                assert taken is not None
                give_back(session, taken, by=taken.moderator, at=at)
            if audit.status is not status:
                move_audit(session, audit, status, "put for a race", by=by, at=at)
            session.flush()
            return audit.version

    @contextmanager
    def another_audit(self) -> Iterator[None]:
        """For what cannot be undone: the tabs are at it meanwhile."""
        with self.audit() as (session, audit):
            another = an_audit(
                audit.tool_version,
                service_area=audit.service_area,
                stream=audit.stream,
                auditor=audit.auditor,
                audit_date=audit.audit_date,
                status=AuditStatus.IN_PROGRESS,
                judged={QUESTION: 3},
            )
            session.add(another)
            session.flush()
            elsewhere = replace(self.tabs[0].desk, audit_id=another.id)
        here = self.tabs[0].desk
        for tab in self.tabs:
            tab.desk = elsewhere
        yield
        for tab in self.tabs:
            tab.desk = here

    def check(self, holds: bool, race: str, what: str) -> None:
        if not holds:
            self.faults.append(f"{race}: {what}")


def two_tabs(place: Place, number: int) -> None:
    version = place.put(AuditStatus.IN_PROGRESS)
    texts = [f"Race {number}, {tab} tab" for tab in ("one", "other")]
    sending = [
        lambda tab=tab, text=text: tab.press_save(text, version)
        for tab, text in zip(place.tabs, texts, strict=True)
    ]
    answers = at_once(*sending)
    _one_of_two_texts(place, f"two tabs {number}", texts, answers, saved=(302, 302))


def autosave_against_save(place: Place, number: int) -> None:
    version = place.put(AuditStatus.IN_PROGRESS)
    texts = [f"Race {number}, as typed", f"Race {number}, by the button"]
    one, other = place.tabs
    answers = at_once(lambda: one.autosave(texts[0], version), lambda: other.press_save(texts[1], version))
    if answers[0].status_code == 409:
        # The page says so, keeps the text, and offers the button.
        answers[0] = one.press_save(texts[0], version)
    _one_of_two_texts(place, f"autosave against save {number}", texts, answers, saved=(200, 302))


def autosave_against_submit(place: Place, number: int) -> None:
    version, race = place.put(AuditStatus.IN_PROGRESS), f"autosave against submit {number}"
    text = f"Race {number}, typed while it was submitted"
    one, other = place.tabs
    saved, submitted = at_once(lambda: one.autosave(text, version), lambda: other.submit(version))
    _, status, kept = place.now()
    is_submitted = status is not AuditStatus.IN_PROGRESS
    place.won["submit" if is_submitted else "autosave"] += 1
    place.check(is_submitted != (kept == text), race, f"{status}, {kept!r}")
    if is_submitted:
        place.check(saved.status_code == 409, race, f"the autosave was answered {saved.status_code}")
        page = one.press_save(text, version)
        place.check(
            page.status_code == 409 and CLOSED in page.text and text in page.text, race, "the text is lost"
        )
    else:
        place.check(saved.status_code == 200, race, f"the autosave was answered {saved.status_code}")
        told = CHANGED in submitted.text or submitted.headers.get("Location", "").endswith("/check")
        place.check(told, race, f"submitting was answered {submitted.status_code}")


def two_moderators(place: Place, number: int) -> None:
    race = f"two moderators {number}"
    place.put(AuditStatus.SUBMITTED)
    answers = at_once(*(moderator.take for moderator in place.moderators))
    statuses = [answer.status_code for answer in answers]
    place.check(sorted(statuses) == [302, 409], race, f"answered {statuses}")
    place.check(sum(CHANGED in answer.text for answer in answers) == 1, race, "the second is not told why")
    with place.audit() as (session, audit):
        taken = open_moderation(session, audit.id)  # no more than one, or it says so
        has_it = taken and taken.moderator.email
    winner = statuses.index(302) if 302 in statuses else 0
    place.check(has_it == place.moderators[winner].desk.email, race, f"{has_it} has it")
    place.won[f"moderator {winner + 1}"] += 1


def save_against_reassigning(place: Place, number: int) -> None:
    version, race = place.put(AuditStatus.IN_PROGRESS), f"save against reassigning {number}"
    text, tab = f"Race {number}, saved while it was given away", place.tabs[0]
    saved, given = at_once(
        lambda: tab.press_save(text, version),
        lambda: place.lead.send(tab.of_audit("reassign"), auditor=place.deputy_id),
    )
    with place.audit() as (_, audit):
        is_given = audit.auditor_id == place.deputy_id
    _one_after_the_other(place, race, text, saved, given, is_done=is_given, refusals=(404, 409))


def save_against_withdrawing(place: Place, number: int) -> None:
    race, text = f"save against withdrawing {number}", f"Race {number}, saved while it was withdrawn"
    place.put(AuditStatus.IN_PROGRESS)
    with place.another_audit():
        version, tab = place.now()[0], place.tabs[0]
        saved, withdrawn = at_once(
            lambda: tab.press_save(text, version),
            lambda: place.lead.send(tab.of_audit("withdraw"), reason="The case was closed."),
        )
        is_withdrawn = place.now()[1] is AuditStatus.WITHDRAWN
        _one_after_the_other(place, race, text, saved, withdrawn, is_done=is_withdrawn, refusals=(409,))


def _one_after_the_other(
    place: Place,
    race: str,
    text: str,
    saved: requests.Response,
    led: requests.Response,
    *,
    is_done: bool,
    refusals: Sequence[int],
) -> None:
    """`is_done` is whether what the QA lead asked for is so; `refusals` are how a save may be refused."""
    is_saved, is_led = saved.status_code == 302, led.status_code == 302
    place.check(is_saved or is_led, race, f"answered {saved.status_code} and {led.status_code}")
    place.check((place.now()[2] == text) == is_saved, race, f"saving was answered {saved.status_code}")
    place.check(is_done == is_led, race, f"the QA lead was answered {led.status_code}")
    place.check(is_led or led.status_code == 409, race, f"the QA lead was answered {led.status_code}")
    if not is_saved:
        given_back = saved.status_code in refusals and text in html.unescape(saved.text)
        place.check(given_back, race, f"answered {saved.status_code}, and the text is lost")
    place.won["both, in turn" if is_saved and is_led else "save" if is_saved else "QA lead"] += 1


RACES = (
    two_tabs,
    autosave_against_save,
    autosave_against_submit,
    two_moderators,
    save_against_reassigning,
    save_against_withdrawing,
)


def _one_of_two_texts(
    place: Place, race: str, texts: list[str], answers: list[requests.Response], *, saved: Sequence[int]
) -> None:
    """`saved` is how each is answered whose text is kept."""
    statuses = [answer.status_code for answer in answers]
    won = [status == kept for status, kept in zip(statuses, saved, strict=True)]
    place.check(sum(won) == 1 and 409 in statuses, race, f"answered {statuses}")
    if True not in won:
        return
    winner = won.index(True)
    page = html.unescape(answers[1 - winner].text)
    place.check(place.now()[2] == texts[winner], race, "what is kept is not what was acknowledged")
    place.check(SHOWN in page and all(text in page for text in texts), race, "the loser does not see both")
    place.won[f"tab {winner + 1}"] += 1


def at_once(*sending: Sending) -> list[requests.Response]:
    barrier = Barrier(len(sending))

    def send(one: Sending) -> requests.Response:
        barrier.wait(LONGEST)
        return one()

    with ThreadPoolExecutor(len(sending)) as pool:
        return list(pool.map(send, sending))


def raced(kind: str, *, races: int, seconds: float) -> Place:
    """So many races on a database of this kind, or fewer where the time is up."""
    with databases(kind) as url:
        (desk,) = lay_desks(url, 1)
        with served(url, threads=4) as server, opened(url) as engine:
            place = _place(engine, server.address, desk)
            until = time.monotonic() + seconds
            for number, race in enumerate(islice(cycle(RACES), races)):
                if time.monotonic() > until:
                    break
                race(place, number)
            return place


def _place(engine: Engine, address: str, desk: Desk) -> Place:
    with Session(engine) as session, session.begin():
        roles = (Role.MODERATOR, Role.MODERATOR, Role.QA_LEAD, Role.AUDITOR)
        others = [a_person(role) for role in roles]
        session.add_all(others)
        session.flush()
        emails, deputy_id = [str(each.email) for each in others[:3]], others[3].id
        auditor_id = session.get_one(Audit, desk.audit_id).auditor_id
    tabs = [Tab(address, desk) for _ in range(2)]
    for tab in tabs:
        tab.sign_in()
    complete = {
        f"{part}-{code}": value
        for code in tabs[0].codes
        for part, value in (("value", "3"), ("text", "Seen."))
    }
    tabs[0].send(tabs[0].of_audit("all"), version=tabs[0].version, **complete)
    one, other, lead = (Tab(address, Desk(email, desk.audit_id)) for email in emails)
    for tab in (one, other, lead):
        tab.give_password()
        tab.csrf_token = _serving.token_in(tab.get("/account"))
    return Place(engine, (tabs[0], tabs[1]), (one, other), lead, auditor_id, deputy_id)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="races", description=__doc__)
    parser.add_argument("--races", type=int, default=1_000)
    parser.add_argument("--on", choices=("sqlite", "postgresql"))
    parser.add_argument("--minutes", type=float, default=10)
    options = parser.parse_args(arguments)
    said, holds = [], True
    for kind in [options.on] if options.on else ["sqlite", "postgresql"]:
        place = raced(kind, races=options.races, seconds=options.minutes * 60)
        for fault in place.faults[:20]:
            print(fault, file=sys.stderr)
        won = ", ".join(f"{who} {times}" for who, times in sorted(place.won.items()))
        print(f"{kind}: won by {won}", flush=True)
        said.append(
            f"{kind}: {place.won.total():,} of {options.races:,} races with one winner, "
            f"{len(place.faults)} faults"
        )
        holds = holds and place.won.total() == options.races and not place.faults
    print("; ".join(said))
    return 0 if holds else 1
