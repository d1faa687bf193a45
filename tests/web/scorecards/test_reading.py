import csv
import io

import pytest

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.measures import Frequency, MeasureKind
from qa_app.domain.periods import Quarter
from qa_app.domain.roles import Role
from qa_app.domain.scorecard_choice import Layout, StatusRule
from qa_app.models import ScorecardLine
from qa_app.web.clock import today
from tests.factories import a_tool, a_tool_version, an_audit
from tests.factories.measures import a_measure
from tests.factories.scorecards import a_comment, a_scorecard

AT = "?period=2016-17-Q3&periods=2"


@pytest.fixture
def audited(session, card):
    """An audit measure on the scorecard: 2 of 3 audits of Q3 2016-17 met the standard, and noise."""
    version = a_tool_version(session, a_tool(standards=("smart",)))
    measure = a_measure(
        "Plans are SMART",
        code="A1",
        kind=MeasureKind.AUDIT,
        audit_definition=AuditDefinition(Counts.MET, ("smart",)).as_json(),
    )
    noise = an_audit(version, judged={"smart": 0, "overall": 2})
    audits = [an_audit(version, judged={"smart": met, "overall": 2}) for met in (1, 1, 2)]
    session.add_all([measure, noise, *audits])
    session.flush()
    card.themes[1].lines.append(ScorecardLine(position=2, number="4", measure=measure))
    session.commit()
    return measure


def cells(page, name: str) -> list[str]:
    return next(row for row in page.rows if any(name in cell for cell in row[:2]))


def test_the_list_leads_to_the_newest_periods_that_are_over(sign_in, get, url, card):
    sign_in(Role.VIEWER)
    latest = Quarter.of(today()).previous()

    page = get("/scorecards")

    assert page.heading == "Scorecards"
    assert "3 lines, every quarter" in page.text
    assert page.link(f"{latest} (Board scorecard)") == f"{url}?period={latest.key}"
    assert get(page.link(f"{latest.previous()} (Board scorecard)")).heading == "Board scorecard"
    assert "Build a scorecard" not in page.links


def test_one_out_of_use_is_not_listed_for_readers(sign_in, get, session, card):
    card.active = False
    session.commit()
    sign_in(Role.AUDITOR)

    assert "There is no scorecard in use." in get("/scorecards").text


def test_a_scorecard_is_read(sign_in, get, url):
    sign_in(Role.VIEWER)

    page = get(f"{url}{AT}")

    assert page.heading == "Board scorecard"
    assert "85%" in " ".join(cells(page, "Visits in time"))
    assert "55% ×" in " ".join(cells(page, "Visits in time"))
    assert "↓ down, worse" in " ".join(cells(page, "Visits in time"))
    assert "Change what stands on it" not in page.links
    assert page.tree.xpath("//select/option[@selected]/@value") == ["2016-17-Q3", "quarterly", "2"]
    assert page.form()["period"] == "2016-17-Q3"


def test_without_a_choice_it_opens_as_it_was_set_up(sign_in, get, session, url, card):
    card.layout, card.periods = Layout.BOARD, 3
    session.commit()
    sign_in(Role.VIEWER)

    assert list(get(url).form().values())[:3] == [Quarter.of(today()).previous().key, "board", "3"]


