"""What an audit measure gives, and that every figure leads to exactly the audits it was counted from."""

from datetime import date

import pytest

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.measures import MeasureKind, Unit
from qa_app.domain.roles import Role
from qa_app.domain.scales import ZERO_TO_TEN
from qa_app.domain.workflow import AuditStatus
from qa_app.models import ServiceArea
from tests.factories import (
    a_measure,
    a_person,
    a_service_area,
    a_stream,
    a_tool,
    a_tool_version,
    an_audit,
)


@pytest.fixture
def council(session):
    """Audits of two areas, two streams and three tools around the edges of Q3 2016-17."""
    north, south = a_service_area("North"), a_service_area("South")
    monthly, dip = a_stream("Monthly"), a_stream("Dip")
    auditor = a_person(Role.AUDITOR)
    full = a_tool_version(session, a_tool("planning", "review", code="full", standards=("smart", "seen")))
    short = a_tool_version(session, a_tool(code="short", standards=("smart",)))
    marks = a_tool_version(session, a_tool("planning", code="marks", scale=ZERO_TO_TEN))

    def add(day, judged, *, tool=full, area=north, stream=monthly, moderated=None, **named):
        session.add(
            an_audit(
                tool,
                audit_date=day,
                service_area=area,
                stream=stream,
                auditor=auditor,
                judged={"overall": 2, **judged},
                moderated=moderated,
                **named,
            )
        )

    add(date(2016, 9, 30), {"planning": 1, "smart": 1, "seen": 1})  # the last day of Q2
    add(date(2016, 10, 1), {"planning": 1, "review": 2, "smart": 1, "seen": 2}, moderated={})
    add(date(2016, 11, 5), {"planning": 3, "review": 2, "smart": 2, "seen": 1}, moderated={"planning": 2})
    add(date(2016, 11, 6), {"planning": 4, "review": 4, "smart": 1}, area=south, moderated={"smart": 2})
    add(date(2016, 12, 31), {"planning": 0, "review": 3, "smart": 0, "seen": 0, "overall": 4})
    add(date(2016, 12, 5), {"smart": 1}, tool=short, stream=dip)
    add(date(2016, 12, 6), {"planning": 2, "overall": 3}, tool=marks)
    add(date(2016, 12, 7), {"planning": 1, "smart": 1}, status=AuditStatus.SUBMITTED)
    add(date(2016, 12, 8), {"planning": 1, "smart": 1}, status=AuditStatus.IN_PROGRESS)  # not counted
    add(date(2017, 1, 1), {"planning": 2, "smart": 2})  # the first day of Q4
    session.commit()
    return {"north": north.id, "south": south.id, "dip": dip.id}


def add_measure(session, definition: AuditDefinition):
    number = definition.counts is Counts.AUDITS
    measure = a_measure(
        kind=MeasureKind.AUDIT,
        unit=Unit.NUMBER if number else Unit.PERCENT,
        audit_definition=definition.as_json(),
    )
    session.add(measure)
    session.commit()
    return measure


def good(*questions, grade=2, scale="four-grades", **named) -> AuditDefinition:
    return AuditDefinition(Counts.AT_LEAST, questions, grade=grade, scale=scale, **named)


MET = AuditDefinition(Counts.MET, ("smart",))


def figures(page, period):
    [row] = [row for row in page.rows if row[0] == period]
    return row[1:]


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        (MET, ["60%", "3", "5", "23% to 88%", "[p]"]),
        (AuditDefinition(Counts.MET, ("smart", "seen")), ["57%", "4", "7", "25% to 84%", "[p]"]),
        (good("planning"), ["75%", "3", "4", "30% to 95%", "[p]"]),
        (good("planning", scale="zero-to-ten"), ["100%", "1", "1", "21% to 100%", "not moderated"]),
        (AuditDefinition(Counts.AUDITS), ["7", "[p]"]),
    ],
)
def test_every_period_stands_with_its_cohort(get, sign_in, session, council, definition, expected):
    measure = add_measure(session, definition)
    sign_in(Role.VIEWER)

    page = get(f"/measures/{measure.id}/results")

    assert figures(page, "Q3 2016-17") == expected
    if definition is MET:
        assert figures(page, "Q2 2016-17")[:3] == ["100%", "1", "1"]
        assert figures(page, "Q4 2016-17")[:3] == ["0%", "0", "1"]
        assert figures(page, "Q1 2017-18") == ["N/A", "N/A", "N/A", "", ""]


DEFINITIONS = [
    MET,
    AuditDefinition(Counts.MET, ("smart",), tool="short"),
    AuditDefinition(Counts.AUDITS),
    AuditDefinition(Counts.AUDITS, tool="marks"),
    good("planning"),
    good("planning", grade=1),
    good("planning", grade=3),
    good("planning", grade=2, scale="zero-to-ten"),
    good("overall"),
    good("overall", tool="full"),
]


