"""Several people write the same thing of a scorecard at the same moment: one does, the others are told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from qa_app.domain.commentary import Said
from qa_app.domain.errors import DomainError
from qa_app.domain.measures import ComparatorKind
from qa_app.domain.periods import Month, Quarter
from qa_app.domain.quarter_report import Findings, TextBlock
from qa_app.domain.roles import Role
from qa_app.domain.tables import Column, Report, Section, Table
from qa_app.models import (
    AuditFinding,
    ChildPopulation,
    Commentary,
    Measure,
    MeasureComparator,
    MeasureThreshold,
    Person,
    Profile,
    Publication,
    PublicationKind,
    ReportText,
    Scorecard,
    ScorecardTheme,
    TrailEntry,
)
from qa_app.services.child_population import set_population
from qa_app.services.commentary import save_comment
from qa_app.services.measure_standards import set_comparator, set_threshold
from qa_app.services.publishing import Drawing, publish
from qa_app.services.report_texts import write_findings, write_text
from qa_app.services.scorecard_themes import add_theme
from tests.factories import a_measure, a_person
from tests.factories.scorecards import a_comment, a_scorecard

AT = datetime(2017, 1, 20, 10, tzinfo=UTC)
AT_ONCE = 5
Q3 = Quarter(2016, 3)

Write = Callable[[Session, Person, int], Any]


def a_drawing(value: str) -> Drawing:
    table = Table("Figures", (Column("Measure"), Column("Q3")), [("Plans", value)])
    report = Report("Board", AT, "Testshire", sections=(Section("Plans", table=table),))
    return Drawing(
        PublicationKind.SCORECARD, 1, "scorecard/1/2016-17-Q3/quarterly/internal", "Board", Q3,
        Profile.INTERNAL, {}, report, report, table, {"P1|2016-17-Q3|value": value},
    )  # fmt: skip


def comment(session: Session, by: Person, number: int) -> None:
    measure = session.scalars(select(Measure)).one()
    save_comment(session, measure, Q3, Said(f"Said {number}"), opened_at_number=0, by=by, at=AT)


def comment_again(session: Session, by: Person, number: int) -> None:
    measure = session.scalars(select(Measure)).one()
    said = Said(f"Said {number}")
    save_comment(session, measure, Q3.previous(), said, opened_at_number=1, by=by, at=AT)


def text(session: Session, by: Person, number: int) -> None:
    card = session.scalars(select(Scorecard)).one()
    said = f"Written {number}"
    write_text(session, card, Q3, TextBlock.INTRODUCTION, said, opened_at_number=0, by=by, at=AT)


def findings(session: Session, by: Person, number: int) -> None:
    found = Findings(theme=f"Theme {number}")
    write_findings(session, Month(2016, 12), found, opened_at_version=0, by=by, at=AT)


def theme(session: Session, by: Person, number: int) -> None:
    card = session.scalars(select(Scorecard)).one()
    add_theme(session, card, f"Theme {number}", opened_at_version=1, by=by, at=AT)


def publication(session: Session, by: Person, number: int) -> None:
    publish(session, a_drawing(f"{number}%"), note="", by=by, at=AT)


def rows(model: type[Any], *conditions: Any) -> Callable[[Session], int]:
    return lambda session: session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


@pytest.fixture
def lead(session):
    person = a_person(Role.QA_LEAD)
    measure = a_measure("Plans", code="P1")
    session.add_all([person, measure, a_scorecard({}, title="Board")])
    session.flush()
    session.add(a_comment(measure, Q3.previous().key))
    number = person.id
    session.commit()
    return number


def at_once(engine, lead: int, write: Write, reads_first: type[Any]) -> list[str]:
    """What became of each: done, or the name of the error."""
    barrier = Barrier(AT_ONCE)
    all_read_first = engine.dialect.name == "postgresql"  # SQLite lets one writer in at a time

    def one(number: int) -> str:
        with Session(engine) as own:
            if all_read_first:
                own.scalars(select(reads_first)).all()
                by = own.get_one(Person, lead)
            barrier.wait(timeout=30)
            try:
                by = own.get_one(Person, lead)
                write(own, by, number)
                own.commit()
            except (DomainError, StaleDataError) as error:
                return type(error).__name__
            return "done"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sorted(pool.map(one, range(AT_ONCE)))


@pytest.mark.parametrize(
    ("write", "model", "kept"),
    [
        (comment, Commentary, rows(Commentary, Commentary.period == Q3.key)),
        (comment_again, Commentary, rows(Commentary, Commentary.number == 2)),
        (text, ReportText, rows(ReportText)),
        (findings, AuditFinding, rows(AuditFinding)),
        (theme, Scorecard, rows(ScorecardTheme)),
    ],
)
def test_one_writes_and_the_others_are_told(session, engine, lead, write, model, kept):
    before = rows(TrailEntry)(session)
    session.commit()

    said = at_once(engine, lead, write, model)

    assert said == [*["Conflict"] * (AT_ONCE - 1), "done"]
    assert kept(session) == 1
    assert rows(TrailEntry)(session) == before + 1


def test_of_publications_at_once_each_is_a_revision_of_its_own_or_is_told(session, engine, lead):
    said = at_once(engine, lead, publication, Publication)

    numbers = session.scalars(select(Publication.number).order_by(Publication.number)).all()
    assert set(said) <= {"done", "Conflict"}
    assert numbers == list(range(1, said.count("done") + 1))
    superseded = session.scalars(select(Publication.supersedes_id).order_by(Publication.number)).all()
    ids = session.scalars(select(Publication.id).order_by(Publication.number)).all()
    assert superseded == [None, *ids[:-1]]  # one line of revisions, without a fork


def thresholds(session: Session, by: Person, number: int) -> None:
    measure = session.scalars(select(Measure)).one()
    printed = {"requires_improvement": "60-69", "good": "70-79", "outstanding": f"80-9{number}"}
    set_threshold(session, measure, **printed, by=by, at=AT)


def comparator(session: Session, by: Person, number: int) -> None:
    measure = session.scalars(select(Measure)).one()
    kind = ComparatorKind.ENGLAND
    set_comparator(session, measure, kind=kind, year="2015-16", value=f"6{number}", by=by, at=AT)


def population(session: Session, by: Person, number: int) -> None:
    set_population(session, year="2016-17", children=f"6{number}000", by=by, at=AT)


@pytest.mark.parametrize(
    ("write", "model"),
    [(thresholds, MeasureThreshold), (comparator, MeasureComparator), (population, ChildPopulation)],
)
def test_what_is_set_at_once_is_set_once_and_the_trail_has_each(session, engine, lead, write, model):
    before = rows(TrailEntry)(session)
    session.commit()

    said = at_once(engine, lead, write, model)

    assert set(said) <= {"done", "Conflict"}
    assert "done" in said
    assert rows(model)(session) == 1
    assert rows(TrailEntry)(session) == before + said.count("done")
