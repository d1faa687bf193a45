from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidInput, TransitionNotAllowed
from qa_app.models import GradingScaleRow, ImportBatch, PublishedFigure, ServiceArea, TrailEntry
from qa_app.models.import_batch import ImportKind, ImportStatus
from qa_app.services.structure import add_area, add_stream, add_team, rename, stop_using, use_again
from tests.factories import a_service_area, a_stream, a_team

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
BY = {"by": None, "at": AT}


def trail(session: Session) -> list[tuple[str, dict | None, dict | None]]:
    entries = session.scalars(select(TrailEntry).order_by(TrailEntry.id))
    return [(entry.action, entry.before, entry.after) for entry in entries]


def published(session: Session, kind: str, name: str, period: str = "2016-17-Q3") -> PublishedFigure:
    batch = ImportBatch(
        kind=ImportKind.HISTORY,
        status=ImportStatus.CHECKED,
        file_name="history.csv",
        digest="0" * 64,
        uploaded_at=AT,
    )
    session.add(batch)
    session.flush()
    scale = session.scalars(select(GradingScaleRow).order_by(GradingScaleRow.id)).first()
    figure = PublishedFigure(
        batch_id=batch.id,
        table_kind=kind,
        table_name=name,
        period=period,
        first_month=201610,
        scale_id=scale.id,
        position=1,
        count=3,
    )
    session.add(figure)
    session.flush()
    return figure


def test_each_is_added_and_recorded(session):
    area = add_area(session, " Early  Help ", **BY)
    team = add_team(session, area, "North", **BY)
    stream = add_stream(session, "Dip sample", **BY)

    assert (area.name, team.service_area, stream.active) == ("Early Help", area, True)
    assert trail(session) == [
        ("added service area", None, {"name": "Early Help"}),
        ("added team", None, {"name": "North", "service area": "Early Help"}),
        ("added stream", None, {"name": "Dip sample"}),
    ]


@pytest.mark.parametrize("name", ["North", "NORTH", " north "])
def test_a_name_is_given_once(session, name):
    area = add_area(session, "North", **BY)
    add_team(session, area, "North", **BY)
    add_stream(session, "North", **BY)

    with pytest.raises(InvalidInput, match="There is a service area “North” already"):
        add_area(session, name, **BY)
    with pytest.raises(InvalidInput, match="There is a team “North” already"):
        add_team(session, area, name, **BY)
    with pytest.raises(InvalidInput, match="There is a stream “North” already"):
        add_stream(session, name, **BY)

    assert session.scalars(select(ServiceArea.name)).all() == ["North"]  # the refused one is not kept


def test_two_areas_may_each_have_a_team_of_one_name(session):
    for area in (add_area(session, "North", **BY), add_area(session, "South", **BY)):
        assert add_team(session, area, "Duty", **BY).name == "Duty"


def test_a_name_out_of_use_is_still_taken(session):
    stop_using(session, add_area(session, "North", **BY), **BY)

    with pytest.raises(InvalidInput, match="out of use: use it again"):
        add_area(session, "North", **BY)


def test_renaming_is_recorded_and_only_when_it_changes_something(session):
    area = add_area(session, "North", **BY)
    add_area(session, "South", **BY)

    rename(session, area, "North", **BY)
    rename(session, area, "NORTH", **BY)  # its own name in other letters is no clash

    assert trail(session)[2:] == [("renamed service area", {"name": "North"}, {"name": "NORTH"})]
    with pytest.raises(InvalidInput, match="“South” already"):
        rename(session, area, "south", **BY)
    assert area.name == "NORTH"


def test_stopping_and_using_again(session):
    stream = add_stream(session, "Dip sample", **BY)

    with pytest.raises(TransitionNotAllowed, match="in use already"):
        use_again(session, stream, **BY)
    stop_using(session, stream, **BY)
    assert not stream.active
    with pytest.raises(TransitionNotAllowed, match="out of use already"):
        stop_using(session, stream, **BY)
    use_again(session, stream, **BY)

    assert stream.active
    assert [action for action, _, _ in trail(session)[1:]] == ["stopped using stream", "used again stream"]


@pytest.mark.parametrize(
    ("kind", "moves"),
    [
        ("service area", True),
        ("audit stream", True),  # councils print service areas as “audit streams”
        ("stream", False),
        ("team", False),
        ("quality of work", False),
    ],
)
def test_what_was_published_follows_its_area(session, kind, moves):
    area = add_area(session, "North", **BY)
    figure, noise = published(session, kind, "north"), published(session, kind, "North West")

    rename(session, area, "Upper", **BY)

    assert figure.table_name == ("Upper" if moves else "north")
    assert noise.table_name == "North West"


def test_a_table_that_a_stream_shares_stays(session):
    area = add_area(session, "North", **BY)
    add_stream(session, "North", **BY)
    shared, own = published(session, "audit stream", "North"), published(session, "service area", "North")

    rename(session, area, "Upper", **BY)

    assert (shared.table_name, own.table_name) == ("North", "Upper")


@pytest.mark.parametrize(("beside", "name"), [(False, "Duty 1"), (True, "Duty")])
def test_a_teams_table_moves_unless_another_team_has_its_name(session, beside, name):
    team = a_team(a_service_area(), "Duty")
    session.add(team)
    if beside:
        session.add(a_team(a_service_area(), "Duty"))
    session.flush()
    figure = published(session, "team", "Duty")

    rename(session, team, "Duty 1", **BY)

    assert figure.table_name == name


def test_renaming_joins_a_history_but_never_two_tables_of_one_period(session):
    area = add_area(session, "North", **BY)
    published(session, "service area", "Upper", "2015-16-Q1")
    figure = published(session, "service area", "North")
    rename(session, area, "Upper", **BY)
    assert figure.table_name == "Upper"

    published(session, "service area", "Lower")
    with pytest.raises(InvalidInput, match="under both names for 2016-17-Q3"):
        rename(session, area, "Lower", **BY)
    assert (area.name, figure.table_name) == ("Upper", "Upper")


def test_a_new_stream_moves_its_own_tables(session):
    stream = a_stream("Dip")
    session.add(stream)
    session.flush()
    figure = published(session, "stream", "Dip")

    rename(session, stream, "Dip sample", **BY)

    assert figure.table_name == "Dip sample"


def test_two_people_add_one_name_at_once(session, engine):
    """On SQLite the second waits for the first, and so reads its name; on PostgreSQL both read none."""
    start, outcomes = Barrier(2), []

    def add() -> None:
        with Session(engine) as own:
            start.wait(timeout=10)
            try:
                add_area(own, "North", **BY)
                own.commit()
                outcomes.append("added")
            except InvalidInput as error:
                outcomes.append(error.problems[0].field)

    threads = [Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(outcomes) == ["added", "name"]
    assert session.scalars(select(ServiceArea.name)).all() == ["North"]
