"""A mark in everything that is written about children, and the look for it in what is answered."""

import io

from pypdf import PdfReader
from sqlalchemy import Engine, func, literal, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from qa_app.domain.moderation import Decision
from qa_app.domain.moderation_draft import Draft
from qa_app.domain.roles import Role
from qa_app.domain.workflow import EDITABLE, AuditStatus
from qa_app.models import Audit, ImportBatch, ImportKind, ImportStatus, Judgement, Person, TrailEntry
from qa_app.services.moderation import start_moderation
from qa_app.services.moderation_draft import save_draft
from qa_app.web.clock import now
from tests.browser.council import EMAILS
from tests.factories import a_moderation

MARK = "zqmark"


def put_marks(session: Session) -> None:
    """In the audits of a filled council: what is unfinished is its auditor's, one is being moderated."""
    auditor, moderator = (
        session.scalars(select(Person).where(Person.email == EMAILS[role])).one()
        for role in (Role.AUDITOR, Role.MODERATOR)
    )
    session.execute(update(Judgement).values(evidence=f"{MARK} evidence"))
    session.execute(update(Audit).values(case_reference=literal(f"{MARK}-").concat(Audit.id)))
    session.execute(
        update(Audit)
        .where(Audit.status.in_(sorted(EDITABLE)))
        .values(auditor_id=auditor.id, returned_because=f"{MARK} returned")
    )
    session.expire_all()
    waiting = session.scalars(select(Audit).where(Audit.status == AuditStatus.SUBMITTED)).all()
    moderated = a_moderation(session, waiting[0], decisions={"overall": Decision(3, f"{MARK} reason")})
    moderated.comment_on_practice = f"{MARK} comment on practice"
    moderated.comment_on_audit_quality = f"{MARK} comment on quality"
    begun = start_moderation(session, waiting[1], by=moderator, at=now())
    draft = Draft({}, f"{MARK} draft", "")
    save_draft(session, begun, draft, opened_at_version=begun.version, by=moderator, at=now())
    problem = {"row": 2, "column": "evidence", "value": f"{MARK} typed", "what_to_do": "Shorten it"}
    session.add(
        ImportBatch(
            kind=ImportKind.AUDITS,
            status=ImportStatus.CHECKED,
            file_name="audits.csv",
            digest="0" * 64,
            content=b"x",
            options={},
            report={"problems": [problem], "problem_count": 1},
            uploaded_at=now(),
        )
    )
    session.commit()


def shows_marks(response: TestResponse) -> bool:
    content = response.get_data()
    if content.startswith(b"%PDF"):
        content = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).encode()
    return MARK.encode() in content


def looks_recorded(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).where(TrailEntry.is_look)) or 0
