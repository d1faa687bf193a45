"""People who note each save that they are told is kept, and what the database has of it afterwards."""

import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import requests
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.models import Audit, Judgement, Question, TrailEntry
from qa_app.queries.integrity import integrity_problems
from qa_app.queries.trail_chain import unsealed_entries
from qa_app.queries.trail_check import check_trail
from tests.proofs._serving import Person, opened, settings_for


class Save(NamedTuple):
    """One answer: a grade, which the trail keeps too, and a text that is written once."""

    code: str
    grade: int
    text: str


@dataclass
class Noting(Person):
    """Saves one answer after the other; `told` is what was acknowledged, by the version of the audit it made.

    What was sent and not answered may have been saved or not, but never in part.
    """

    sent: dict[int, list[Save]] = field(default_factory=lambda: defaultdict(list))
    told: dict[int, Save] = field(default_factory=dict)
    refused: list[int] = field(default_factory=list)
    """Answers that are none of a service that is up or down."""
    number: int = 0
    length: int = 200
    """Letters that each text has at least."""

    def work(self, over: threading.Event) -> None:
        is_lost = True
        while not over.is_set():
            try:
                if is_lost:
                    self.open_audit()
                    is_lost = False
                is_lost = not self.save_next()
            except requests.RequestException:
                # Killed, or not there again yet.
                is_lost = True
                time.sleep(0.02)

    def open_audit(self) -> None:
        """Raises HTTPError while the database is away."""
        path = f"{self.address}/audits/{self.desk.audit_id}/all"
        answer = self.web.get(path, timeout=30, allow_redirects=False)
        if answer.status_code != 200:
            if answer.status_code != 503:
                self.refused.append(answer.status_code)
            raise requests.HTTPError(f"The audit was answered {answer.status_code}")
        self.read_form(answer.text)

    def save_next(self) -> bool:
        """Whether it was saved; where not, what the audit holds has to be looked up."""
        self.number += 1
        code = self.codes[self.number % len(self.codes)]
        save = Save(
            code, self.number % 4 + 1, f"What {self.desk.email} read, {self.number}. " + "Ж" * self.length
        )
        self.sent[self.version + 1].append(save)
        answer = self.web.post(
            f"{self.address}/audits/{self.desk.audit_id}/answers",
            {
                "csrf_token": self.csrf_token,
                "version": self.version,
                f"value-{code}": save.grade,
                f"text-{code}": save.text,
            },
            timeout=30,
            allow_redirects=False,
        )
        if answer.status_code == 200:
            self.version = answer.json()["version"]
            self.told[self.version] = save
            self.saves += 1
            return True
        self.not_saved(answer)
        time.sleep(0.02)
        return False

    def not_saved(self, answer: requests.Response) -> None:
        # Nobody else saves here: where there is a clash, the own save was kept, and its answer lost.
        if answer.status_code not in (409, 503):
            self.refused.append(answer.status_code)


@dataclass(frozen=True)
class Kept:
    """What the database has of what people noted; every list but the first is empty where nothing is lost."""

    acknowledged: int
    missing: Sequence[str]
    torn: Sequence[str]
    trail: str
    damage: Sequence[str]
    refused: Sequence[int]

    @property
    def holds(self) -> bool:
        return not (self.missing or self.torn or self.trail or self.damage or self.refused)

    def __str__(self) -> str:
        """> 10,012 saves acknowledged, 0 missing, 0 torn, trail verified, nothing damaged"""
        return (
            f"{self.acknowledged:,} saves acknowledged, {len(self.missing)} missing, {len(self.torn)} torn, "
            f"{self.trail or 'trail verified'}, {'; '.join(self.damage) or 'nothing damaged'}"
            + (f", answered {sorted(set(self.refused))}" if self.refused else "")
        )


def what_was_kept(url: str, people: Sequence[Noting]) -> Kept:
    missing: list[str] = []
    torn: list[str] = []
    with opened(url) as engine, Session(engine) as session:
        for person in people:
            lost, half = _of_one(session, person)
            missing += lost
            torn += half
        fault = check_trail(session, settings_for(url).seal_key).fault
        if unsealed := unsealed_entries(session, most=1):
            torn.append(f"Entry {unsealed[0]} has no seal")
        damage = integrity_problems(session)
    return Kept(
        acknowledged=sum(person.saves for person in people),
        missing=missing,
        torn=torn,
        trail=str(fault or ""),
        damage=damage,
        refused=[code for person in people for code in person.refused],
    )


def _of_one(session: Session, person: Noting) -> tuple[list[str], list[str]]:
    """The saves that are gone, and those of which a part is: each is one version of the audit, one entry in
    the trail, and the text of one answer until the next."""
    audit = session.get_one(Audit, person.desk.audit_id)
    entries = session.scalars(
        select(TrailEntry)
        .where(TrailEntry.action == "saved answers", TrailEntry.subject_id == audit.id)
        .order_by(TrailEntry.id)
    ).all()
    in_trail = {number: (entry.after or {}).get("answers") for number, entry in enumerate(entries, start=2)}
    missing = [
        f"{audit.reference}, version {version}: {save.text[:60]}"
        for version, save in person.told.items()
        if in_trail.get(version) != {save.code: save.grade}
    ]
    torn = []
    if audit.version != len(entries) + 1:
        torn.append(f"{audit.reference} is at version {audit.version} with {len(entries)} entries")
    expected: dict[str, set[tuple[int, str]]] = {}
    for version, answers in in_trail.items():
        known = [save for save in person.sent.get(version, []) if answers == {save.code: save.grade}]
        if not known:
            torn.append(f"{audit.reference}, version {version} is nothing that was sent")
        if version in person.told:
            known = [person.told[version]]
        for save in known:
            expected[save.code] = {(each.grade, each.text) for each in known}
    for code, grade, text in session.execute(
        select(Question.code, Judgement.auditor_value, Judgement.evidence)
        .join(Question, Question.id == Judgement.question_id)
        .where(Judgement.audit_id == audit.id)
    ):
        if (grade, text) not in expected.get(code, set()):
            torn.append(f"{audit.reference}, {code}: {text[:60]!r} is not what was saved last")
    return missing, torn
