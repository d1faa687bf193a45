from datetime import date

import pytest

from qa_app.domain.periods import Quarter
from qa_app.domain.roles import Role
from tests.factories import a_quarter_report, a_report_text, a_scorecard, an_audit_finding


@pytest.fixture(autouse=True)
def in_january_2017(monkeypatch):
    for module in ("routes", "writing", "making"):
        monkeypatch.setattr(f"qa_app.features.reports.{module}.today", lambda: date(2017, 1, 20))


def test_each_scorecard_lists_its_quarters_and_how_far_their_reports_are(
    get, session, sign_in, scorecard, audits
):
    me = sign_in(Role.QA_LEAD)
    session.add_all([a_report_text(scorecard, "Said."), an_audit_finding()])
    session.add(a_quarter_report(scorecard, me))
    session.add(a_scorecard(title="Not in use", active=False))
    session.commit()

    page = get("/reports")

    assert page.rows[:2] == [
        ["Q4 2016-17 of Board scorecard", "0 of 4", "0 of 3 months", "Not yet"],
        ["Q3 2016-17 of Board scorecard", "1 of 4", "1 of 3 months", "20 January 2017 at 09:00"],
    ]
    assert len(page.rows) == 8
    assert "Not in use" not in page.text
    assert get(page.link("Q3 2016-17 of Board scorecard")).heading == "Quality report, Q3 2016-17"


def test_a_quarter_that_is_not_over_says_so_and_its_later_months_wait(get, sign_in, scorecard):
    sign_in(Role.QA_LEAD)

    page = get(f"/reports/{scorecard.id}/{Quarter(2016, 4).key}")

    assert "The quarter is not over yet." in page.text
    assert "January 2017" in page.text
    assert "February 2017" not in page.text


def test_without_a_scorecard_there_is_nothing_to_report_on(get, sign_in):
    sign_in(Role.VIEWER)

    assert "There is no scorecard yet" in get("/reports").text


def test_it_is_reached_from_my_work(get, sign_in):
    sign_in(Role.VIEWER)

    assert get(get("/").link("Quarterly reports")).heading == "Quarterly reports"
