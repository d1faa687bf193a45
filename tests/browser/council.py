"""A small council to walk through: its tools are those that ship, its people one for each role."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.directions import Polarity
from qa_app.domain.measures import MeasureKind, MeasurePeriod, Unit
from qa_app.domain.periods import Quarter
from qa_app.domain.roles import Role
from qa_app.domain.sampling import ChosenBecause
from qa_app.domain.workflow import AuditStatus
from qa_app.models import Audit, AuditToolVersion, Person, ServiceArea, Stream, Team
from qa_app.services.audit_tools import add_tool, make_live
from qa_app.services.setting_up import set_up
from qa_app.tools_shipped import shipped_tools
from tests.factories import (
    a_comparator,
    a_measure,
    a_measure_value,
    a_person,
    a_scorecard,
    a_service_area,
    a_stream,
    a_team,
    a_threshold,
    an_audit,
)

NAMES = {
    Role.AUDITOR: "Asha Auditor",
    Role.MODERATOR: "Morgan Moderator",
    Role.QA_LEAD: "Lee Lead",
    Role.VIEWER: "Vic Viewer",
    Role.ADMINISTRATOR: "Ade Administrator",
}
EMAILS = {role: f"{role.name.lower()}@testshire.example" for role in Role}
AREAS = ("Children in Care", "Early Help")
STREAM = "Monthly case-file audit"
SCORECARD = "Board scorecard"
SMART, IN_TIME, NOT_ENTERED = (
    "Plans are SMART",
    "Assessments in 45 working days",
    "Children missing education",
)


def fill(session: Session, *, today: date) -> None:
    """Two years of finished audits, four waiting for moderation and one an auditor has yet to begin."""
    set_up(session)
    people = {role: _person(role) for role in Role}
    areas = [a_service_area(name) for name in AREAS]
    teams = [a_team(area, f"{area.name} North") for area in areas]
    stream = a_stream(STREAM)
    session.add_all([*people.values(), *areas, *teams, stream])
    versions = _tools(session)
    audits = [
        *_finished(versions[0], people[Role.AUDITOR], areas, teams, stream, today),
        *_waiting(versions[0], people[Role.AUDITOR], areas, teams, stream, today),
        _allocated(versions[1], people[Role.AUDITOR], areas[0], teams[0], stream, today),
    ]
    session.add_all(audits)
    _scorecard(session, people[Role.AUDITOR], last=Quarter.of(today).previous())
    session.commit()


def _person(role: Role) -> Person:
    person = a_person(role, name=NAMES[role])
    person.email = EMAILS[role]
    return person


def _tools(session: Session) -> list[AuditToolVersion]:
    at = datetime(2020, 4, 1, tzinfo=UTC)
    versions = [add_tool(session, tool, by=None, at=at) for tool in shipped_tools()]
    for version in versions:
        make_live(session, version, by=None, at=at)
    return versions


def _finished(
    version: AuditToolVersion,
    auditor: Person,
    areas: list[ServiceArea],
    teams: list[Team],
    stream: Stream,
    today: date,
) -> list[Audit]:
    return [
        an_audit(
            version,
            audit_date=today - timedelta(days=30 * number + 1),
            judged=_judged(version, 1 + number % 4),
            evidence="Plans were reviewed in time.",
            auditor=auditor,
            service_area=areas[number % 2],
            team=teams[number % 2],
            stream=stream,
        )
        for number in range(24)
    ]


def _waiting(
    version: AuditToolVersion,
    auditor: Person,
    areas: list[ServiceArea],
    teams: list[Team],
    stream: Stream,
    today: date,
) -> list[Audit]:
    return [
        an_audit(
            version,
            audit_date=today - timedelta(days=10 + number),
            status=AuditStatus.SUBMITTED,
            chosen_because=ChosenBecause.WORST_GRADE,
            judged=_judged(version, 4),
            evidence="The plan had no contingency, and visits were missed.",
            auditor=auditor,
            service_area=areas[0],
            team=teams[0],
            stream=stream,
        )
        for number in range(4)
    ]


def _allocated(
    version: AuditToolVersion, auditor: Person, area: ServiceArea, team: Team, stream: Stream, today: date
) -> Audit:
    return an_audit(
        version,
        audit_date=today,
        status=AuditStatus.ALLOCATED,
        judged={},
        auditor=auditor,
        service_area=area,
        team=team,
        stream=stream,
        created_at=datetime.combine(today, time(8), tzinfo=UTC),
    )


def _scorecard(session: Session, responsible: Person, *, last: Quarter) -> None:
    """One measure of audits, one of activity that is below its threshold, and one that nobody has entered.

    The auditor is responsible for all three, and owes a comment on the second.
    """
    met = AuditDefinition(Counts.MET, ("plan-smart",))
    measures = [
        a_measure(SMART, kind=MeasureKind.AUDIT, audit_definition=met.as_json()),
        a_measure(IN_TIME, measure_period=MeasurePeriod.CUMULATIVE),
        a_measure(NOT_ENTERED, unit=Unit.NUMBER, polarity=Polarity.LOWER_IS_BETTER),
    ]
    for measure in measures:
        measure.responsible = responsible
    session.add_all(measures)
    session.flush()
    session.add_all(a_threshold(measure) for measure in measures[:2])
    session.add(a_comparator(measures[1], starting_year=last.starting_year - 1, value="83"))
    session.add_all(
        a_measure_value(measures[1], quarter, numerator=str(52 + number), denominator="100")
        for number, quarter in enumerate(reversed(last.ending(8)))
    )
    session.add(
        a_scorecard({"We act in time": measures[:2], "We know our service": measures[2:]}, title=SCORECARD)
    )


def _judged(version: AuditToolVersion, value: int) -> dict[str, int | None]:
    """Every judgement given this position; every standard met or not met."""
    values: dict[str, int | None] = {}
    for section in version.sections:
        for question in section.questions:
            if question.kind == "judgement":
                values[question.code] = value
            elif question.kind == "standard":
                values[question.code] = 1 if value < 3 else 2
    return values
