import io
from datetime import UTC, datetime

import openpyxl
import pytest
from lxml import html
from pypdf import PdfReader

from qa_app.domain.quarter_report import TextBlock
from qa_app.domain.roles import Role
from qa_app.features.reports import drawing
from qa_app.models import QuarterReport, ReportState
from tests.factories import a_quarter_report, a_report_text, an_audit_finding
from tests.web.reports.conftest import NORTH
from tests.web.reports.waiting import wait_for

AT = datetime(2017, 1, 20, 9, tzinfo=UTC)


@pytest.fixture
def make(send, client, session):
    """Makes the report of Q3 2016-17 and returns the address of its page once it is over."""

    def press(scorecard) -> str:
        page = send(f"/reports/{scorecard.id}/2016-17-Q3/make")
        path = page.tree.xpath("//*[@data-progress]/@data-progress")
        if path:
            wait_for(client, path[0].removesuffix("/progress"))
            return path[0].removesuffix("/progress")
        return page.link("Document to print (PDF)").removesuffix("/pdf")

    return press


def pdf_of(client, path: str) -> PdfReader:
    return PdfReader(io.BytesIO(client.get(f"{path}/pdf").get_data()), strict=True)


def workbook_of(client, path: str):
    return openpyxl.load_workbook(io.BytesIO(client.get(f"{path}/xlsx").get_data()))


def text_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


def bookmarks(reader: PdfReader) -> list[tuple[int, str, int]]:
    """(level, title, page) of the outline; pages count from 1."""

    def walk(entries, level):
        for entry in entries:
            if isinstance(entry, list):
                yield from walk(entry, level + 1)
            else:
                yield level, entry.title, reader.get_destination_page_number(entry) + 1

    return list(walk(reader.outline, 0))


def rows_of(sheet) -> list[tuple]:
    return [tuple(cell for cell in row) for row in sheet.iter_rows(values_only=True)]


def test_a_quarter_in_one_document(make, sign_in, session, client, get, scorecard, audits):
    sign_in(Role.QA_LEAD)
    session.add(a_report_text(scorecard, "# What to take from this\n\nPractice is **steady**."))
    session.add(a_report_text(scorecard, "1. Recruit", TextBlock.NEXT_STEPS))
    session.add(an_audit_finding())

    path = make(scorecard)

    page = get(path)
    assert page.heading == "The report is ready"
    reader = pdf_of(client, path)
    assert reader.metadata.title == "Quality report, Q3 2016-17"
    text = text_of(reader)
    for said in (
        "Practice is steady.",
        "Plans reviewed in time",
        "Two teams were short of staff.",
        "Ann Lee",
        "Voice of the child",
        "14 audits, all moderated",
        "Good 2 14%",
        "Requires Improvement 10 71%",
        "Inadequate 2 14%",
        "two from each team",
        "• Children were seen alone",
        "1. Recruit",
    ):
        assert said in text, said


def test_the_outline_and_the_contents_lead_to_where_each_part_is(
    make, sign_in, session, client, scorecard, audits
):
    sign_in(Role.QA_LEAD)
    session.add_all([a_report_text(scorecard, "Steady."), an_audit_finding()])

    reader = pdf_of(client, make(scorecard))

    outline = bookmarks(reader)
    assert [title for level, title, _ in outline if level <= 1] == [
        "Quality report, Q3 2016-17",
        "Contents",
        "Introduction",
        "Scorecard",
        "Judgement tables",
        "Audit findings",
        "Notes",
    ]
    titles = [title for _, title, _ in outline]
    for expected in ("Timeliness", "Exceptions and actions", NORTH, "December 2016"):
        assert expected in titles
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    assert [title for _, title, number in outline if title not in pages[number - 1]] == []
    first, last = (number for _, title, number in outline if title in ("Contents", "Introduction"))
    listed = " ".join(pages[first - 1 : last - 1])
    missing = [
        f"{title} {number}"
        for level, title, number in outline[2:]
        if level <= 2 and f"{title} {number}" not in listed
    ]
    assert missing == []


def test_a_quarter_in_one_workbook(make, sign_in, session, client, scorecard, audits):
    sign_in(Role.QA_LEAD)
    session.add_all([a_report_text(scorecard, "- Steady\n- Warm"), an_audit_finding()])

    book = workbook_of(client, make(scorecard))

    assert book.sheetnames[:4] == ["Cover", "Notes", "Introduction", "Scorecard"]
    assert {"Comments", "Areas, percentages", "Domains, counts", "Findings"} <= set(book.sheetnames)
    assert ("• Steady",) in rows_of(book["Introduction"])
    months = rows_of(book["Audits by month"])
    assert (
        "December 2016",
        "Overall judgement",
        "Requires Improvement",
        10,
        14,
        pytest.approx(10 / 14),
    ) in months
    assert ("December 2016", "Planning", "Good", 0, 0, "[z]") in months
    assert ("November 2016", "Overall judgement", "Good", 0, 0, "[z]") in months
    assert ("October 2016", "Planning", "Requires Improvement", 1, 1, 1) in months
    assert ("• Children were seen alone",) in rows_of(book["Findings"])


