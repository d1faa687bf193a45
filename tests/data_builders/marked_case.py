"""A case whose marks stand in every place where something about a case can stand, and the look for them."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import xlsxwriter
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from qa_app.domain.moderation import Decision
from qa_app.domain.moderation_draft import Draft
from qa_app.domain.roles import Role
from qa_app.domain.sampling import ChosenBecause
from qa_app.domain.workflow import AuditStatus
from qa_app.models import (
    Audit,
    Base,
    Commentary,
    Erasure,
    ErasureGround,
    ImportBatch,
    ImportKind,
    ImportStatus,
    LegalHold,
    Moderation,
    OutgoingEmail,
    Person,
    Revision,
    SentForm,
)
from qa_app.services.moderation import give_back, start_moderation
from qa_app.services.moderation_draft import save_draft
from qa_app.services.steering_audits import return_audit, withdraw_audit
from qa_app.services.trail import record
from tests.factories import (
    a_measure,
    a_measure_value,
    a_moderation,
    a_person,
    a_report_text,
    a_scorecard,
    a_service_area,
    a_stream,
    a_tool,
    a_tool_version,
    an_audit,
    an_audit_finding,
)

CASE = "ZQ/7781-K"
SPELLED = "zq/7781 - k"
"""The same case, as a careless hand wrote it."""
MARK = "zqmark"
"""Stands in every text about the case: > zqmark-evidence"""
AT = datetime(2016, 12, 12, 10, tzinfo=UTC)


@dataclass
class MarkedCase:
    """`marks` are all that must be found before, and by nobody after. `other` is an audit of another case."""

    lead: Person
    second: Person
    other: Audit
    audits: dict[str, Audit] = field(default_factory=dict)
    marks: list[str] = field(default_factory=list)

    def mark(self, place: str) -> str:
        """> zqmark-evidence, noted so that it is looked for"""
        made = f"{MARK}-{place}"
        self.marks.append(made)
        return made


def a_marked_case(session: Session) -> MarkedCase:
    """Committed. The audits are in every state that an audit can be in."""
    lead, second = a_person(Role.QA_LEAD), a_person(Role.QA_LEAD)
    version = a_tool_version(session, a_tool("assessment", texts=("worries",)))
    common = {"service_area": a_service_area(), "stream": a_stream(), "auditor": a_person(Role.AUDITOR)}
    other = an_audit(version, case_reference="OTHER-1", evidence=f"Her brother is {CASE}.", **common)
    session.add_all([lead, second, other])
    session.flush()
    made = MarkedCase(lead, second, other)

    def audit(name: str, **named: Any) -> Audit:
        values = {
            "case_reference": CASE,
            "worker_name": made.mark(f"worker-{name}"),
            "evidence": made.mark(f"evidence-{name}"),
            "judged": {"assessment": 2, "worries": None, "overall": 3},
            "audit_date": date(2016, 12, 1) + timedelta(days=len(made.audits)),
        }
        one = an_audit(version, **(values | common | named))
        session.add(one)
        session.flush()
        made.audits[name] = one
        record(
            session,
            "noted",
            by=lead,
            at=AT,
            subject="audit",
            subject_id=one.id,
            before={"text": made.mark(f"before-{name}")},
            after={"text": made.mark(f"after-{name}")},
        )
        return one

    _moderated(session, made, audit("moderated", status=AuditStatus.SUBMITTED))
    waiting = {"status": AuditStatus.SUBMITTED, "chosen_because": ChosenBecause.WORST_GRADE}
    _in_moderation(session, made, audit("in-moderation", **waiting))
    _given_back(session, made, audit("given-back", **waiting))
    _returned(session, made, audit("returned"))
    _withdrawn(session, made, audit("withdrawn", status=AuditStatus.IN_PROGRESS))
    audit("allocated", status=AuditStatus.ALLOCATED)
    audit("spelled", case_reference=SPELLED)
    audit("from a file", reference=f"{CASE}-2016", imported=True)
    _imports(session, made)
    _around(session, made)
    _mentions(session, made)
    session.commit()
    return made


def _moderated(session: Session, made: MarkedCase, audit: Audit) -> None:
    decision = Decision(4, made.mark("reason"))
    moderation = a_moderation(session, audit, decisions={"overall": decision})
    moderation.comment_on_practice = made.mark("comment-on-practice")
    moderation.comment_on_audit_quality = made.mark("comment-on-quality")


def _in_moderation(session: Session, made: MarkedCase, audit: Audit) -> None:
    moderator = a_person(Role.MODERATOR)
    session.add(moderator)
    session.flush()
    moderation = start_moderation(session, audit, by=moderator, at=AT)
    draft = Draft({"overall": Decision(3, made.mark("draft-reason"))}, made.mark("draft-comment"), "")
    save_draft(session, moderation, draft, opened_at_version=moderation.version, by=moderator, at=AT)


def _given_back(session: Session, made: MarkedCase, audit: Audit) -> None:
    moderator = a_person(Role.MODERATOR)
    session.add(moderator)
    session.flush()
    moderation = start_moderation(session, audit, by=moderator, at=AT)
    draft = Draft({}, "", made.mark("draft-given-back"))
    save_draft(session, moderation, draft, opened_at_version=moderation.version, by=moderator, at=AT)
    give_back(session, moderation, by=moderator, at=AT)


def _returned(session: Session, made: MarkedCase, audit: Audit) -> None:
    return_audit(session, audit, reason=made.mark("returned"), by=made.lead, at=AT)


def _withdrawn(session: Session, made: MarkedCase, audit: Audit) -> None:
    withdraw_audit(session, audit, reason=made.mark("withdrawn"), by=made.lead, at=AT)


def _imports(session: Session, made: MarkedCase) -> None:
    """Files that wait to be added, one that nobody can read, and two named after the case."""
    csv = f"reference,case reference,worries\nA-1,OTHER-9,\nA-2,{CASE},{made.mark('in-csv')}\n"
    problems = [{"row": 2, "column": "case reference", "value": CASE, "what_to_do": made.mark("problem")}]
    named = f"{made.mark('file-name')} {CASE}.csv"
    batches = [
        _batch("audits.csv", csv.encode()),
        _batch("audits.xlsx", a_workbook(CASE, f"{CASE}: {made.mark('in-workbook')}")),
        _batch("problems.csv", None, report={"problems": problems}),
        _batch("locked.xlsx", b"PK\x03\x04 " + made.mark("unreadable").encode()),
        _batch(named, None, status=ImportStatus.DONE),
        _batch(f"old {CASE}.csv", None, status=ImportStatus.ABANDONED),
    ]
    session.add_all(batches)
    session.flush()
    moderation = Moderation(
        audit_id=made.other.id,
        moderator_id=made.lead.id,
        chosen_because=ChosenBecause.IMPORTED,
        started_at=AT,
        finished_at=AT,
    )
    session.add(moderation)
    session.flush()
    session.add(
        Revision(
            moderation_id=moderation.id,
            audit_id=made.other.id,
            question_id=made.other.judgements[0].question_id,
            from_value=1,
            to_value=2,
            reason=f"Brought in from {named}",
            revised_at=AT,
        )
    )
    record(
        session,
        "brought in audits",
        by=made.lead,
        at=AT,
        subject="import",
        subject_id=batches[4].id,
        after={"file": named},
    )


def _batch(name: str, content: bytes | None, **named: Any) -> ImportBatch:
    values = {
        "kind": ImportKind.AUDITS,
        "status": ImportStatus.CHECKED,
        "digest": f"{abs(hash(name)):064}"[:64],
        "options": {},
        "report": {},
        "uploaded_at": AT,
    }
    return ImportBatch(file_name=name, content=content, **(values | named))


def a_workbook(*texts: str) -> bytes:
    """One with a text in the second sheet, where nobody looks, and one written in two runs."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        first, second = book.add_worksheet("Audits"), book.add_worksheet("Notes")
        first.write_row(0, 0, ["reference", "case reference"])
        first.write_row(1, 0, ["A-3", "OTHER-8"])
        bold = book.add_format({"bold": True})
        second.write_rich_string(0, 0, texts[0][:4], bold, texts[0][4:])
        for number, text in enumerate(texts[1:], start=1):
            second.write_string(number, 0, text)
    return out.getvalue()


