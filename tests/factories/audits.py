from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any

from qa_app.domain.roles import Role
from qa_app.domain.workflow import COUNTED, AuditStatus
from qa_app.models import Audit, AuditToolVersion, Judgement
from tests.factories.people import a_person
from tests.factories.structure import a_service_area, a_stream

_numbers = count(1)


def an_audit(
    version: AuditToolVersion,
    *,
    audit_date: date = date(2016, 12, 5),
    status: AuditStatus = AuditStatus.FINAL,
    judged: dict[str, int | None] | None = None,
    moderated: dict[str, int] | None = None,
    evidence: str = "",
    **named: Any,
) -> Audit:
    """A finished audit; `judged` and `moderated` give positions (1 is best) by question code."""
    number = next(_numbers)
    finished = datetime.combine(audit_date, time(12), tzinfo=UTC)
    audit = Audit(
        **{
            "reference": f"A-{number:05}",
            "tool_version": version,
            "case_reference": f"C{number:05}",
            "audit_date": audit_date,
            "status": status,
            "created_at": finished,
            "submitted_at": finished if status in COUNTED else None,
            "moderated_at": finished if moderated is not None else None,
        }
        | named
    )
    if "auditor" not in named and "auditor_id" not in named:
        audit.auditor = a_person(Role.AUDITOR)
    if "stream" not in named and "stream_id" not in named:
        audit.stream = a_stream()
    if "service_area" not in named and "service_area_id" not in named:
        audit.service_area = a_service_area()
    audit.judgements = judge(
        version, judged if judged is not None else {"overall": 2}, moderated or {}, evidence
    )
    return audit


def judge(
    version: AuditToolVersion, judged: dict[str, int | None], moderated: dict[str, int], evidence: str = ""
) -> list[Judgement]:
    questions = {question.code: question for section in version.sections for question in section.questions}
    return [
        Judgement(
            question=questions[code],
            auditor_value=value,
            moderated_value=moderated.get(code),
            evidence=evidence,
        )
        for code, value in judged.items()
    ]
