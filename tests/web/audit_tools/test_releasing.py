import pytest
from sqlalchemy import select

from qa_app.domain.scales import ZERO_TO_TEN
from qa_app.models import AuditTool, ToolStatus
from qa_app.queries.audit_tools import as_tool
from qa_app.services.audit_tools import add_tool, change_draft, retire
from tests.factories import a_tool, a_tool_version, an_audit


def groups(page):
    """Heading and names of each group of changes."""
    found = {}
    for heading in page.tree.xpath("//main//h3"):
        items = heading.xpath("./following-sibling::ul[1]/li")
        found[heading.text_content()] = [" ".join(item.text_content().split()) for item in items]
    return found


def test_the_first_version_goes_live_after_a_look(get, send, session, at, draft):
    page = get(at(draft, "live"))
    assert "It is the first version of this tool" in page.text
    session.refresh(draft)
    assert draft.status is ToolStatus.DRAFT  # looking changes nothing

    live = send(at(draft, "live"), page.form())

    assert live.messages == ["Version 1 is live. New audits use it from now on."]
    session.refresh(draft)
    assert draft.status is ToolStatus.LIVE


def test_a_new_version_says_what_it_changes(get, send, save, session, at, live):
    audit = an_audit(live)
    session.add(audit)
    draft = add_tool(session, as_tool(live), by=None, at=live.created_at)
    save(at(draft, "questions/change/assessment"), {"wording": "How good is the whole assessment?"})
    save(at(draft, "questions/delete/visits"), {})
    save(
        at(draft, "questions/new?section=1"),
        {"kind": "text", "name": "Strengths", "wording": "What went well?"},
    )
    save(at(draft, "questions/change/overall"), {"name": "In all"})

    page = get(at(draft, "live"))

    assert groups(page) == {
        "The series breaks here": ["Assessment assessment: question"],
        "New questions": ["Strengths strengths: text"],
        "Questions left out": ["Visits visits: standard"],
        "Changed, with the series going on": ["In all overall: short name"],
    }
    assert "Version 1 retires. Audits under way are finished on it." in page.text

    send(at(draft, "live"), page.form())

    for version in (live, draft, audit):
        session.refresh(version)
    assert (live.status, draft.status) == (ToolStatus.RETIRED, ToolStatus.LIVE)
    assert audit.tool_version_id == live.id
    old = get(at(live))
    assert "This version is retired and 1 audit stands on it" in old.text


def test_another_scale_breaks_every_graded_series(get, save, session, at, live):
    draft = add_tool(session, as_tool(live), by=None, at=live.created_at)
    save(at(draft, "about"), {"scale": ZERO_TO_TEN.code})

    assert groups(get(at(draft, "live"))) == {
        "The series breaks here": [
            "Assessment assessment: grading scale",
            "Overall overall: grading scale",
        ]
    }


def test_a_copy_changes_nothing(get, session, at, live):
    draft = add_tool(session, as_tool(live), by=None, at=live.created_at)

    assert "The questions are the same, with the same meaning" in get(at(draft, "live")).text


def test_after_a_retired_tool_the_last_version_is_compared(get, session, at, live):
    retire(session, live, by=None, at=live.created_at)
    draft = add_tool(session, as_tool(live), by=None, at=live.created_at)

    page = get(at(draft, "live"))

    assert "What changes against version 1" in page.text
    assert "retires" not in page.text


@pytest.mark.parametrize("part", ["live", "delete"])
def test_what_changed_since_the_page_was_opened_is_looked_at_again(get, send, session, at, draft, part):
    page = get(at(draft, part))
    session.refresh(draft)
    change_draft(
        session, draft, as_tool(draft), opened_at_version=draft.version, by=None, at=draft.created_at
    )

    again = send(at(draft, part), page.form(), status=409)

    assert again.errors == [
        "Somebody else changed this draft while you had this page open. Look at it again first"
    ]
    session.refresh(draft)
    assert draft.status is ToolStatus.DRAFT


def test_an_incomplete_draft_leads_back_to_what_is_missing(get, save, at, draft):
    save(at(draft, "sections/new"), {"title": "Empty"})

    assert "Before it can go live" in get(at(draft, "live")).text


def test_a_tool_is_retired_after_a_look(get, send, session, at, live):
    page, other_tab = get(at(live, "retire")), get(at(live, "retire"))
    assert page.heading == f"Retire {live.tool.name}"

    send(at(live, "retire"), page.form())

    session.refresh(live)
    assert live.status is ToolStatus.RETIRED
    assert get(at(live, "retire")).heading == f"{live.tool.name}, version 1"  # nothing left to retire
    send(at(live, "retire"), other_tab.form(), status=409)


def test_a_draft_is_deleted_after_a_look(get, send, session, at, draft):
    page = get(at(draft, "delete"))
    assert len(session.scalars(select(AuditTool)).all()) == 1

    listed = send(at(draft, "delete"), page.form())

    assert listed.heading == "Audit tools"
    assert session.scalars(select(AuditTool)).all() == []


def test_a_frozen_version_offers_a_new_one_or_the_draft_there_is(get, session, at, live):
    assert get(at(live)).tree.xpath("//form[@action=$to]", to=at(live, "copy"))

    draft = add_tool(session, as_tool(live), by=None, at=live.created_at)

    page = get(at(live))
    assert page.link("Open the draft") == at(draft)
    assert not page.tree.xpath("//form[@action=$to]", to=at(live, "copy"))


def test_versions_of_other_tools_do_not_matter(get, session, at, live):
    a_tool_version(session, a_tool("assessment", code="other"))
    draft = add_tool(session, as_tool(live), by=None, at=live.created_at)

    assert "against version 1" in get(at(draft, "live")).text
