from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Event

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa_app.domain.errors import NotPermitted, TransitionNotAllowed
from qa_app.domain.retention import Kept
from qa_app.domain.roles import Role
from qa_app.domain.workflow import AuditStatus
from qa_app.models import Audit, Erasure, ErasureGround, Judgement, LegalHold, Person, Purge, TrailEntry
from qa_app.queries.trail_check import check_trail
from qa_app.services import purging
from qa_app.services.deciding import refuse, withdraw
from qa_app.services.legal_holds import lift_hold, place_hold
from qa_app.services.purging import agree_to_purge, propose_purge
from qa_app.services.retention_rules import remove_rule, set_rule
from qa_app.services.trail import record
from tests.factories import a_person, a_stream, a_tool_version, an_audit
from tests.trails import KEY

NOW = datetime(2026, 4, 3, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=2)


class Records:
    """Four audits whose time is up and one whose is not; two people, and a rule of six years."""

    def __init__(self, session):
        self.session = session
        self.lead, self.second = a_person(Role.QA_LEAD), a_person(Role.ADMINISTRATOR)
        session.add_all([self.lead, self.second])
        self.version = a_tool_version(session)
        self.stream = a_stream()
        self.old = [self.audit(f"OLD-{number}", date(2016, 1, number)) for number in range(1, 5)]
        self.new = self.audit("NEW-1", date(2026, 1, 1))
        self.rule = set_rule(session, Kept(6), by=self.lead, at=NOW)
        session.commit()

    def audit(self, case, day, **named):
        one = an_audit(
            self.version,
            case_reference=case,
            audit_date=day,
            stream=self.stream,
            evidence=f"About {case}",
            **named,
        )
        self.session.add(one)
        return one

    def propose(self):
        purge = propose_purge(self.session, by=self.lead, at=NOW)
        self.session.commit()
        return purge

    def agree(self, purge, *, by=None, at=LATER):
        agree_to_purge(self.session, purge, by=by or self.second, at=at)
        self.session.commit()
        return self.session.get_one(Purge, purge.id)

    @property
    def left(self):
        """The cases whose text is still there."""
        kept = (
            select(Audit.case_reference).where(Audit.text_erased_at.is_(None)).order_by(Audit.case_reference)
        )
        return list(self.session.scalars(kept))


@pytest.fixture
def records(session):
    return Records(session)


def test_what_was_listed_goes_and_the_rest_stays(session, records):
    purge = records.propose()
    assert purge.audits == [[audit.id, audit.version] for audit in records.old]
    assert records.left == ["NEW-1", "OLD-1", "OLD-2", "OLD-3", "OLD-4"]

    agreed = records.agree(purge)

    assert records.left == ["NEW-1"]
    texts = {row.audit_id: row.evidence for row in session.scalars(select(Judgement))}
    assert {text for number, text in texts.items() if number != records.new.id} == {""}
    assert texts[records.new.id] == "About NEW-1"
    assert agreed.removed == {"audits": 4, "answers": 4}
    assert (agreed.was_agreed, agreed.decided_by_id, agreed.decided_at) == (True, records.second.id, LATER)
    assert check_trail(session, KEY).fault is None


def test_what_happened_since_it_was_proposed_counts(session, records):
    held, changed, gone, kept = records.old
    later = records.audit("LATER-1", date(2016, 1, 9))
    later.text_erased_at = NOW
    purge = records.propose()
    place_hold(session, case_reference="old-1", reason="Inquest", by=records.lead, at=NOW)
    changed.team_id, changed.worker_name = None, "Somebody"
    gone.text_erased_at = NOW
    records.audit("OLD-9", date(2016, 1, 9))  # was not listed, so nobody has seen it
    session.commit()

    agreed = records.agree(purge)

    assert session.get_one(Audit, kept.id).text_erased_at == LATER
    assert records.left == ["NEW-1", "OLD-1", "OLD-2", "OLD-9"]
    assert session.get_one(Audit, held.id).text_erased_at is None
    assert agreed.removed == {
        "audits": 1,
        "answers": 1,
        "left out: a legal hold was placed": 1,
        "left out: changed since it was listed": 1,
        "left out: removed before": 1,
    }


