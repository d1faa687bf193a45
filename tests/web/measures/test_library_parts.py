"""Adopting the lines of Cheshire East: which service area is meant, and that they count at once."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.roles import Role
from qa_app.models import Measure, MeasureThreshold, ServiceArea
from qa_app.queries.measure_facts import facts_of
from qa_app.services.audit_tools import add_shipped, make_live
from tests.factories import a_person, a_service_area, a_stream, an_audit

PAGE = "/measures/libraries/cheshire-east"
ADOPT = f"{PAGE}/adopt"


@pytest.fixture
def lead(sign_in):
    return sign_in(Role.QA_LEAD)


def adopted(session, number) -> Measure:
    return session.scalars(select(Measure).where(Measure.library == f"cheshire-east/{number}")).one()


def test_the_page_asks_for_the_three_areas_that_lines_are_about(get, session, lead):
    area = a_service_area("checs")
    session.add(area)
    session.commit()

    page = get(PAGE)

    labels = page.tree.xpath("//main//label[starts-with(@for,'area-')]/text()")
    assert labels == [
        "For “ChECS” (lines 2, 6, 7, 36)",
        "For “CIN/CP” (lines 3, 8, 12, 22, 24, 30, 38)",
        "For “Cared for” (lines 4, 9, 11, 13, 23, 25, 31)",
    ]
    # The one of the same name is chosen already.
    assert page.form()["area-1"] == str(area.id)
    assert page.form()["area-2"] == ""
    assert page.tree.xpath("//select[@name='area-2']/option/text()") == [
        "Choose",
        "checs",
        "Add “CIN/CP” as a service area",
        "All service areas",
    ]


def test_all_42_are_adopted_with_their_bands(send, session, lead):
    named = {"area-1": "added", "area-2": "added", "area-3": "every"}

    page = send(ADOPT, {"which": "all"} | named)

    assert "42 measures adopted." in page.messages[0]
    areas = {area.name: area.id for area in session.scalars(select(ServiceArea))}
    assert set(areas) == {"ChECS", "CIN/CP"}
    assert facts_of(adopted(session, 2)).audit == AuditDefinition(
        Counts.MET, ("management-decision-recorded",), area=areas["ChECS"]
    )
    assert facts_of(adopted(session, 22)).audit == AuditDefinition(
        Counts.MET, ("plan-smart",), area=areas["CIN/CP"]
    )
    assert facts_of(adopted(session, 4)).audit == AuditDefinition(
        Counts.MET, ("management-decision-recorded",)
    )
    assert facts_of(adopted(session, 21)).audit is None
    assert len(session.scalars(select(MeasureThreshold)).all()) == 42


def test_a_line_about_an_area_is_not_adopted_before_it_is_said_which(send, session, lead):
    page = send(ADOPT, {"which": "chosen", "line": ["1", "6"]}, status=422)

    assert page.errors == ["Choose what stands here for the service area “ChECS”, or all of them"]
    assert page.tree.xpath("//*[@id='area-1-error']")
    assert page.tree.xpath("//input[@name='line'][@checked]/@value") == ["1", "6"]
    assert session.scalars(select(Measure)).all() == []


def test_a_line_about_none_needs_no_choice(send, session, lead):
    page = send(ADOPT, {"which": "chosen", "line": ["1", "21"]})

    assert "2 measures adopted." in page.messages[0]


def test_an_area_of_another_council_cannot_be_sent(send, session, lead):
    page = send(ADOPT, {"which": "chosen", "line": ["6"], "area-1": "999"}, status=422)

    assert "“ChECS”" in page.errors[0]


def test_what_an_adopted_line_counts_is_there_at_once(get, send, session, lead):
    assert "34 lines count answers to questions that no audit tool of yours asks yet" in get(PAGE).text
    at = datetime(2016, 4, 1, tzinfo=UTC)
    [version] = add_shipped(session, "case-file-audit", by=None, at=at)
    make_live(session, version, by=None, at=at)
    north, stream, auditor = a_service_area("North"), a_stream(), a_person(Role.AUDITOR)
    for smart in (1, 1, 2):
        session.add(
            an_audit(
                version,
                audit_date=date(2016, 11, 5),
                service_area=north,
                stream=stream,
                auditor=auditor,
                judged={"overall": 2, "plan-smart": smart},
            )
        )
    session.commit()
    assert "asks yet" not in get(PAGE).text

    send(ADOPT, {"which": "chosen", "line": ["22"], "area-2": str(north.id)})

    page = get(f"/measures/{adopted(session, 22).id}/results?by=quarter")
    assert [row[1:4] for row in page.rows if row[0] == "Q3 2016-17"] == [["67%", "2", "3"]]


def test_a_reader_is_asked_for_nothing(get, sign_in):
    sign_in(Role.VIEWER)

    page = get(PAGE)

    assert not page.tree.xpath("//main//select|//main//input[@name='line']")
