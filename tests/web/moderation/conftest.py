from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from sqlalchemy.orm import Session

from qa_app.domain.periods import LONDON
from qa_app.domain.sampling import ChosenBecause
from qa_app.domain.workflow import AuditStatus
from qa_app.models import Audit, AuditToolVersion, ModerationSetting
from qa_app.web.clock import today
from tests.factories import a_tool, a_tool_version, an_audit

JUDGED = {"assessment": 2, "planning": None, "visits": 1, "story": None, "overall": 2}


@pytest.fixture
def version(session: Session) -> AuditToolVersion:
    return a_tool_version(session, a_tool("assessment", "planning", standards=("visits",), texts=("story",)))


@pytest.fixture
def waiting(session: Session, version: AuditToolVersion) -> Callable[..., Audit]:
    """Adds an audit that waits for moderation: Good throughout, with planning left open."""

    def add(reference: str = "A-1", *, submitted_on: date | None = None, **named: object) -> Audit:
        audit = an_audit(
            version,
            **{
                "reference": reference,
                "status": AuditStatus.SUBMITTED,
                "chosen_because": ChosenBecause.WORST_GRADE,
                "judged": JUDGED,
                "evidence": "She saw her social worker every week.",
                # The first instant of the day, so that it is past whenever the tests run.
                "submitted_at": datetime.combine(submitted_on or today(), time(), tzinfo=LONDON),
            }
            | named,
        )
        session.add(audit)
        session.flush()
        return audit

    return add


@pytest.fixture
def blind(session: Session) -> None:
    session.get_one(ModerationSetting, 1).blind = True
    session.commit()