def test_figures_are_those_of_the_areas_of_whoever_asked(
    make, sign_in, session, client, get, new_client, scorecard, audits
):
    sign_in(Role.VIEWER, areas=[audits[NORTH]])

    path = make(scorecard)

    text = text_of(pdf_of(client, path))
    assert "9 audits, all moderated" in text
    assert f"Service areas {NORTH}" in text
    assert "South" not in text
    for role in (Role.VIEWER, Role.AUDITOR):
        sign_in(role)
        for address in (path, f"{path}/progress", f"{path}/pdf", f"{path}/xlsx"):
            assert client.get(address).status_code == 404
        assert f"{path}" not in get(f"/reports/{scorecard.id}/2016-17-Q3").text_of_body
    sign_in(Role.QA_LEAD)
    assert get(path).heading == "The report is ready"


def test_a_report_that_stood_still_can_be_made_again(get, send, client, session, sign_in, scorecard, audits):
    me = sign_in(Role.VIEWER)
    stuck = a_quarter_report(
        scorecard, me, state=ReportState.DRAWING, done=1, step="Counting the judgements", pdf=None, xlsx=None,
        finished_at=None,
    )  # fmt: skip
    session.add(stuck)
    session.commit()
    path = f"/reports/made/{stuck.id}"

    page = get(path)
    assert page.heading == "The report is being made"
    assert "Counting the judgements" in page.text
    # Without scripts the page looks again by itself.
    head = html.document_fromstring(page.text_of_body).head
    assert 'http-equiv="refresh"' in html.tostring(head.xpath("//noscript")[0]).decode()
    assert client.get(f"{path}/pdf").status_code == 404

    send(f"{path}/again", page.form(f"{path}/again"))

    assert wait_for(client, path)["done"] == 5
    assert get(path).heading == "The report is ready"
    assert client.get(f"{path}/pdf").get_data().startswith(b"%PDF")


def test_pressing_twice_makes_one(send, session, sign_in, scorecard, monkeypatch):
    sign_in(Role.VIEWER)
    monkeypatch.setattr("qa_app.features.reports.making.draw_beside", lambda report: None)

    send(f"/reports/{scorecard.id}/2016-17-Q3/make")
    page = send(f"/reports/{scorecard.id}/2016-17-Q3/make")

    assert page.heading == "The report is being made"
    assert session.query(QuarterReport).count() == 1


def test_a_drawing_that_fails_says_so_and_quotes_nothing(
    send, get, session, sign_in, scorecard, monkeypatch, caplog
):
    sign_in(Role.VIEWER)
    monkeypatch.setattr("qa_app.features.reports.making.draw_beside", lambda report: None)
    send(f"/reports/{scorecard.id}/2016-17-Q3/make")
    report = session.query(QuarterReport).one()
    session.commit()

    def fail(*given, **named):
        raise ValueError("what a child said")

    monkeypatch.setattr(drawing, "written_files", fail)
    drawing.draw(session.get_bind(), drawing.order_of(report, author="Testshire"))

    page = get(f"/reports/made/{report.id}")
    assert page.heading == "The report could not be made"
    assert page.form(f"/reports/made/{report.id}/again")
    assert "ValueError" in caplog.text
    assert "child" not in caplog.text


def test_steps_are_seen_while_it_is_drawn(send, session, sign_in, scorecard, monkeypatch):
    sign_in(Role.VIEWER)
    monkeypatch.setattr("qa_app.features.reports.making.draw_beside", lambda report: None)
    send(f"/reports/{scorecard.id}/2016-17-Q3/make")
    report = session.query(QuarterReport).one()
    session.commit()
    seen = []

    def look(session_, report_id, step, *, asked_at):
        told(session_, report_id, step, asked_at=asked_at)
        session_.commit()
        session.refresh(report)
        seen.append((report.done, report.step))
        session.commit()

    told = drawing.tell_step
    monkeypatch.setattr(drawing, "tell_step", look)
    drawing.draw(session.get_bind(), drawing.order_of(report, author="Testshire"))

    assert seen == [
        (0, "Reading the scorecard"),
        (1, "Counting the judgements"),
        (2, "Reading the findings of the three months"),
        (3, "Drawing the document"),
        (4, "Writing the workbook"),
    ]
    session.refresh(report)
    assert report.state is ReportState.READY


def test_a_report_that_is_not_there(get, sign_in):
    sign_in(Role.VIEWER)
    for path in ("/reports/made/99", "/reports/made/99/progress", "/reports/made/99/pdf"):
        get(path, status=404)