def test_what_is_no_longer_due_stays(session, records):
    purge = records.propose()
    remove_rule(session, records.rule, by=records.lead, at=NOW)
    session.commit()

    assert records.agree(purge).removed == {"left out: no longer due": 4}
    assert len(records.left) == 5


def test_what_is_reopened_meanwhile_stays(session, records):
    purge = records.propose()
    records.old[0].status = AuditStatus.SUBMITTED
    session.commit()

    assert records.agree(purge).removed["left out: changed since it was listed"] == 1


def test_it_takes_two_people(session, records):
    purge = records.propose()

    with pytest.raises(NotPermitted, match="somebody else"):
        records.agree(purge, by=records.lead)
    session.rollback()
    with pytest.raises(NotPermitted, match="somebody else"):
        refuse(session, purge, by=records.lead, at=LATER)
    session.rollback()
    purge.decided_by_id, purge.decided_at = records.lead.id, LATER
    with pytest.raises(IntegrityError, match="takes_two"):
        session.flush()
    session.rollback()
    assert len(records.left) == 5


@pytest.mark.parametrize(("decide", "by"), [(refuse, "second"), (withdraw, "lead")])
def test_decided_otherwise_it_removes_nothing_and_another_can_follow(session, records, decide, by):
    purge = records.propose()
    with pytest.raises(TransitionNotAllowed, match="waits to be decided"):
        propose_purge(session, by=records.second, at=NOW)
    decide(session, purge, by=getattr(records, by), at=LATER)
    session.commit()

    with pytest.raises(TransitionNotAllowed, match="decided already"):
        records.agree(purge)
    session.rollback()
    assert len(records.left) == 5
    assert records.agree(records.propose()).removed["audits"] == 4


def test_nothing_due_is_nothing_to_propose(session, records):
    records.agree(records.propose())

    with pytest.raises(TransitionNotAllowed, match="Nothing is due"):
        propose_purge(session, by=records.lead, at=LATER)


def test_it_is_all_or_nothing(session, records, monkeypatch):
    """Were the first batch kept when the second fails, nobody would know what is left of which."""
    purge = records.propose()
    monkeypatch.setattr("qa_app.services.removing_text.AT_ONCE", 2)
    done = []

    def fails_in_the_second_batch(session, *, subject, subject_id, by, at):
        done.append(subject_id)
        if len(done) == 3:
            raise OSError("disk full")
        return 0

    monkeypatch.setattr("qa_app.services.removing_text.erase_details", fails_in_the_second_batch)
    with pytest.raises(OSError, match="disk full"):
        records.agree(purge)
    session.rollback()

    assert len(records.left) == 5
    assert {row.evidence for row in session.scalars(select(Judgement))} == {
        f"About {case}" for case in records.left
    }
    assert session.get_one(Purge, purge.id).decided_at is None


def test_many_go_in_batches(session, records, monkeypatch):
    monkeypatch.setattr("qa_app.services.removing_text.AT_ONCE", 2)
    monkeypatch.setattr(purging, "AT_ONCE", 3)

    assert records.agree(records.propose()).removed == {"audits": 4, "answers": 4}