def followed(get, page) -> int:
    """How many links of the table were followed, each to as many audits as it says."""
    links = page.tree.xpath("//main//table//td/a")
    for link in links:
        listed = get(link.get("href"))
        count = int(link.text_content())
        assert len(listed.rows) == count, (link.get("href"), listed.text[:300])
        assert f"{count} audit" in listed.text
    return len(links)


@pytest.mark.parametrize("definition", DEFINITIONS)
@pytest.mark.parametrize("by", ["month", "quarter", "year"])
def test_every_figure_leads_to_exactly_its_audits(get, sign_in, session, council, definition, by):
    measure = add_measure(session, definition)
    sign_in(Role.QA_LEAD)

    assert followed(get, get(f"/measures/{measure.id}/results?by={by}"))


@pytest.mark.parametrize("filters", [{"area": "south"}, {"area": "north"}, {"stream": "dip"}])
def test_also_where_it_is_filtered(get, sign_in, session, council, filters):
    definition = AuditDefinition(
        Counts.MET, ("smart",), **{key: council[name] for key, name in filters.items()}
    )
    measure = add_measure(session, definition)
    sign_in(Role.QA_LEAD)

    assert followed(get, get(f"/measures/{measure.id}/results"))


@pytest.mark.parametrize(
    "definition",
    [
        AuditDefinition(Counts.MET, ("smart", "seen")),
        good("planning", "review"),
        good("planning", "review", "overall"),
    ],
)
def test_of_several_questions_the_list_says_how_many_answers_each_audit_gives(
    get, sign_in, session, council, definition
):
    measure = add_measure(session, definition)
    sign_in(Role.QA_LEAD)
    page = get(f"/measures/{measure.id}/results")
    assert "The figures count answers" in page.text

    links = page.tree.xpath("//main//table//td/a")

    for link in links:
        listed = get(link.get("href"))
        count = int(link.text_content())
        assert sum(int(row[5]) for row in listed.rows) == count
        assert f"The figure counts {count} answer" in listed.text
    assert len(links) >= 5


def test_the_same_figure_stands_in_the_judgement_tables(get, sign_in, session, council):
    """Of the overall judgement, whatever code a tool gives it."""
    measure = add_measure(session, good("overall"))
    sign_in(Role.QA_LEAD)

    counted, asked = figures(get(f"/measures/{measure.id}/results"), "Q3 2016-17")[1:3]
    tables = get("/judgements?by=tool&to=2016-17-Q3&periods=1&scale=four-grades&layout=percent-and-count")
    total = tables.tree.xpath("//section[h2='All audit tools']")[0]
    rows = {
        row.xpath("./th")[0].text_content(): row.xpath("./td")[0].text_content()
        for row in total.xpath(".//tbody/tr")
    }

    assert rows["Audited"] == asked
    assert rows["Good or better"].endswith(f"({counted})")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AUDITOR])
def test_who_reads_no_case_text_is_offered_no_links(get, sign_in, session, council, role):
    measure = add_measure(session, MET)
    sign_in(role)

    page = get(f"/measures/{measure.id}/results")

    assert figures(page, "Q3 2016-17")[1] == "3"
    assert not page.tree.xpath("//main//table//a")


def test_who_sees_one_area_sees_its_audits_only(get, sign_in, session, council):
    measure = add_measure(session, MET)
    sign_in(Role.MODERATOR, areas=[session.get(ServiceArea, council["south"])])

    page = get(f"/measures/{measure.id}/results")

    assert figures(page, "Q3 2016-17")[:3] == ["0%", "0", "1"]
    assert "Only the audits of these service areas are counted: South." in page.text
    assert followed(get, page) == 1


def test_it_says_what_it_counts(get, sign_in, session, council):
    measure = add_measure(session, good("planning", "overall", area=council["north"], tool="full"))
    sign_in(Role.VIEWER)

    page = get(f"/measures/{measure.id}/results")

    assert "Planning, Overall judgement: Good or better, of all that were judged." in page.text
    assert "Only audits of the service area North and with the tool Tool" in page.text


def test_a_measure_that_is_entered_has_no_such_page(get, sign_in, session):
    measure = a_measure()
    session.add(measure)
    sign_in(Role.VIEWER)

    get(f"/measures/{measure.id}/results", status=404)


def test_without_any_audit_there_is_no_figure(get, sign_in, session):
    measure = add_measure(session, MET)
    sign_in(Role.VIEWER)

    assert "No audit is finished yet" in get(f"/measures/{measure.id}/results").text
