"""From a scorecard to a publication, to what has changed since, to its revision."""

import csv
import io
from datetime import UTC, datetime

import openpyxl
import pytest
from pypdf import PdfReader

from qa_app.domain.moderation import Decision
from qa_app.domain.roles import Role
from qa_app.domain.workflow import AuditStatus
from qa_app.models import Publication
from qa_app.services.scorecard_lines import remove_line
from tests.factories import a_moderation, a_service_area
from tests.web.publications.conftest import CHOICE, published_part


def since(page) -> list[list[str]]:
    """The rows of what has changed since, without the ones of what the revision itself changed."""
    return [
        [" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")]
        for row in page.tree.xpath("//section[h2='Since publication']//tr[td]")
    ]


@pytest.fixture
def lead(sign_in):
    return sign_in(Role.QA_LEAD, name="Lena Lead")


def test_the_page_says_what_who_when_and_that_it_is_unchanged(get, lead, publish):
    page = get(publish(note="For the board of January"))

    assert page.heading == "Board scorecard"
    for said in (
        "Q3 2016-17, revision 1",
        "Lena Lead",
        "Inside the council: every figure",
        "unchanged since it was published",
        "For the board of January",
        "No figure has changed since publication.",
        "70% of 20",
        "Fewer were seen in time.",
    ):
        assert said in page.text, said


def test_later_changes_do_not_change_it_and_it_says_which_and_why(get, lead, publish, council):
    address = publish()
    before = get(address)

    audit = council.add_audit(2)
    council.revise("75", "Late returns")
    council.move_thresholds()
    page = get(address)

    assert published_part(page) == published_part(before)
    assert "3 figures have changed since publication." in page.text
    rows = since(page)
    assert rows[0][:4] == ["Plans are SMART, Q3 2016-17", "Figure", "70%", "67%"]
    assert rows[0][4] == f"1 audit was finished since {audit.reference}, finished"
    by_name = {row[0]: row for row in rows if len(row) == 5}
    assert by_name["Visits in time, Q3 2016-17"][1:4] == ["Figure", "71%", "75%"]
    assert by_name["Visits in time, Q3 2016-17"][4].startswith("The value was revised on ")
    assert by_name["Visits in time, Q3 2016-17"][4].endswith(": Late returns")
    assert by_name["Reviews held, Q3 2016-17"][4].startswith("Its thresholds were changed on ")
    assert ["Status", "◆ Outstanding", "✓ Good"] in [row[-3:] if len(row) < 5 else row[1:4] for row in rows]


def test_a_revision_lists_what_it_changed_and_takes_the_place_of_the_one_before(get, lead, publish, council):
    first = publish()
    council.revise("75", "Late returns")

    preview = get(get(first).link("Publish a revision"))
    assert "1 figure has changed since publication." in preview.text
    assert ["Visits in time, Q3 2016-17", "Figure", "71%", "75%"] in [row[:4] for row in preview.rows]
    second = publish(note="With late returns")

    revised = get(second)
    assert "revision 2" in revised.text
    assert "What this revision changed" in revised.text
    assert "Late returns" in revised.text
    assert "No figure has changed since publication." in revised.text
    earlier = get(first)
    assert "A later revision holds now: revision 2" in earlier.text
    assert "Since publication" not in earlier.text
    assert "71%" in published_part(earlier)
    assert "75%" not in published_part(earlier)


def test_publishing_again_what_has_not_changed_is_refused(get, send, lead, publish, council):
    publish()
    address = f"/scorecards/{council.card.id}/publish?{CHOICE}&profile=internal"

    page = get(address, status=422)
    assert "Nothing has changed since revision 1 was published" in page.text
    assert not page.tree.xpath("//button[contains(., 'Publish')]")
    # Even so somebody may send the form that they opened before.
    answer = send(address, {"seen": "anything"}, status=409)
    assert answer.errors


def test_figures_that_change_between_looking_and_publishing_are_shown_first(
    get, send, lead, council, session
):
    address = f"/scorecards/{council.card.id}/publish?{CHOICE}&profile=internal"
    seen = get(address).form(address)["seen"]
    council.revise("75", "Late returns")

    page = send(address, {"seen": seen, "note": "Kept"}, status=409)

    assert page.errors == [
        "The figures changed while you had this page open. Look at what is published now, then publish it."
    ]
    assert page.form_texts == ["Kept"]
    assert session.query(Publication).count() == 0
    assert send(address, {"seen": page.form(address)["seen"]}).heading == "Board scorecard"


def test_a_period_that_is_not_over_is_refused(get, lead, council):
    page = get(f"/scorecards/{council.card.id}/publish?period=2098-99-Q1", status=422)

    assert "Q1 2098-99 is not over: publish it after 30 June 2098" in page.text


