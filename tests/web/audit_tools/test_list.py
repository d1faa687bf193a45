import pytest
from sqlalchemy import select

from qa_app.domain.roles import Role
from qa_app.models import AuditTool, AuditToolVersion, ToolStatus
from qa_app.queries.audit_tools import as_tool
from qa_app.services.audit_tools import add_tool
from tests.factories import a_tool, a_tool_version, an_audit


def test_the_list_shows_each_version_with_its_audits(get, session, live):
    add_tool(session, as_tool(live), by=None, at=live.created_at)
    session.add_all([an_audit(live), an_audit(live)])
    other = a_tool_version(session, a_tool(code="other"))
    session.add(an_audit(other))

    page = get("/audit-tools")

    assert page.heading == "Audit tools"
    assert page.rows[:2] == [
        [f"Version 2 of {live.tool.name}", "Draft", "1 April 2016", "0"],
        [f"Version 1 of {live.tool.name}", "Live", "1 April 2016", "2"],
    ]
    actions = page.tree.xpath("//main//form/@action")
    assert f"/audit-tools/versions/{live.id}/copy" not in actions  # it has a draft already
    assert f"/audit-tools/versions/{other.id}/copy" in actions


def test_a_shipped_tool_is_added_with_one_press(get, send, session, lead):
    assert "Dip sample" in get("/audit-tools").text

    page = send("/audit-tools/shipped/dip-sample")

    assert page.heading == "Dip sample, version 1"
    assert "Make it live" in page.links
    tools = get("/audit-tools")
    assert "/audit-tools/shipped/dip-sample" not in tools.tree.xpath("//form/@action")
    assert "/audit-tools/shipped/case-file-audit" in tools.tree.xpath("//form/@action")

    again = send("/audit-tools/shipped/dip-sample")

    assert again.messages == ["That tool is here already."]
    assert len(session.scalars(select(AuditTool)).all()) == 1
    send("/audit-tools/shipped/nobody-knows", status=404)


def test_a_new_version_copies_the_live_one(send, session, live):
    page = send(f"/audit-tools/versions/{live.id}/copy")

    assert page.heading == f"{live.tool.name}, version 2"
    assert "Version 2 is a draft that begins as a copy of version 1." in page.messages[0]
    copy = session.scalars(select(AuditToolVersion).where(AuditToolVersion.number == 2)).one()
    assert as_tool(copy) == as_tool(live)
    assert (copy.status, live.status) == (ToolStatus.DRAFT, ToolStatus.LIVE)

    send(f"/audit-tools/versions/{live.id}/copy", status=409)  # one draft at a time


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.MODERATOR, Role.VIEWER, Role.ADMINISTRATOR])
def test_only_qa_leads_build_tools(get, sign_in, session, role):
    version = a_tool_version(session)
    sign_in(role)

    get("/audit-tools", status=403)
    get(f"/audit-tools/versions/{version.id}", status=403)
