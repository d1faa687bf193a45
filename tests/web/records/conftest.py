"""A council with a rule of six years: three old audits, a young one, and somebody to decide with."""

from datetime import UTC, date, datetime

import pytest

from qa_app.domain.retention import Kept
from qa_app.domain.roles import Role
from qa_app.services.retention_rules import set_rule
from tests.factories import a_person, a_stream, a_tool, a_tool_version, an_audit

AT = datetime(2016, 4, 1, tzinfo=UTC)


class Records:
    def __init__(self, session):
        self.session = session
        self.lead = a_person(Role.QA_LEAD, name="Lee Lead")
        self.other_lead = a_person(Role.QA_LEAD, name="Olu Other")
        self.administrator = a_person(Role.ADMINISTRATOR, name="Ade Admin")
        self.auditor = a_person(Role.AUDITOR, name="Asha Auditor")
        session.add_all([self.lead, self.other_lead, self.administrator, self.auditor])
        self.version = a_tool_version(session, a_tool("assessment", texts=("worries",)))
        self.stream = a_stream("Monthly")
        self.old = [
            self.audit(f"C-000{number}", date(2016, 4, number), reference=f"A-{number}")
            for number in (1, 2, 3)
        ]
        self.young = self.audit("C-0009", date(2026, 1, 5), reference="A-9")
        set_rule(session, Kept(6), by=self.lead, at=AT)
        session.commit()

    def audit(self, case, day, **named):
        values = {
            "case_reference": case,
            "audit_date": day,
            "stream": self.stream,
            "auditor": self.auditor,
            "worker_name": "Wim Worker",
            "judged": {"assessment": 2, "overall": 3, "worries": None},
            "evidence": f"Evidence about {case}",
        }
        audit = an_audit(self.version, **(values | named))
        self.session.add(audit)
        return audit


@pytest.fixture
def records(session):
    return Records(session)
