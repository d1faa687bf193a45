"""A council with a scorecard, and the audits of Q3 2016-17: Sefton's month in December."""

from datetime import date

import pytest

from qa_app.domain.workflow import AuditStatus
from tests.factories import (
    a_comment,
    a_measure,
    a_measure_value,
    a_scorecard,
    a_service_area,
    a_stream,
    a_threshold,
    a_tool,
    a_tool_version,
    an_audit,
)

NORTH, SOUTH = "North", "South"


@pytest.fixture
def scorecard(session):
    """One theme of two measures, of which one asks for an explanation and has an action."""
    good, poor = a_measure("Plans reviewed in time"), a_measure("Visits in time")
    session.add_all([good, poor])
    session.flush()
    session.add_all([a_threshold(good), a_threshold(poor)])
    session.add_all([a_measure_value(good, value="81"), a_measure_value(poor, value="40")])
    session.add(
        a_comment(
            poor,
            text="Two teams were short of staff.",
            action="Recruit",
            owner="Ann Lee",
            due_on=date(2017, 3, 31),
        )
    )
    session.add(row := a_scorecard({"Timeliness": [good, poor]}, title="Board scorecard"))
    session.commit()
    return row


@pytest.fixture
def audits(session):
    """In December 2 Good, 10 Requires Improvement and 2 Inadequate after moderation; 1 Good in October."""
    version = a_tool_version(session, a_tool("assessment", "planning", code="case-file"))
    north, south, stream = a_service_area(NORTH), a_service_area(SOUTH), a_stream("Monthly")
    grades = [2] * 2 + [3] * 10 + [4] * 2
    for place, grade in enumerate(grades):
        # The auditor was a grade kinder, and moderation decided otherwise.
        session.add(
            an_audit(
                version,
                audit_date=date(2016, 12, 1 + place),
                service_area=north if place < 9 else south,
                stream=stream,
                judged={"assessment": grade - 1, "planning": 0, "overall": grade - 1},
                moderated={"assessment": grade, "overall": grade},
            )
        )
    session.add(
        an_audit(
            version,
            audit_date=date(2016, 10, 3),
            service_area=south,
            stream=stream,
            judged={"assessment": 2, "planning": 3, "overall": 2},
            status=AuditStatus.FINAL,
        )
    )
    session.commit()
    return {NORTH: north, SOUTH: south}
