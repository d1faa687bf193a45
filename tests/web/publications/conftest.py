from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from lxml import html
from sqlalchemy.orm import Session

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.measure_values import TypedValue
from qa_app.domain.measures import MeasureKind
from qa_app.domain.periods import Quarter
from qa_app.models import AuditToolVersion, Measure, Scorecard
from qa_app.services.measure_standards import set_threshold
from qa_app.services.measure_values import set_value
from tests.factories import a_service_area, a_stream, a_tool, a_tool_version, an_audit
from tests.factories.measures import a_measure, a_measure_value, a_threshold
from tests.factories.scorecards import a_comment, a_scorecard

CHOICE = "period=2016-17-Q3&layout=quarterly&periods=2"


@dataclass
class Council:
    """A scorecard of three lines: 14 of 20 audits met a standard, and two values were entered."""

    session: Session
    card: Scorecard
    version: AuditToolVersion
    smart: Measure
    visits: Measure
    reviews: Measure
    area: object
    stream: object

    def add_audit(self, met: int, **named) -> object:
        """Finished now, in Q3 2016-17; `met` is 1 where the standard is, 2 where it is not."""
        now = datetime.now(UTC)
        audit = an_audit(
            self.version,
            judged={"smart": met, "overall": met},
            service_area=self.area,
            stream=self.stream,
            **({"created_at": now, "submitted_at": now} | named),
        )
        self.session.add(audit)
        self.session.commit()
        return audit

    def revise(self, value: str, reason: str) -> None:
        typed = TypedValue(value=value, reason=reason)
        now = datetime.now(UTC)
        set_value(self.session, self.visits, Quarter(2016, 3), typed, seen=1, by=None, at=now)
        self.session.commit()

    def move_thresholds(self) -> None:
        set_threshold(
            self.session,
            self.reviews,
            requires_improvement="50-84",
            good="85-94",
            outstanding="95-100",
            by=None,
            at=datetime.now(UTC),
        )
        self.session.commit()


@pytest.fixture
def council(session) -> Council:
    version = a_tool_version(session, a_tool(standards=("smart",)))
    area, stream = a_service_area("North"), a_stream("Monthly")
    smart = a_measure(
        "Plans are SMART",
        code="a1",
        kind=MeasureKind.AUDIT,
        audit_definition=AuditDefinition(Counts.MET, ("smart",)).as_json(),
    )
    visits, reviews = a_measure("Visits in time", code="v1"), a_measure("Reviews held", code="r1")
    card = a_scorecard({"Front door": [smart, visits], "Plans": [reviews]}, title="Board scorecard")
    session.add(card)
    session.flush()
    session.add_all(
        an_audit(version, judged={"smart": met, "overall": met}, service_area=area, stream=stream)
        for met in [1] * 14 + [2] * 6
    )
    for measure, value in ((smart, None), (visits, "71"), (reviews, "90")):
        session.add(a_threshold(measure))
        if value:
            session.add(a_measure_value(measure, "Q3 2016-17", value))
    session.add(a_comment(visits, text="Fewer were seen in time."))
    session.commit()
    return Council(session, card, version, smart, visits, reviews, area, stream)


@pytest.fixture
def publish(get, send, council) -> Callable[..., str]:
    """Publishes as the page's own form does; gives the address of the publication."""

    def go(profile: str = "internal", note: str = "", choice: str = CHOICE) -> str:
        address = f"/scorecards/{council.card.id}/publish?{choice}&profile={profile}"
        form = get(address).form(address)
        page = send(address, {"seen": form["seen"], "note": note})
        return page.link("PDF to print").rpartition("/export")[0]

    return go


def published_part(page) -> str:
    """What was kept, as the page shows it."""
    (found,) = page.tree.xpath("//div[@class='app-published']")
    return html.tostring(found, encoding="unicode")
