"""Pages ask the database as often whatever the number of measures, comments and publications."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import event

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.measures import MeasureKind
from qa_app.domain.periods import Quarter
from qa_app.domain.roles import Role
from qa_app.domain.scorecard_choice import Layout
from qa_app.models import Profile, Publication, PublicationKind
from qa_app.web.clock import today
from tests.factories import a_measure, a_measure_value, a_person, a_tool, a_tool_version, an_audit
from tests.factories.measures import a_comparator, a_measure_definition, a_target, a_threshold
from tests.factories.scorecards import a_comment, a_scorecard

PUBLISHED = datetime(2017, 2, 1, tzinfo=UTC)


@contextmanager
def statements(engine) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_):
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def fill(session, lead, number: int):
    """So many measures, a third of them audit measures, each with all that a scorecard may say of it."""
    version = a_tool_version(session, a_tool(standards=("smart",)))
    latest = Quarter.of(today()).previous()
    session.add_all(
        an_audit(version, audit_date=period.first_day, judged={"smart": 1 + n % 2, "overall": 2})
        for n, period in enumerate(latest.ending(5))
    )
    met = AuditDefinition(Counts.MET, ("smart",)).as_json()
    measures = [
        a_measure(
            outcome=f"Theme {n % 3}",
            responsible=lead if n % 2 else a_person(Role.AUDITOR),
            **({"kind": MeasureKind.AUDIT, "audit_definition": met} if n % 3 == 0 else {}),
        )
        for n in range(number)
    ]
    for measure in measures:
        measure.definitions.append(
            a_measure_definition(measure, number=2, holds_from=201601, is_break=True, reason="Law")
        )
    card = a_scorecard({"First": measures[::2], "Second": measures[1::2]}, title=f"Board {number}")
    session.add(card)
    session.flush()
    for n, measure in enumerate(measures):
        session.add_all([a_threshold(measure), a_target(measure), a_comparator(measure)])
        session.add(a_comment(measure, latest.previous().key, written_by=a_person()))
        if not measure.audit_definition:
            values = zip(latest.ending(5), ("50", "60", "70", "80", str(n % 100)), strict=True)
            session.add_all(a_measure_value(measure, period, value) for period, value in values)
    session.add_all(
        Publication(
            kind=PublicationKind.SCORECARD, subject_id=card.id, edition=f"{number}-{n}", number=1,
            title="Board", period="2016-17-Q3", profile=Profile.INTERNAL, choice={}, content={}, figures={},
            digest="0" * 64, changes=[], note="", published_by=a_person(), published_at=PUBLISHED,
        )
        for n in range(number)
    )  # fmt: skip
    session.commit()
    return card


PAGES = [
    *(f"/scorecards/{{card}}?layout={layout.value}" for layout in Layout),
    "/scorecards/{card}/export/figures",
    "/scorecards/{card}/export/csv",
    "/scorecards/{card}/exceptions",
    "/scorecards",
    "/publications",
    "/measures/values",
    "/measures/values?scorecard={card}",
    "/measures",
    "/",
]


def test_pages_ask_as_often_whatever_the_number_of_measures(sign_in, client, session, engine):
    lead = a_person(Role.QA_LEAD)
    first = fill(session, lead, 5)
    sign_in(person=lead)
    few = {page: asked(client, engine, page.format(card=first.id)) for page in PAGES}
    second = fill(session, lead, 50)
    first.active = False
    session.commit()

    many = {page: asked(client, engine, page.format(card=second.id)) for page in PAGES}

    assert many == few


def asked(client, engine, path: str) -> int:
    client.get(path)  # what is read once for all
    with statements(engine) as sent:
        assert client.get(path).status_code == 200, path
    return len(sent)
