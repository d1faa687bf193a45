"""Where the text of an audit was removed, every page and file that would show it says so."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from qa_app.domain.moderation import Decision
from qa_app.domain.roles import Role
from qa_app.domain.workflow import AuditStatus
from qa_app.services.removing_text import remove_text
from tests.factories import a_moderation, a_person, a_tool, a_tool_version, an_audit
from tests.web.conftest import token

# Half past midnight in London: the day before in UTC.
AT = datetime(2026, 4, 2, 23, 30, tzinfo=UTC)
REMOVED = "Removed on 3 April 2026"
TEXTS = (
    "C-0017",
    "Wim Worker",
    "Evidence of it",
    "Because of it",
    "Warm, purposeful",
    "bears the grades out",
)


@pytest.fixture
def people(session):
    lead, auditor = a_person(Role.QA_LEAD), a_person(Role.AUDITOR, name="Asha Auditor")
    session.add_all([lead, auditor])
    session.flush()
    return lead, auditor


@pytest.fixture
def audit(session, people):
    """Moderated, with a text in every place; then its text is removed."""
    lead, auditor = people
    version = a_tool_version(
        session, a_tool("assessment", standards=("seen",), texts=("worries",), code="case")
    )
    audit = an_audit(
        version,
        reference="A-1",
        case_reference="C-0017",
        worker_name="Wim Worker",
        evidence="Evidence of it",
        judged={"assessment": 2, "seen": 1, "worries": None, "overall": 3},
        status=AuditStatus.SUBMITTED,
        auditor=auditor,
        audit_date=date(2016, 12, 5),
    )
    a_moderation(session, audit, decisions={"overall": Decision(4, "Because of it")})
    session.commit()
    remove_text(session, [audit.id], by=lead, at=AT)
    session.commit()
    return audit


def check(text, *, at_least):
    assert text.lower().count(REMOVED.lower()) >= at_least, text
    assert [gone for gone in TEXTS if gone in text] == []


def test_the_page_of_the_audit_says_it_and_keeps_the_grades(audit, people, sign_in, get):
    sign_in(person=people[0])

    page = get(f"/audits/{audit.id}")

    assert "all that was written in this audit were removed on 3 April 2026" in page.text
    check(page.text, at_least=7)  # case, worker, three answers, a reason, two comments
    assert "The auditor judged it Requires Improvement" in page.text
    assert "Inadequate" in page.text
    assert "Case text removed" in page.text  # in its history
    assert "Ask for moderation" not in page.text
    assert "Return to the auditor" not in page.text


def test_the_document_says_it_too(audit, people, sign_in, client):
    sign_in(person=people[0])

    with client.get(f"/audits/{audit.id}/audit.pdf") as answer:
        document = PdfReader(io.BytesIO(answer.get_data()))

    text = " ".join(" ".join(page.extract_text().split()) for page in document.pages)
    check(text, at_least=5)
    assert "all that was written in this audit were removed on 3 April 2026" in text


@pytest.mark.parametrize(
    "path", ["/audits", "/audits?counted=1&grade=4&question=overall", "/audits?text=A-1"]
)
def test_lists_and_the_audits_behind_a_figure_say_it(audit, people, sign_in, get, path):
    sign_in(person=people[0])

    page = get(path)

    assert page.rows[0][0] == "A-1 case reference removed on 3 April 2026"
    check(" ".join(page.rows[0]), at_least=1)


def test_it_is_not_found_by_its_case_any_more(audit, people, sign_in, get):
    sign_in(person=people[0])

    assert get("/audits?text=C-0017").rows == []


def test_ones_own_work_says_it(audit, people, sign_in, get):
    sign_in(person=people[1])

    page = get("/")

    assert "case reference removed on 3 April 2026" in page.text
    check(page.text, at_least=1)


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_the_extract_says_it_in_each_cell(audit, people, sign_in, client, extension):
    from python_calamine import CalamineWorkbook

    sign_in(person=people[0])
    with client.post(f"/audits/taken-out.{extension}", data={"csrf_token": token(client)}) as answer:
        content = answer.get_data()
    if extension == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    else:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]

    row = next(row for row in rows if row[0] == "A-1")
    check("\n".join(map(str, row)), at_least=4)
    assert {"Good", "Requires Improvement", "Inadequate", "Met"} <= set(row)


def test_a_page_that_would_change_it_names_no_case(audit, people, sign_in, get, send):
    sign_in(person=people[0])

    assert "case reference removed on 3 April 2026" in get(f"/audits/{audit.id}/return").text
    assert "removed on 3 April 2026" in send(f"/audits/{audit.id}/ask-for-moderation", status=409).text