def test_lines_that_owe_a_comment_are_named_and_do_not_hold_it_up(get, lead, publish, council):
    for _ in range(5):
        council.add_audit(2)

    page = get(f"/scorecards/{council.card.id}/publish?{CHOICE}")

    assert "1 line asks for a comment and has none." in page.text
    assert "Plans are SMART: Inadequate: worse than every band" in page.text
    assert get(publish()).heading == "Board scorecard"


@pytest.mark.parametrize("query", ["profile=everybody", "layout=upside-down", "period=yesterday"])
def test_what_makes_no_sense_is_told(get, lead, council, query):
    page = get(f"/scorecards/{council.card.id}/publish?{query}", status=422)

    assert (
        "cannot be chosen here" in page.text or "is no layout" in page.text or "is not a period" in page.text
    )


def test_moderated_audits_are_a_cause_and_agreed_ones_are_not(get, lead, publish, council, session):
    agreed = council.add_audit(1, status=AuditStatus.SUBMITTED)
    revised = council.add_audit(1, status=AuditStatus.SUBMITTED)
    address = publish()

    a_moderation_now(session, agreed, {})
    a_moderation_now(session, revised, {"smart": Decision(2, "It has no date")})
    session.commit()

    (row, *_) = since(get(address))
    assert row[4] == f"1 audit was moderated since {revised.reference}, moderated"


def a_moderation_now(session, audit, decisions):
    return a_moderation(session, audit, decisions=decisions, at=datetime.now(UTC))


def test_a_viewer_is_told_how_many_audits_and_not_which(get, lead, publish, council, sign_in):
    address = publish()
    audit = council.add_audit(2)
    sign_in(Role.VIEWER)

    page = get(address)

    assert "1 audit was finished since" in page.text
    assert audit.reference not in page.text_of_body
    assert "Publish a revision" not in page.links


def test_who_sees_some_areas_finds_only_what_is_for_the_public(get, lead, publish, council, sign_in):
    internal = publish()
    sign_in(Role.VIEWER, areas=[a_service_area("South")])
    assert "Nothing of this was published for the public yet." in get("/publications").text

    sign_in(Role.QA_LEAD)
    public = publish("public")
    sign_in(Role.VIEWER, areas=[a_service_area("West")])

    get(internal, status=404)
    get(f"{internal}/export/csv", status=404)
    assert get(public).heading == "Board scorecard"
    assert len(get("/publications").rows) == 1


def test_the_list_names_what_holds_and_what_was_superseded(get, lead, publish, council):
    publish()
    council.revise("75", "Late returns")
    publish()
    publish("public")

    rows = get("/publications?kind=scorecard&period=2016-17-Q3").rows

    assert [(row[2], row[3]) for row in rows] == [
        ("For the public: small numbers suppressed", "1, current"),
        ("Inside the council: every figure", "2, current"),
        ("Inside the council: every figure", "1, superseded"),
    ]
    assert get("/publications?kind=judgements").rows == []
    assert get("/publications?kind=leaflets", status=422).errors
    assert get("/publications?period=soon", status=422).errors


def test_files_are_of_what_was_published(client, lead, publish, council):
    address = publish()
    council.revise("75", "Late returns")

    def content(extension):
        return client.get(f"{address}/export/{extension}").get_data()

    rows = list(csv.reader(io.StringIO(content("csv").decode("utf-8-sig"))))
    assert any("71" in row for row in rows)
    assert not any("75" in row for row in rows)
    book = openpyxl.load_workbook(io.BytesIO(content("xlsx")))
    values = {cell for row in book["Scorecard"].iter_rows(values_only=True) for cell in row}
    assert 0.71 in values
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content("pdf"))).pages)
    assert "71%" in text
    assert "75%" not in text


def test_of_a_scorecard_that_is_gone_the_copy_stays(get, lead, publish, council, session):
    address = publish()
    before = published_part(get(address))
    for theme in council.card.themes:
        theme.lines.clear()
    session.delete(council.card)
    session.commit()

    page = get(address)

    assert published_part(page) == before
    assert "can no longer be drawn" in page.text


def test_a_changed_copy_is_told(get, lead, publish, session):
    address = publish()
    publication = session.query(Publication).one()
    content = publication.content
    content["rows"] = content["page"]
    session.execute(Publication.__table__.update().values(content=content))
    session.commit()

    assert "not what was published" in get(address).text


def test_a_line_taken_off_the_scorecard_is_a_change(get, lead, publish, council, session):
    address = publish()
    line = council.card.themes[1].lines[0]
    remove_line(
        session,
        council.card,
        line,
        opened_at_version=council.card.version,
        by=lead,
        at=datetime.now(UTC),
    )
    session.commit()

    row = next(row for row in since(get(address)) if row[0] == "Reviews held, Q3 2016-17")
    assert row[2:4] == ["90%", "not there"]
    assert row[4].startswith("The scorecard was changed on ")
