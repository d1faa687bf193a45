"""A thousand races on one audit: each has exactly one winner, and the loser keeps the text and sees both.

At a real server, two at the same moment: two tabs that save, what is saved as it is typed against the form's
own button and against submitting, and two moderators who take the audit.

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
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle, islice
from threading import Barrier

import requests
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from qa_app.domain.roles import Role
from qa_app.domain.workflow import AuditStatus
from qa_app.models import Audit
from qa_app.queries.audit_answers import answers_of
from qa_app.queries.moderation import open_moderation
from qa_app.services.moderation import give_back
from qa_app.services.moving_audits import move_audit
from tests.factories import a_person
from tests.proofs import _serving
from tests.proofs._serving import Desk, databases, lay_desks, opened, served

SHOWN = "This was saved somewhere else"
CLOSED = "This audit can no longer be changed"
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


def answered(text: str) -> dict[str, str]:
    return {f"text-{QUESTION}": text, f"value-{QUESTION}": "3"}


@dataclass
class Place:
    """One audit, the auditor's two tabs, two moderators, and the database beside the server."""

    engine: Engine
    tabs: tuple[Tab, Tab]
    moderators: tuple[Tab, Tab]
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
            by, at = audit.auditor, datetime.now(UTC)
            if audit.status is AuditStatus.IN_MODERATION:
                taken = open_moderation(session, audit.id)
                assert taken is not None
                give_back(session, taken, by=taken.moderator, at=at)
            if audit.status is not status:
                move_audit(session, audit, status, "put for a race", by=by, at=at)
            session.flush()
            return audit.version

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
        told = submitted.status_code == 409 or submitted.headers.get("Location", "").endswith("/check")
        place.check(told, race, f"submitting was answered {submitted.status_code}")


def two_moderators(place: Place, number: int) -> None:
    race = f"two moderators {number}"
    place.put(AuditStatus.SUBMITTED)
    answers = at_once(*(moderator.take for moderator in place.moderators))
    statuses = [answer.status_code for answer in answers]
    place.check(sorted(statuses) == [302, 409], race, f"answered {statuses}")
    with place.audit() as (session, audit):
        taken = open_moderation(session, audit.id)  # no more than one, or it says so
        has_it = taken and taken.moderator.email
    winner = statuses.index(302) if 302 in statuses else 0
    place.check(has_it == place.moderators[winner].desk.email, race, f"{has_it} has it")
    place.won[f"moderator {winner + 1}"] += 1


RACES = (two_tabs, autosave_against_save, autosave_against_submit, two_moderators)


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
        moderators = [a_person(Role.MODERATOR) for _ in range(2)]
        session.add_all(moderators)
        session.flush()
        emails = [str(each.email) for each in moderators]
    tabs = [Tab(address, desk) for _ in range(2)]
    for tab in tabs:
        tab.sign_in()
    complete = {
        f"{part}-{code}": value
        for code in tabs[0].codes
        for part, value in (("value", "3"), ("text", "Seen."))
    }
    tabs[0].send(tabs[0].of_audit("all"), version=tabs[0].version, **complete)
    taking = [Tab(address, Desk(email, desk.audit_id)) for email in emails]
    for tab in taking:
        tab.give_password()
        tab.csrf_token = _serving.token_in(tab.web.get(f"{address}/account", timeout=LONGEST).text)
    return Place(engine, (tabs[0], tabs[1]), (taking[0], taking[1]))


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
