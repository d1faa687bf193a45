from datetime import date

import pytest

from qa_app.domain.roles import Role
from qa_app.domain.workflow import AuditStatus
from tests.factories import a_person, a_service_area, a_stream, a_tool, a_tool_version, an_audit


@pytest.fixture
def audits(session):
    """Eight audits of two areas around the edge between two quarters, and noise outside them."""
    version = a_tool_version(session, a_tool("assessment"))
    stream, auditor = a_stream("Monthly"), a_person(Role.AUDITOR)
    north, south, west = (a_service_area(name) for name in ("North", "South", "West"))

    def add(area, day, grade, moderated=None, status=AuditStatus.FINAL, **judged):
        audit = an_audit(
            version,
            service_area=area,
            audit_date=day,
            judged={"overall": grade, **judged},
            moderated=None if moderated is None else {"overall": moderated},
            stream=stream,
            auditor=auditor,
            status=status,
        )
        session.add(audit)
        return audit

    add(north, date(2016, 9, 30), 2)  # the last day of Q2
    add(north, date(2016, 9, 1), 4, moderated=3)
    add(north, date(2016, 10, 1), 2)  # the first day of Q3
    add(north, date(2016, 12, 31), 2, moderated=3)
    add(north, date(2016, 11, 5), 2, assessment=1)
    add(south, date(2016, 11, 5), 1, moderated=1)
    add(south, date(2016, 11, 6), 3, status=AuditStatus.SUBMITTED, assessment=0)
    add(south, date(2016, 11, 7), 4, status=AuditStatus.IN_PROGRESS)  # not finished: not counted
    add(west, date(2017, 1, 1), 1)  # after the last period
    add(west, date(2015, 9, 30), 1)  # before the first, and before the same quarter last year
    session.commit()


def block_rows(page, name):
    """The cells of one block by the heading of their row."""
    section = page.tree.xpath("//section[h2=$name]", name=name)[0]
    return {
        " ".join(row.xpath("./th")[0].text_content().split()): [
            " ".join(cell.text_content().split()) for cell in row.xpath("./td")
        ]
        for row in section.xpath(".//tbody/tr")
    }