def test_what_is_kept_of_the_cases_besides_goes_with_the_last_of_their_audits(session, records):
    """Of OLD-1 a younger audit is left, of OLD-2 nothing."""
    records.audit("old-1", date(2026, 1, 2))
    for case in ("OLD-1", "OLD-2"):
        hold = place_hold(session, case_reference=case, reason=f"About {case}", by=records.lead, at=NOW)
        lift_hold(session, hold, by=records.lead, at=NOW)
        session.add(
            Erasure(
                case_references=[case],
                ground=ErasureGround.OTHER,
                reason="x",
                proposed_by=records.lead,
                proposed_at=NOW,
                decided_at=NOW,
            )
        )
        after = {"filter": {"text": case}}
        record(session, "took out audits", by=records.lead, at=NOW, subject="audits", after=after)
    session.commit()

    records.agree(records.propose())

    holds = session.scalars(select(LegalHold).order_by(LegalHold.id)).all()
    assert [(hold.case_reference, hold.reason) for hold in holds] == [("OLD-1", "About OLD-1"), ("", "")]
    erasures = session.scalars(select(Erasure).order_by(Erasure.id)).all()
    assert [erasure.case_references for erasure in erasures] == [["OLD-1"], []]
    taken = select(TrailEntry.after).where(TrailEntry.action == "took out audits").order_by(TrailEntry.id)
    assert session.scalars(taken).all() == [{"filter": {"text": "OLD-1"}}, None]
    assert check_trail(session, KEY).fault is None


def test_the_trail_of_each_audit_says_that_and_not_what(session, records):
    audit = records.old[0]
    record(
        session,
        "submitted audit",
        by=records.lead,
        at=NOW,
        subject="audit",
        subject_id=audit.id,
        before={"status": "in progress"},
        after={"overall": 4},
    )
    record(session, "read audit", by=records.lead, at=NOW, subject="audit", subject_id=audit.id, is_look=True)
    session.commit()

    records.agree(records.propose())

    about = select(TrailEntry).where(TrailEntry.subject == "audit", TrailEntry.subject_id == audit.id)
    entries = session.scalars(about.order_by(TrailEntry.id)).all()
    assert [entry.action for entry in entries][:2] == ["submitted audit", "read audit"]
    assert (entries[0].before, entries[0].after, entries[0].person_id) == (None, None, records.lead.id)
    assert entries[-1].action == "removed case text"


def test_a_hold_and_a_removal_at_the_same_moment_are_one_after_the_other(session, engine, records):
    """However the two meet: either the hold came first and the text stays, or it came too late."""
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite lets one writer in at a time")
    purge = records.propose()
    numbers = (purge.id, records.lead.id, records.second.id)
    session.close()
    checked, placed = Event(), Event()

    def remove():
        with Session(engine) as own:
            original = purging.remove_text

            def wait_first(*given, **named):
                checked.set()
                # The hold is on its way, and must not come in between.
                assert not placed.wait(1)
                return original(*given, **named)

            purging.remove_text = wait_first
            try:
                agree_to_purge(
                    own, own.get_one(Purge, numbers[0]), by=own.get_one(Person, numbers[2]), at=LATER
                )
                own.commit()
            finally:
                purging.remove_text = original

    def hold():
        assert checked.wait(20)
        with Session(engine) as own:
            place_hold(
                own, case_reference="OLD-1", reason="Inquest", by=own.get_one(Person, numbers[1]), at=LATER
            )
            own.commit()
            placed.set()

    with ThreadPoolExecutor(2) as pool:
        for ended in [pool.submit(remove), pool.submit(hold)]:
            ended.result(timeout=60)

    assert records.left == ["NEW-1"]


def test_two_who_agree_at_once_remove_it_once(session, engine, records):
    third = a_person(Role.QA_LEAD)
    session.add(third)
    purge = records.propose()
    deciders, number = [records.second.id, third.id], purge.id
    session.close()
    barrier = Barrier(2)

    def agree(person_id):
        with Session(engine) as own:
            if engine.dialect.name == "postgresql":
                own.get_one(Purge, number)
            barrier.wait(timeout=20)
            try:
                agree_to_purge(own, own.get_one(Purge, number), by=own.get_one(Person, person_id), at=LATER)
                own.commit()
            except TransitionNotAllowed:
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(agree, deciders)) == [False, True]

    removed = select(TrailEntry.id).where(TrailEntry.action == "removed case text")
    assert len(session.scalars(removed).all()) == 4
