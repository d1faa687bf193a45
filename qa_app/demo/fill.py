"""Fills an empty database with the invented council; the same day always gives the same council."""

from datetime import date, datetime
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.demo import desks, programme, published, records, scorecards
from qa_app.demo.calendar import before_work
from qa_app.demo.council import AREAS, STREAMS
from qa_app.demo.moderating import RULE
from qa_app.demo.people import (
    AUDITOR,
    LIMITED_MODERATOR,
    MODERATOR,
    PASSWORD,
    PEOPLE,
    QA_LEAD,
    WORKERS,
    DemoPerson,
)
from qa_app.demo.recording import Forms, Recorder
from qa_app.demo.tools import CASE_FILE, older_case_file, shipped, supervision_audit
from qa_app.demo.workforce import Form, Moderating, Unit, Workforce
from qa_app.domain.audit_tool import AuditTool
from qa_app.domain.periods import MONTH_NAMES, Quarter, london_date
from qa_app.domain.roles import Role
from qa_app.models import ModerationSetting, PeriodLabel, Person, ServiceArea, Stream, Team
from qa_app.services.audit_tools import add_tool, make_live
from qa_app.services.passwords import hasher
from qa_app.services.sealing import seal_the_rest
from qa_app.services.setting_up import set_up

SEED = 1989
"""Of every invented figure."""

QUARTERS_ON_THE_NEW_FORM = 3
"""How many full quarters ago the case file audit changed."""


def fill(session: Session, *, now: datetime) -> None:
    """Everything up to this instant; the caller commits."""
    rng = Random(SEED)
    first = programme.first_quarter(now)
    set_up(session)
    session.get_one(ModerationSetting, 1).seed = RULE.seed
    people = _people(session, at=before_work(first.first_day))
    staff = _workforce(session, people, rng)
    forms = _forms(session, people, first=first)
    _label_quarters(session, first, until=london_date(now))
    session.flush()
    recorder = Recorder(staff, forms, first=first, rng=rng)
    programme.run(recorder, until=now)
    desks.lay(recorder, now=now)
    recorder.rows.write(session.connection())
    seal_the_rest(session)
    scorecards.lay(
        session,
        lead=people[QA_LEAD],
        responsible=[people[each] for each in (AUDITOR, MODERATOR, LIMITED_MODERATOR, QA_LEAD)],
        first=first,
        now=now,
    )
    published.lay(session, lead=people[QA_LEAD], now=now)
    records.lay(session, lead=people[QA_LEAD], now=now)


def _people(session: Session, *, at: datetime) -> dict[DemoPerson, Person]:
    hashed = hasher.hash(PASSWORD)  # once: sixty would take longer than all the rest
    areas = {area.name: ServiceArea(name=area.name) for area in AREAS}
    session.add_all(areas.values())
    people = {
        each: Person(
            name=each.name,
            email=each.email,
            password_hash=hashed,
            may_sign_in=True,
            sees_all_areas=not each.areas,
            service_areas=[areas[name] for name in each.areas],
            created_at=at,
            roles=each.roles,
        )
        for each in PEOPLE
    }
    session.add_all(people.values())
    session.flush()
    return people


def _workforce(session: Session, people: dict[DemoPerson, Person], rng: Random) -> Workforce:
    streams = {name: Stream(name=name) for name in STREAMS}
    session.add_all(streams.values())
    session.flush()
    return Workforce(
        units=_units(session, rng),
        streams={name: stream.id for name, stream in streams.items()},
        auditors=tuple(person.id for each, person in people.items() if Role.AUDITOR in each.roles),
        visitor=people[AUDITOR].id,
        visiting_moderator=people[MODERATOR].id,
        moderators=tuple(
            Moderating(person.id, frozenset(area.id for area in person.service_areas) if each.areas else None)
            for each, person in people.items()
            if Role.MODERATOR in each.roles
        ),
        qa_leads=tuple(person.id for each, person in people.items() if Role.QA_LEAD in each.roles),
        workers=WORKERS,
        names={person.id: person.name for person in people.values()},
    )


def _units(session: Session, rng: Random) -> tuple[Unit, ...]:

    rows = {row.name: row for row in session.scalars(select(ServiceArea))}
    units = []
    for area in AREAS:
        teams = [Team(service_area=rows[area.name], name=name) for name in area.teams]
        session.add_all(teams)
        session.flush()
        levels = tuple(rng.gauss(0, 0.25) for _ in teams)
        units.append(Unit(area, rows[area.name].id, tuple(team.id for team in teams), levels))
    return tuple(units)


def _forms(session: Session, people: dict[DemoPerson, Person], *, first: Quarter) -> Forms:
    """The older case file audit goes live with the first quarter, the newer some quarters ago."""
    by = next(person for each, person in people.items() if Role.QA_LEAD in each.roles)
    case_file, dip_sample = shipped()
    started = before_work(first.first_day)
    changed_on = Quarter.from_ordinal(first.ordinal + programme.QUARTERS - QUARTERS_ON_THE_NEW_FORM).first_day
    older = _live(session, older_case_file(case_file), by=by, at=started)
    live = {tool.code: _live(session, tool, by=by, at=started) for tool in (dip_sample, supervision_audit())}
    live[CASE_FILE] = _live(session, case_file, by=by, at=before_work(changed_on))
    return Forms(older_case_file=older, live=live, changed_on=changed_on)


def _live(session: Session, tool: AuditTool, *, by: Person, at: datetime) -> Form:
    version = add_tool(session, tool, by=by, at=at)
    make_live(session, version, by=by, at=at)
    questions = (question for section in version.sections for question in section.questions)
    return Form(version.id, tool, {question.code: question.id for question in questions})


def _label_quarters(session: Session, first: Quarter, *, until: date) -> None:
    """> Dec 25, the last month of each quarter, under which the council prints it"""
    for ordinal in range(first.ordinal, Quarter.of(until).ordinal + 1):
        quarter = Quarter.from_ordinal(ordinal)
        year, month = divmod(quarter.last_month, 100)
        session.add(PeriodLabel(period=quarter.key, label=f"{MONTH_NAMES[month - 1][:3]} {year % 100:02}"))
