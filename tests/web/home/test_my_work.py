"""My work: what waits for whoever is signed in."""

from datetime import UTC, datetime, timedelta

import pytest

from qa_app.domain.roles import Role
from qa_app.domain.workflow import AuditStatus
from qa_app.models import TrailEntry
from qa_app.web.clock import today
from tests.factories import a_person, a_service_area, a_tool, a_tool_version, an_audit


@pytest.fixture
def version(session):
    return a_tool_version(session, a_tool("assessment", "planning", texts=("story",)))


@pytest.fixture
def add(session, version):
    def add(auditor, reference, status=AuditStatus.IN_PROGRESS, **named):
        audit = an_audit(
            version, **{"auditor": auditor, "reference": reference, "status": status, "judged": {}} | named
        )
        session.add(audit)
        session.flush()
        return audit

    return add


def tasks(page):
    return [" ".join(item.text_content().split()) for item in page.tree.xpath("//ol[@class='app-tasks']/li")]


def test_own_audits_stand_in_the_order_they_are_due(get, sign_in, add):
    auditor = sign_in(Role.AUDITOR)
    day = today()
    add(auditor, "whenever", AuditStatus.ALLOCATED)
    add(auditor, "next-week", due_on=day + timedelta(days=7), judged={"assessment": 2, "story": None})
    add(auditor, "today", due_on=day, judged={"assessment": 2, "planning": 2, "overall": 2, "story": None},
        evidence="Every question answered")  # fmt: skip
    add(auditor, "late", due_on=day - timedelta(days=2))
    add(a_person(Role.AUDITOR), "somebody-elses", due_on=day)
    add(auditor, "withdrawn", AuditStatus.WITHDRAWN)

    page = get("/")

    assert "4 audits to finish, 1 of them overdue." in page.text
    late, due_today, next_week, whenever = tasks(page)
    assert "late" in late
    assert "Overdue by 2 days, since" in late
    assert "Check and submit audit today" in due_today
    assert "Due today" in due_today
    assert "4 of 4 answered" in due_today
    assert "Continue audit next-week" in next_week
    assert "Due in 7 days, on" in next_week
    assert "1 of 4 answered" in next_week  # a grade; the text is empty still
    assert "Start audit whenever" in whenever
    assert "No due date" in whenever


def test_a_returned_audit_shows_why(get, sign_in, add):
    add(sign_in(Role.AUDITOR), "back", returned_because="Say more about the plan")

    (task,) = tasks(get("/"))

    assert "Put it right audit back" in task
    assert "Returned to you: Say more about the plan" in task


def test_finished_audits_lead_to_their_outcome(get, sign_in, add):
    auditor = sign_in(Role.AUDITOR)
    audit = add(
        auditor, "done", AuditStatus.FINAL, judged={"overall": 2}, moderated_at=datetime.now(UTC),
        submitted_at=datetime.now(UTC),
    )  # fmt: skip

    page = get("/")

    assert "Final, after moderation" in page.text
    assert page.link("done") == f"/audits/{audit.id}"


def test_a_new_auditor_is_told_what_to_do(get, sign_in):
    sign_in(Role.AUDITOR)

    page = get("/")

    assert "You have no audits to finish. Start one" in page.text
    assert page.link("Start an audit") == "/audits/new"


def test_a_moderator_sees_how_long_the_queue_waits(get, sign_in, session, add):
    area, elsewhere = a_service_area(), a_service_area()
    moderator = sign_in(Role.MODERATOR, areas=[area])
    other = a_person(Role.AUDITOR)
    waiting = {"status": AuditStatus.SUBMITTED, "service_area": area}
    add(other, "first", submitted_at=datetime.now(UTC) - timedelta(days=3), **waiting)
    add(other, "second", submitted_at=datetime.now(UTC), **waiting)
    add(moderator, "ones-own", submitted_at=datetime.now(UTC) - timedelta(days=9), **waiting)
    add(other, "elsewhere", AuditStatus.SUBMITTED, service_area=elsewhere, submitted_at=datetime.now(UTC))
    add(other, "taken", AuditStatus.IN_MODERATION, service_area=area, submitted_at=datetime.now(UTC))

    text = get("/").text

    assert "2 audits wait for moderation, the oldest since" in text
    assert "(3 days)." in text
    assert "1 is being moderated." in text


def test_a_moderator_with_an_empty_queue(get, sign_in):
    sign_in(Role.MODERATOR)

    assert "Nothing waits for moderation now." in get("/").text


def test_a_qa_lead_sees_the_programme(get, sign_in, add):
    sign_in(Role.QA_LEAD)
    other = a_person(Role.AUDITOR)
    add(other, "late", due_on=today() - timedelta(days=1))
    add(other, "begun", AuditStatus.ALLOCATED)
    add(other, "waiting", AuditStatus.SUBMITTED, judged={"overall": 2})
    add(other, "final", AuditStatus.FINAL, judged={"overall": 2})

    page = get("/")

    assert [page.link(words) for words in ("2 not finished", "1 overdue", "1 awaiting moderation")] == [
        "/audits?state=unfinished",
        "/audits?overdue=1",
        "/audits?awaiting=1",
    ]
    for link, count in (("2 not finished", 2), ("1 overdue", 1), ("1 awaiting moderation", 1)):
        assert len(get(page.link(link)).rows) == count


@pytest.mark.parametrize("role", list(Role))
def test_nobody_finds_an_empty_page_or_a_closed_door(get, sign_in, role):
    sign_in(role)
    page = get("/")

    links = page.tree.xpath("//main//a/@href")
    assert links
    for link in links:
        get(link)


def test_a_reader_finds_the_measures_and_what_was_published(get, sign_in):
    sign_in(Role.VIEWER)

    assert {"/measures", "/publications"} <= set(get("/").tree.xpath("//main//a/@href"))


def test_somebody_without_a_role_is_told_whom_to_ask(get, sign_in):
    sign_in()

    assert "Ask your administrator to give you one." in get("/").text


def test_looking_changes_nothing(get, sign_in, session, add):
    add(sign_in(*Role), "one")
    changes = session.query(TrailEntry).filter_by(is_look=False)
    before = changes.count()

    get("/")

    assert changes.count() == before
