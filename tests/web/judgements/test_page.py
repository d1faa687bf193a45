from datetime import date

import pytest

from qa_app.domain.roles import Role
from qa_app.domain.scales import ZERO_TO_TEN
from qa_app.models import ServiceArea
from tests.factories import a_tool, a_tool_version, an_audit
from tests.web.judgements.conftest import block_rows
from tests.web.page import Page

ADDRESS = "/judgements?to=2016-17-Q3&periods=2"


def test_one_block_for_each_area_and_one_for_all(get, sign_in, audits):
    sign_in(Role.VIEWER)

    page = get(ADDRESS)

    assert page.heading == "Overall judgement by service area"
    assert block_rows(page, "North") == {
        "Audited": ["2", "3", ""],
        "Outstanding": ["0%", "0%", "= same"],
        "Good": ["50%", "67%", "↑ up"],
        "Requires Improvement": ["50%", "33%", "↓ down"],
        "Inadequate": ["0%", "0%", "= same"],
        "Good or better": ["50%", "67%", "↑ up, better"],
    }
    assert block_rows(page, "South")["Audited"] == ["N/A", "2", ""]
    assert block_rows(page, "South")["Outstanding"] == ["N/A", "50%", "N/A"]
    assert block_rows(page, "All service areas")["Audited"] == ["2", "5", ""]
    assert "Nothing was audited in these periods for: West." in page.text
    assert (
        "3 of 7 audits in these periods were moderated. Still awaiting moderation, so provisional: 1 (14%)."
        in page.text
    )


@pytest.mark.parametrize(
    ("more", "block", "grade", "cells"),
    [
        ("&judged=auditor", "North", "Good", ["50%", "100%", "↑ up"]),
        ("&layout=percent-and-count", "North", "Good", ["50% (1)", "67% (2)", "↑ up"]),
        ("&by=stream", "Monthly", "Good", ["50%", "40%", "↓ down"]),
        (
            "&by=domain",
            "Assessment",
            "Outstanding",
            ["N/A", "100% (1)", "N/A"],
        ),  # not applicable is not counted
        ("&of=assessment", "North", "Outstanding", ["N/A", "100%", "N/A"]),
        ("&area=South&by=stream", "Monthly", "Outstanding", ["N/A", "50%", "N/A"]),
        ("&to=2016-11&periods=1", "North", "Audited", ["1", ""]),
    ],
)
def test_the_choice_is_in_the_address(get, sign_in, audits, more, block, grade, cells):
    sign_in(Role.VIEWER)

    page = get(ADDRESS + more if "to=" not in more else f"/judgements?{more}")

    assert block_rows(page, block)[grade] == cells


def test_no_direction_between_a_moderated_period_and_one_that_is_not(get, sign_in, session, audits):
    sign_in(Role.VIEWER)
    from qa_app.models import Audit

    for audit in session.query(Audit).filter(Audit.month >= 201610):
        audit.moderated_at = None
    session.commit()

    page = get(ADDRESS)

    assert block_rows(page, "North")["Good"][-1] == "not comparable"
    assert "one of the two periods was judged before moderation" in page.text


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("to=tomorrow", "“tomorrow” is not a period: write a quarter as Q3 2016-17 or a month as Dec 2016"),
        ("periods=many", "“many” is not a number of periods; write 7, for example"),
        ("periods=0", "Show between 1 and 40 periods"),
        ("by=moon", "“moon” cannot be chosen here"),
        ("area=Atlantis", "There is no service area “Atlantis”"),
        ("of=nonsense", "There is no audit domain “nonsense”"),
        ("scale=nonsense", "There is no grading scale “nonsense”"),
    ],
)
def test_a_choice_that_cannot_be_drawn_says_why(get, sign_in, query, error):
    sign_in(Role.VIEWER)

    page = get(f"/judgements?{query}", status=422)

    assert page.errors[0].startswith(error)


def test_a_viewer_of_one_area_counts_that_area_only(get, sign_in, session, audits):
    south = session.query(ServiceArea).filter_by(name="South").one()
    sign_in(Role.VIEWER, areas=[south])

    page = get(ADDRESS)

    assert block_rows(page, "All service areas")["Audited"] == ["N/A", "2", ""]
    assert "North" not in page.text
    assert "These tables count only some service areas: South." in page.text


def test_an_area_one_may_not_see_is_answered_like_one_there_is_not(get, sign_in, session, audits):
    south = session.query(ServiceArea).filter_by(name="South").one()
    sign_in(Role.VIEWER, areas=[south])

    assert get("/judgements?area=North", status=422).errors[0] == "There is no service area “North”"
    get("/judgements/export/csv?area=North", status=422)
    get("/judgements?area=South")


@pytest.mark.parametrize(
    ("role", "links"),
    [
        (Role.QA_LEAD, True),
        (Role.MODERATOR, True),
        (Role.VIEWER, False),
        (Role.AUDITOR, False),  # reads only their own audits, so a link would show fewer than were counted
    ],
)
def test_counts_lead_to_their_audits_for_those_who_may_read_them(get, sign_in, audits, role, links):
    sign_in(role)

    page = get(ADDRESS)

    assert bool(page.tree.xpath("//section//td/a")) is links


def test_the_page_is_not_drawn_again_until_something_changes(client, sign_in, send, audits):
    sign_in(Role.QA_LEAD)
    first = client.get(ADDRESS)
    tag = {"If-None-Match": first.headers["ETag"]}
    assert first.headers["Cache-Control"] == "private, no-cache"

    assert client.get(ADDRESS, headers=tag).status_code == 304
    assert client.get(ADDRESS + "&by=stream", headers=tag).status_code == 200

    send("/judgements/month-labels", {"period": "Q3 2016-17", "label": "Dec 16"})
    changed = client.get(ADDRESS, headers=tag)
    assert changed.status_code == 200
    assert "Q3 (Dec 16) 2016-17" in Page(changed).text


@pytest.mark.parametrize(
    ("period", "label", "error"),
    [
        ("Dec 2016", "Dec", "Only quarters are labelled with a month: write Q3 2016-17"),
        ("Q5 2016-17", "Dec", "“Q5 2016-17” is not a period"),
        ("Q3 2016-17", "x" * 21, "Use at most 20 characters"),
        ("", "Dec 16", "Enter the quarter"),
    ],
)
def test_a_label_that_cannot_be_set(sign_in, send, period, label, error):
    sign_in(Role.QA_LEAD)

    page = send("/judgements/month-labels", {"period": period, "label": label}, status=422)

    assert page.errors[0].startswith(error)
    assert page.form()["label"] == label


def test_audits_on_another_scale_are_named_and_can_be_shown(get, sign_in, session, audits):
    version = a_tool_version(session, a_tool("supervision", code="supervision", scale=ZERO_TO_TEN))
    session.add(an_audit(version, audit_date=date(2016, 11, 5), judged={"overall": 4, "supervision": 1}))
    sign_in(Role.VIEWER)

    page = get(ADDRESS)

    assert "Not in these tables: 1 audit judged on the scale “Zero to ten”." in page.text
    assert "3 of 7 audits" in page.text  # only those that are in the tables
    assert version.tool.name not in page.text.split("Forms")[1].split("Take these")[0]

    other = get(page.link("Show 1 audit judged on the scale “Zero to ten”"))
    assert block_rows(other, "All service areas")["7"] == ["N/A", "100%", "N/A"]
    assert block_rows(other, "All service areas")["7 or better"] == ["N/A", "100%", "N/A"]
    assert other.form("/judgements")["scale"] == "zero-to-ten"  # and stays chosen when another list changes