def _around(session: Session, made: MarkedCase) -> None:
    """A lifted hold, an erasure that was refused, a list taken out, and where a form led."""
    session.add_all(
        [
            LegalHold(
                case_reference=CASE.lower(),
                reason=made.mark("hold"),
                placed_by=made.lead,
                placed_at=AT,
                lifted_by=made.second,
                lifted_at=AT,
            ),
            Erasure(
                case_references=[CASE],
                ground=ErasureGround.OTHER,
                reason=made.mark("refused"),
                proposed_by=made.lead,
                proposed_at=AT,
                decided_by=made.second,
                decided_at=AT,
            ),
            SentForm(digest="0" * 64, sent_at=AT, led_to="/audits?text=ZQ%2F7781-K&page=2"),
        ]
    )
    record(
        session,
        "took out audits",
        by=made.lead,
        at=AT,
        subject="audits",
        after={"filter": {"text": CASE.lower()}},
    )


def _mentions(session: Session, made: MarkedCase) -> None:
    """In another audit, in a month's findings, a report, a comment, a value and an e-mail."""
    measure = a_measure()
    card = a_scorecard({"Theme": [measure]})
    session.add_all([measure, card])
    session.flush()
    made.other.returned_because = f"As in {CASE}"
    session.add_all(
        [
            an_audit_finding(strengths=f"- Well done in {CASE}"),
            a_report_text(card, f"See ({CASE})."),
            Commentary(
                measure_id=measure.id,
                period="2016-12",
                number=1,
                is_current=True,
                text=f"Because of {CASE.lower()}, as explained",
                written_at=AT,
            ),
            a_measure_value(measure, numerator="1", denominator="2", reason=f"without {CASE}"),
            OutgoingEmail(
                recipient="x@testshire.example",
                subject=f"About {CASE}",
                body=f"{SPELLED}!",
                made_at=AT,
                give_up_at=AT,
            ),
            LegalHold(
                case_reference="OTHER-1", reason=f"sibling of {CASE}", placed_by=made.lead, placed_at=AT
            ),
        ]
    )


def found_in_the_rows(connection: Connection, marks: list[str]) -> dict[str, set[str]]:
    """Which of the marks stand in which column, whatever its type, what is packed in it too."""
    found: dict[str, set[str]] = {}
    for table in Base.metadata.sorted_tables:
        for row in connection.execute(select(table)).mappings():
            for column, value in row.items():
                held = _as_text(value)
                for mark in marks:
                    if mark.casefold() in held:
                        found.setdefault(mark, set()).add(f"{table.name}.{column}")
    return found


def _as_text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bytes() if value.startswith(b"PK\x03\x04"):
            return "".join(_unpacked(value)).casefold()
        case bytes():
            return value.decode("utf-8", "replace").casefold()
        case dict() | list():
            return json.dumps(value, ensure_ascii=False, default=str).casefold()
        case _:
            return str(value).casefold()


def _unpacked(content: bytes) -> Iterator[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            yield from (package.read(name).decode("utf-8", "replace") for name in package.namelist())
    except zipfile.BadZipFile:
        yield content.decode("utf-8", "replace")


def all_marks(made: MarkedCase) -> list[str]:
    """Those of the texts, and the ways of writing the reference."""
    return [*made.marks, CASE, SPELLED]