@pytest.mark.parametrize("layout", list(Layout))
def test_every_layout_is_a_page_and_files(sign_in, get, client, url, layout, audited):
    sign_in(Role.QA_LEAD)
    query = f"{AT}&layout={layout.value}"

    assert "Visits in time" in get(f"{url}{query}").text
    for extension, starts in (("pdf", b"%PDF"), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")):
        answer = client.get(f"{url}/export/{extension}{query}")
        assert answer.status_code == 200
        assert answer.data.startswith(starts)
        name = answer.headers["Content-Disposition"]
        assert f"board-scorecard-2016-17-Q3-{layout.value}-" in name
        assert name.endswith(f".{extension}")


def test_a_line_without_a_status_has_no_empty_heading(sign_in, get, session, url, card):
    card.status_rule = StatusRule.TARGET  # and no measure has a target
    session.commit()
    sign_in(Role.VIEWER)

    page = get(f"{url}{AT}&layout=board")

    assert "Visits in time" in page.text
    assert not [heading for heading in page.tree.xpath("//th") if not heading.text_content().strip()]


def test_the_figures_are_rows_whatever_the_layout(sign_in, client, url):
    sign_in(Role.VIEWER)

    answer = client.get(f"{url}/export/figures{AT}&layout=board")

    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [(row["code"], row["period"], row["shown"]) for row in rows] == [
        ("V1", "2016-17-Q2", "85%"),
        ("V1", "2016-17-Q3", "55%"),
        ("P1", "2016-17-Q2", "71%"),
        ("P1", "2016-17-Q3", "65%"),
        ("R1", "2016-17-Q2", "80%"),
        ("R1", "2016-17-Q3", "90%"),
    ]


def test_an_audit_measure_is_marked_and_leads_to_its_audits(sign_in, get, url, audited):
    sign_in(Role.QA_LEAD)

    page = get(f"{url}{AT}")

    row = cells(page, "Plans are SMART")
    assert "Plans are SMART (audit)" in row[1]
    figure = next(cell for cell in row if "67%" in cell)
    assert "3 audits" in get(page.link(figure)).text  # the one that does not apply is not of the cohort
    assert page.link("Plans are SMART (audit)") == f"/measures/{audited.id}"


def test_it_leads_nobody_to_audits_they_may_not_read(sign_in, get, url, audited):
    sign_in(Role.VIEWER)

    page = get(f"{url}{AT}")

    assert "67%" in " ".join(cells(page, "Plans are SMART"))
    assert not [href for href in page.tree.xpath("//main//a/@href") if href.startswith("/audits")]


def test_exceptions_lead_to_the_comments(sign_in, get, session, url, measures, rosa):
    session.add(a_comment(measures["P1"], text="Templates changed."))
    sign_in(person=rosa)

    page = get(f"{url}{AT}")

    assert get(page.link("2 lines ask for a comment, 1 still without one")).heading.startswith("Exceptions")
    owed = page.link("No comment yet, though one is due: Inadequate: worse than every band")
    assert get(owed).heading == "Visits in time, Q3 2016-17"
    assert "Templates changed." in page.text
    sign_in(Role.VIEWER)
    page = get(f"{url}{AT}")
    assert "No comment yet, though one is due" in page.text
    assert "/comments/" not in " ".join(page.tree.xpath("//main//a/@href"))


@pytest.mark.parametrize(
    ("query", "error", "field"),
    [
        ("period=soon", "“soon” is not a period", "period"),
        ("period=2016-12", "The columns of this scorecard are quarters, and Dec 2016 is none", "period"),
        ("layout=pie", "“pie” is no layout; choose from quarterly,", "layout"),
        ("periods=0", "“0” cannot be shown: write how many periods, 1 to 24", "periods"),
        ("periods=25", "“25” cannot be shown", "periods"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_list(sign_in, get, url, query, error, field):
    sign_in(Role.VIEWER)

    page = get(f"{url}?{query}", status=422)

    assert page.errors[0].startswith(error)
    assert page.form()[field] == query.partition("=")[2]
    assert page.rows == []
    assert error in get(f"{url}/export/csv?{query}", status=422).text


def test_an_unchanged_page_is_not_drawn_again(sign_in, client, session, url, measures):
    sign_in(Role.VIEWER)
    tag = client.get(f"{url}{AT}").headers["ETag"]

    again = client.get(f"{url}{AT}", headers={"If-None-Match": tag})

    assert (again.status_code, again.data) == (304, b"")
    assert client.get(f"{url}?period=2016-17-Q2", headers={"If-None-Match": tag}).status_code == 200


def test_periods_are_offered_back_to_the_first_value(sign_in, get, session, url, card):
    sign_in(Role.VIEWER)
    offered = get(url).tree.xpath("//select[@name='period']/option/@value")
    assert (offered[0], offered[-1]) == (Quarter.of(today()).key, "2016-17-Q2")

    empty = a_scorecard({}, frequency=Frequency.YEAR)
    session.add(empty)
    session.commit()
    page = get(f"/scorecards/{empty.id}")
    assert len(page.tree.xpath("//select[@name='period']/option")) == 5
    get("/scorecards/999", status=404)
