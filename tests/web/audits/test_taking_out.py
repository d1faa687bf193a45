"""Audits taken out as a file are the file they could be brought in from."""

import csv
import io
from datetime import UTC, date, datetime

import openpyxl
import pytest

from qa_app.domain.roles import Role
from qa_app.domain.workflow import AuditStatus
from qa_app.models import Audit, Judgement, Moderation, TrailEntry
from qa_app.services.importing import import_audits
from tests.factories import a_person, a_service_area, a_stream, a_tool, a_tool_version, an_audit
from tests.web.conftest import token

AT = datetime(2017, 2, 1, tzinfo=UTC)
EVIDENCE = '=2+2 "quoted", שלום 👩‍👧\nsecond line'


@pytest.fixture
def audits(session):
    version = a_tool_version(
        session, a_tool("assessment", code="case-file", standards=("history",), texts=("strengths",))
    )
    area, stream = a_service_area("North"), a_stream("Monthly")
    auditor, moderator = (
        a_person(Role.AUDITOR, name="Ada Okafor"),
        a_person(Role.MODERATOR, name="Ben Hughes"),
    )
    shared = {"service_area": area, "stream": stream, "auditor": auditor}
    moderated = an_audit(
        version,
        judged={"assessment": 0, "history": 2, "strengths": None, "overall": 4},
        moderated={"overall": 3},
        evidence=EVIDENCE,
        **shared,
    )
    session.add_all(
        [
            moderated,
            an_audit(version, audit_date=date(2016, 11, 1), judged={"overall": 1}, **shared),
            an_audit(version, status=AuditStatus.IN_PROGRESS, judged={"overall": 2}, **shared),
        ]
    )
    session.flush()
    session.add(
        Moderation(
            audit_id=moderated.id,
            moderator=moderator,
            chosen_because="worst grade",
            started_at=AT,
            finished_at=AT,
        )
    )
    session.commit()


def taken(client, extension, query=""):
    answer = client.post(f"/audits/taken-out.{extension}{query}", data={"csrf_token": token(client)})
    assert answer.status_code == 200
    return answer.get_data()


def as_rows(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_one_row_for_each_finished_audit(client, sign_in, audits):
    sign_in(Role.QA_LEAD)

    rows = as_rows(taken(client, "csv"))

    assert len(rows) == 2  # the one in progress is not finished
    assert rows[0]["auditor"] == "Ada Okafor"
    assert rows[0]["moderator"] == "Ben Hughes"
    assert rows[0]["moderation date"] == "2017-02-01"
    assert (rows[0]["overall"], rows[0]["overall moderated"]) == ("Inadequate", "Requires Improvement")
    assert (rows[0]["assessment"], rows[0]["history"]) == ("Not applicable", "Not met")
    assert rows[0]["overall evidence"] == "'" + EVIDENCE  # guarded: no spreadsheet runs it
    assert (rows[1]["overall"], rows[1]["overall moderated"]) == ("Outstanding", "")


def test_the_list_is_taken_out_as_it_is_filtered(client, sign_in, audits):
    sign_in(Role.QA_LEAD)

    assert len(as_rows(taken(client, "csv", "?from=201612"))) == 1
    assert len(as_rows(taken(client, "csv", "?question=overall&grade=3"))) == 1


def test_the_workbook_says_the_same(client, sign_in, audits):
    sign_in(Role.QA_LEAD)

    book = openpyxl.load_workbook(io.BytesIO(taken(client, "xlsx")))

    cells = [list(row) for row in book["Audits"].iter_rows(values_only=True)]
    heading = next(row for row in cells if row[0] == "reference")
    first = cells[cells.index(heading) + 1]
    assert first[heading.index("overall evidence")] == EVIDENCE
    assert first[heading.index("audit date")].date() == date(2016, 12, 5)


def test_taking_out_is_in_the_trail_without_case_text(client, session, sign_in, audits):
    sign_in(Role.QA_LEAD)
    taken(client, "csv", "?from=201612&text=CASE-7")

    entry = session.query(TrailEntry).filter_by(action="took out audits").one()
    assert entry.after == {
        "filter": {"from": "201612", "text": "words, not kept here"},
        "format": "csv",
    }


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.MODERATOR, Role.VIEWER, Role.ADMINISTRATOR])
def test_only_a_qa_lead_takes_audits_out(client, sign_in, audits, role):
    sign_in(role)

    answer = client.post("/audits/taken-out.csv", data={"csrf_token": token(client)})

    assert answer.status_code == 403


def test_what_was_taken_out_can_be_brought_in(client, session, sign_in, audits):
    sign_in(Role.QA_LEAD)
    content = taken(client, "xlsx")
    before = as_rows(taken(client, "csv"))
    # The auditor is known by name; the audits themselves are gone.
    for model in (Moderation, Judgement, Audit):
        session.query(model).delete()
    session.commit()

    book = openpyxl.load_workbook(io.BytesIO(content))
    for name in book.sheetnames:
        if name != "Audits":
            del book[name]
    sheet = book["Audits"]
    while sheet.cell(1, 1).value != "reference":
        sheet.delete_rows(1)
    out = io.BytesIO()
    book.save(out)
    import_audits(session, "audits.xlsx", out.getvalue(), add_missing=False, by=None, at=AT)
    session.commit()

    assert as_rows(taken(client, "csv")) == before
