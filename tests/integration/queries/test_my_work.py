import pytest

from qa_app.domain.audit_form import progress
from qa_app.domain.roles import Role
from qa_app.domain.workflow import AuditStatus
from qa_app.queries.audit_answers import answers_of
from qa_app.queries.audit_tools import as_tool
from qa_app.queries.my_work import unfinished_audits
from tests.factories import a_person, a_tool, a_tool_version, an_audit


@pytest.mark.parametrize(
    ("judged", "words"),
    [
        ({}, ""),
        ({"assessment": 0}, ""),  # not applicable is an answer
        ({"assessment": None, "story": None}, "Evidence before the grade, and a story"),
        ({"assessment": 2, "visits": 2, "story": None, "overall": 1}, "   "),  # spaces are no words
        ({"assessment": 2, "visits": 2, "story": None, "overall": 1}, "Words"),
    ],
)
def test_answers_are_counted_as_the_form_counts_them(session, judged, words):
    version = a_tool_version(session, a_tool("assessment", standards=("visits",), texts=("story",)))
    auditor = a_person(Role.AUDITOR)
    audit = an_audit(version, auditor=auditor, status=AuditStatus.IN_PROGRESS, judged=judged, evidence=words)
    session.add(audit)
    session.flush()

    (row,) = unfinished_audits(session, auditor.id)

    by_the_form = sum(part.answered for part in progress(as_tool(version), answers_of(session, audit)))
    assert (row.answered, row.questions) == (by_the_form, 4)
