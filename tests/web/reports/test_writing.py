import pytest
from sqlalchemy import select

from qa_app.domain.quarter_report import TextBlock
from qa_app.domain.roles import Role
from qa_app.models import AuditFinding, ReportText
from tests.factories import a_report_text, an_audit_finding


@pytest.fixture
def text_page(scorecard) -> str:
    return f"/reports/{scorecard.id}/2016-17-Q3/texts/introduction"


def texts(session) -> list[str]:
    return list(session.scalars(select(ReportText.text).order_by(ReportText.number)))


def test_a_text_is_previewed_then_saved(get, send, session, sign_in, text_page, scorecard):
    sign_in(Role.QA_LEAD)
    page = get(text_page)
    assert page.heading == "Introduction"

    typed = "# Practice\n\n- is **steady**\n- <script>alert(1)</script>\n"
    page = send(text_page, page.form() | {"text": typed, "then": "preview"})

    preview = page.tree.xpath("//section[@aria-labelledby='preview-heading']")[0]
    assert preview.xpath("string(.//h4)") == "Practice"
    assert [item.text_content() for item in preview.xpath(".//li")] == [
        "is steady",
        "<script>alert(1)</script>",
    ]
    assert page.form_texts == [typed]
    assert texts(session) == []

    page = send(text_page, page.form() | {"then": "save"})

    assert page.messages == ["Introduction is saved."]
    assert page.heading == "Quality report, Q3 2016-17"
    assert "Written by" in page.text
    assert texts(session) == [typed.strip("\n")]


def test_what_somebody_else_saved_meanwhile_stands_beside_what_was_typed(
    get, send, session, sign_in, text_page, scorecard
):
    sign_in(Role.QA_LEAD)
    form = get(text_page).form()
    session.add(a_report_text(scorecard, "Theirs."))
    session.commit()

    page = send(text_page, form | {"text": "Mine.", "then": "save"}, status=409)

    assert "What you wrote is still below" in page.errors[0]
    assert page.form_texts == ["Mine."]
    assert "Theirs." in page.text
    assert texts(session) == ["Theirs."]

    page = send(text_page, page.form() | {"then": "save"})
    assert page.messages == ["Introduction is saved."]
    assert texts(session) == ["Theirs.", "Mine."]
    versions = get(text_page).tree.xpath("//details[contains(., 'Every version')]")[0].text_content()
    assert versions.index("Mine.") < versions.index("Theirs.")


@pytest.mark.parametrize("then", ["save", "preview"])
def test_a_text_that_is_too_long_is_refused_at_its_field_and_kept(
    get, send, session, sign_in, text_page, then
):
    sign_in(Role.QA_LEAD)

    page = send(text_page, get(text_page).form() | {"text": "x" * 50_001, "then": then}, status=422)

    assert page.errors == [
        "This is 50,001 characters long and the most that can be saved is 50,000: shorten it by 1"
    ]
    assert page.tree.xpath("//*[@id='text-error']")
    assert len(page.form_texts[0]) == 50_001
    assert texts(session) == []


def test_findings_are_written_beside_the_figures_they_explain(get, send, session, sign_in, scorecard, audits):
    sign_in(Role.QA_LEAD)
    quarter = get(f"/reports/{scorecard.id}/2016-17-Q3")
    path = quarter.link("Write December 2016")

    page = get(path)
    assert page.heading == "Findings of December 2016"
    assert "14 audits, all moderated." in page.text
    assert page.rows == [
        ["Outstanding", "0", "0%"],
        ["Good", "2", "14%"],
        ["Requires Improvement", "10", "71%"],
        ["Inadequate", "2", "14%"],
    ]

    typed = {"theme": "Voice of the child", "cohort": "Fourteen files", "strengths": "- Seen alone"}
    page = send(path, page.form() | typed | {"then": "preview"})
    assert "Nothing is saved yet." in page.text
    assert session.scalars(select(AuditFinding)).all() == []

    page = send(path, page.form() | {"then": "save"})

    assert page.messages == ["The findings of December 2016 are saved."]
    assert page.heading == "Quality report, Q3 2016-17"
    assert "Voice of the child. Written by" in page.text
    row = session.scalars(select(AuditFinding)).one()
    assert (row.month, row.theme, row.cohort, row.strengths) == (201612, *typed.values())


def test_findings_that_somebody_else_saved_meanwhile_are_shown(get, send, session, sign_in):
    sign_in(Role.QA_LEAD)
    form = get("/reports/findings/2016-12").form()
    session.add(an_audit_finding(strengths="- Theirs"))
    session.commit()

    page = send("/reports/findings/2016-12", form | {"strengths": "- Mine", "then": "save"}, status=409)

    assert "- Theirs" in page.text
    assert "- Mine" in page.form_texts
    page = send("/reports/findings/2016-12", page.form() | {"then": "save"})
    assert page.messages == ["The findings of December 2016 are saved."]
    assert session.scalars(select(AuditFinding.strengths)).one() == "- Mine"


def test_a_theme_that_is_too_long_is_refused_at_its_field(get, send, sign_in):
    sign_in(Role.QA_LEAD)
    form = get("/reports/findings/2016-12").form()

    page = send("/reports/findings/2016-12", form | {"theme": "x" * 301, "strengths": "Kept"}, status=422)

    assert page.tree.xpath("//*[@id='theme-error']")
    assert "Kept" in page.form_texts


def test_who_only_reads_is_offered_nothing_to_write(get, sign_in, scorecard, text_page, session):
    session.add(a_report_text(scorecard, "Said.", TextBlock.SCORECARD))
    sign_in(Role.VIEWER)

    page = get(f"/reports/{scorecard.id}/2016-17-Q3")

    assert "Write" not in "".join(page.links)
    assert page.text.count("Not written yet") == 6
    get(text_page, status=403)


@pytest.mark.parametrize(
    "path",
    [
        "/reports/99/2016-17-Q3",
        "/reports/{id}/2016-12",
        "/reports/{id}/Q3 2016-17",
        "/reports/{id}/nothing",
        "/reports/{id}/2999-00-Q1",
        "/reports/{id}/2016-17-Q3/texts/conclusion",
        "/reports/findings/2016-17-Q3",
        "/reports/findings/2999-01",
    ],
)
def test_what_is_no_quarter_or_month_that_has_begun_is_not_there(get, sign_in, scorecard, path):
    sign_in(Role.QA_LEAD)

    get(path.format(id=scorecard.id), status=404)
