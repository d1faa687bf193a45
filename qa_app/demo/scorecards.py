"""The invented council's measures, their values, its scorecards, and what was said of them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.demo import measures as invented
from qa_app.demo.calendar import before_work
from qa_app.demo.measures import FromAudits, FromTheCaseSystem
from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.commentary import Said
from qa_app.domain.directions import Polarity
from qa_app.domain.measure_details import MeasureDetails
from qa_app.domain.measures import (
    ComparatorKind,
    Frequency,
    MeasureKind,
    MeasurePeriod,
    Printed,
    Unit,
    ValueStatus,
)
from qa_app.domain.periods import Month, Quarter, Year, london_date
from qa_app.domain.scales import FOUR_GRADES
from qa_app.domain.scope import Scope
from qa_app.domain.scorecard_choice import USUALLY_SHOWN, Against, Layout, Shown, StatusRule
from qa_app.domain.scorecard_settings import Settings
from qa_app.models import Measure, MeasureValue, Person, Scorecard, ServiceArea
from qa_app.queries.scorecard import read_scorecard, scorecard_choice
from qa_app.services.child_population import set_population
from qa_app.services.commentary import save_comment
from qa_app.services.measure_standards import set_comparator, set_target, set_threshold
from qa_app.services.measures import add_measure
from qa_app.services.scorecard_lines import add_lines
from qa_app.services.scorecard_themes import add_theme
from qa_app.services.scorecards import add_scorecard

QUARTERLY, BOARD = "Quarterly scorecard", "Monthly board report"
SEED = 47
LEFT_UNSAID = 3
"""So many exceptions of the latest full quarter still owe a comment."""


def lay(session: Session, *, lead: Person, responsible: list[Person], first: Quarter, now: datetime) -> None:
    """Measures from the first quarter on, two scorecards, and comments up to the latest full quarter."""
    rng, at = Random(SEED), before_work(first.first_day)
    counted = [_from_audits(session, each, by=lead, at=at) for each in invented.FROM_AUDITS]
    entered = {each: _from_the_case_system(session, each, first, by=lead, at=at)
               for each in invented.FROM_THE_CASE_SYSTEM}  # fmt: skip
    for number, measure in enumerate([*counted, *entered.values()]):
        measure.responsible_id = responsible[number % len(responsible)].id
    children = _children(session, first, now, by=lead)
    for each, measure in entered.items():
        session.add_all(_values(each, measure, children, first, lead, now=now, rng=rng))
    session.flush()
    quarterly = _quarterly(session, [*counted, *entered.values()], by=lead, at=at)
    _board(session, list(entered.values()), by=lead, at=at)
    _comment(session, quarterly, responsible=responsible, lead=lead, now=now)


def _from_audits(session: Session, each: FromAudits, *, by: Person, at: datetime) -> Measure:
    area = session.scalars(select(ServiceArea.id).where(ServiceArea.name == each.area)).one_or_none()
    if each.is_standard:
        definition = AuditDefinition(Counts.MET, (each.question,), area=area)
    else:
        definition = AuditDefinition(
            Counts.AT_LEAST,
            (each.question,),
            grade=FOUR_GRADES.good_or_better,
            scale=FOUR_GRADES.code,
            area=area,
        )
    details = MeasureDetails(
        name=each.name,
        kind=MeasureKind.AUDIT,
        unit=Unit.PERCENT,
        polarity=Polarity.HIGHER_IS_BETTER,
        measure_period=MeasurePeriod.CUMULATIVE,
        frequency=Frequency.QUARTER,
        outcome=each.theme,
        responsible_role="Service manager",
        source="Audits",
        carries_target=Printed.NO,
        carries_direction=Printed.YES,
    )
    measure = add_measure(session, details, audit=definition, by=by, at=at)
    _thresholds(session, measure, invented.BY_AUDIT, by=by, at=at)
    return measure


def _from_the_case_system(
    session: Session, each: FromTheCaseSystem, first: Quarter, *, by: Person, at: datetime
) -> Measure:
    details = MeasureDetails(
        name=each.name,
        kind=MeasureKind.ACTIVITY,
        unit=each.unit,
        polarity=each.polarity,
        measure_period=each.over,
        frequency=Frequency.MONTH,
        decimals=each.decimals,
        outcome=each.theme,
        guide=each.guide,
        responsible_role="Head of Service",
        source="Case system, monthly report",
        carries_target=Printed.YES if each.target else Printed.NO,
        carries_direction=Printed.YES,
    )
    measure = add_measure(session, details, by=by, at=at)
    if any(each.bands):
        _thresholds(session, measure, each.bands, by=by, at=at)
    if each.target:
        set_target(session, measure, low=each.target, high="", tolerance="5", by=by, at=at)
    year = Year(first.starting_year - 1)
    for kind, value in (
        (ComparatorKind.STATISTICAL_NEIGHBOURS, each.neighbours),
        (ComparatorKind.ENGLAND, each.england),
    ):
        if value:
            set_comparator(session, measure, kind=kind, year=str(year), value=value, by=by, at=at)
    return measure


def _thresholds(
    session: Session, measure: Measure, bands: tuple[str, str, str], *, by: Person, at: datetime
) -> None:
    worst, good, best = bands
    set_threshold(session, measure, requires_improvement=worst, good=good, outstanding=best, by=by, at=at)


def _children(session: Session, first: Quarter, now: datetime, *, by: Person) -> Mapping[int, int]:
    """How many children there are, by the starting year of each reporting year."""
    found = {}
    for year in range(first.starting_year, Quarter.of(london_date(now)).starting_year + 1):
        found[year] = invented.CHILDREN - 140 * (year - first.starting_year)
        at = min(before_work(Year(year).first_day), now)
        set_population(
            session, year=str(Year(year)), children=str(found[year]), source="Mid-year estimate", by=by, at=at
        )
    return found


def _values(
    each: FromTheCaseSystem,
    measure: Measure,
    children: Mapping[int, int],
    first: Quarter,
    by: Person,
    *,
    now: datetime,
    rng: Random,
) -> list[MeasureValue]:
    """One for every month that is over and whose figures were brought in, a week after its end."""
    rows, month, level = [], Month.of(first.first_day), each.start
    while (known := _week_after(month.last_day)) < now:
        level += each.drift
        figure = max(0.0, level + rng.gauss(0, each.spread))
        rows.append(
            MeasureValue(
                measure_id=measure.id,
                period=month.key,
                first_month=month.first_month,
                last_month=month.last_month,
                status=ValueStatus.FINAL,
                source="Monthly report",
                entered_by_id=by.id,
                entered_at=known,
                **_counts(each, figure, children[Year.of(month.first_day).starting_year]),
            )
        )
        month = Month.from_ordinal(month.ordinal + 1)
    return rows


def _counts(each: FromTheCaseSystem, figure: float, children: int) -> dict[str, str]:
    match each.unit:
        case Unit.PERCENT:
            return {"numerator": str(round(figure * each.whole / 100)), "denominator": str(each.whole)}
        case Unit.RATE:
            return {"numerator": str(round(figure * children / 10_000))}
        case Unit.AVERAGE:
            return {"numerator": str(round(figure * each.whole)), "denominator": str(each.whole)}
        case _:
            return {"value": str(round(figure))}


def _quarterly(session: Session, measures: list[Measure], *, by: Person, at: datetime) -> Scorecard:
    settings = Settings(
        title=QUARTERLY,
        purpose="What the improvement board looks at each quarter: what audits found, beside how much was"
        " done and how soon.",
        periods=7,
        against=Against.BOTH,
        columns=(Shown.STATUS, Shown.DIRECTION, Shown.THRESHOLDS, Shown.COMMENTARY, Shown.ACTION),
    )
    return _scorecard(session, settings, measures, by=by, at=at)


def _board(session: Session, measures: list[Measure], *, by: Person, at: datetime) -> Scorecard:
    settings = Settings(
        title=BOARD,
        purpose="The month’s activity against target and against statistical neighbours.",
        frequency=Frequency.MONTH,
        periods=6,
        status_rule=StatusRule.TARGET_WITH_TOLERANCE,
        layout=Layout.BOARD,
        columns=tuple(shown for shown in USUALLY_SHOWN if shown is not Shown.THRESHOLDS),
    )
    return _scorecard(session, settings, measures, by=by, at=at)


def _scorecard(
    session: Session, settings: Settings, measures: list[Measure], *, by: Person, at: datetime
) -> Scorecard:
    scorecard = add_scorecard(session, settings, by=by, at=at)
    for title in invented.THEMES:
        own = [measure for measure in measures if measure.outcome == title]
        theme = add_theme(session, scorecard, title, opened_at_version=scorecard.version, by=by, at=at)
        add_lines(session, scorecard, theme, own, opened_at_version=scorecard.version, by=by, at=at)
    return scorecard


def _comment(
    session: Session, scorecard: Scorecard, *, responsible: list[Person], lead: Person, now: datetime
) -> None:
    """Of the two latest full quarters, whatever asked for it; the last few of the newest are still owed."""
    people = {person.id: person for person in responsible}
    latest = Quarter.of(london_date(now)).previous()
    for quarter in (latest.previous(), latest):
        choice = scorecard_choice(session, scorecard.id, last=quarter)
        lines = [line for line in read_scorecard(session, choice, Scope.everything()).lines if line.exception]
        said = lines[:-LEFT_UNSAID] if quarter is latest else lines
        for number, line in enumerate(said):
            what, who, days = invented.ACTIONS[number % len(invented.ACTIONS)]
            measure = session.get_one(Measure, line.measure.id)
            save_comment(
                session,
                measure,
                quarter,
                Said(
                    text=invented.REASONS[number % len(invented.REASONS)],
                    action=what,
                    owner=who,
                    due_on=quarter.last_day + timedelta(days),
                ),
                opened_at_number=0,
                by=people.get(measure.responsible_id or 0, lead),
                at=min(now, _week_after(quarter.last_day) + timedelta(days=2)),
            )


def _week_after(day: date) -> datetime:
    return before_work(day + timedelta(days=7))
