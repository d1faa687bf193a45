"""Adopting lines that carry bands, and lines that count audits of areas that may not be here."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.directions import Polarity
from qa_app.domain.measure_libraries import (
    Library,
    LibraryAudit,
    LibraryMeasure,
    PartHere,
    areas_named,
    streams_named,
)
from qa_app.domain.measures import MeasureKind, Unit
from qa_app.measures_shipped import libraries
from qa_app.models import Measure, MeasureThreshold, ServiceArea, Stream
from qa_app.services.measure_adoption import adopt
from qa_app.services.measures import stop_using
from tests.factories import a_measure, a_service_area

AT = datetime(2017, 5, 1, tzinfo=UTC)

VISITS = LibraryMeasure(
    "8",
    "Visits - CIN/CP",
    MeasureKind.AUDIT,
    Unit.PERCENT,
    polarity=Polarity.HIGHER_IS_BETTER,
    thresholds=("60-69", "70-79", "80-100"),
    audit=LibraryAudit(AuditDefinition(Counts.MET, ("visits",)), service_area="CIN/CP", stream="Dip sample"),
)
LIBRARY = Library(
    "east",
    "East",
    "Ours",
    (
        LibraryMeasure("7", "Contacts", MeasureKind.ACTIVITY, Unit.NUMBER, code="contacts"),
        VISITS,
        LibraryMeasure("9", "Referrals", MeasureKind.ACTIVITY, Unit.NUMBER),
    ),
)


def adopted(session, library=LIBRARY, **named):
    return adopt(session, library, by=None, at=AT, **named)


def all_added(library=LIBRARY):
    return {
        "areas": dict.fromkeys(areas_named(library.measures), PartHere.ADDED),
        "streams": dict.fromkeys(streams_named(library.measures), PartHere.ADDED),
    }


def test_bands_hold_from_the_beginning_and_audits_are_those_of_this_council(session):
    area = a_service_area("cin/cp")
    session.add_all([area, Stream(name="Dip sample")])
    session.flush()

    measure = adopted(session, numbers=["8"]).added[0]

    threshold = session.scalars(select(MeasureThreshold)).one()
    assert (threshold.measure_id, threshold.holds_from, threshold.good) == (measure.id, 0, "70-79")
    assert measure.audit_definition["area"] == area.id
    assert measure.audit_definition["stream"] == session.scalars(select(Stream.id)).one()
    assert measure.definitions[0].meaning["audit_definition"] == measure.audit_definition
    assert measure.library == "east/8"


def test_a_line_about_an_area_that_is_not_here_is_left(session):
    done = adopted(session)

    assert [measure.name for measure in done.added] == ["Contacts", "Referrals"]
    assert [(line.number, reason) for line, reason in done.left] == [
        (
            "8",
            "There is no service area “CIN/CP” here; There is no audit stream “Dip sample” here",
        )
    ]
    assert session.scalars(select(ServiceArea)).all() == []


def test_areas_and_streams_are_added_where_that_is_asked_for(session):
    done = adopted(session, **all_added())

    assert (len(done.added), done.left) == (3, [])
    assert session.scalars(select(ServiceArea.name)).all() == ["CIN/CP"]
    assert session.scalars(select(Stream.name)).all() == ["Dip sample"]


def test_another_area_can_stand_for_the_one_that_is_named(session):
    area, stream = a_service_area("Children in need"), Stream(name="Dip sample")
    session.add_all([area, stream])
    session.flush()

    done = adopted(session, numbers=["8"], areas={"CIN/CP": area.id})

    assert done.added[0].audit_definition["area"] == area.id
    assert session.scalars(select(ServiceArea.name)).all() == ["Children in need"]


def test_a_line_can_count_the_audits_of_all_areas(session):
    done = adopted(
        session, numbers=["8"], areas={"CIN/CP": PartHere.EVERY}, streams={"Dip sample": PartHere.EVERY}
    )

    assert done.left == []
    assert done.added[0].audit_definition["area"] is None
    assert done.added[0].audit_definition["stream"] is None


def test_an_area_is_added_once_and_not_at_all_where_there_is_one_of_the_name(session):
    session.add(Stream(name="dip  sample"))

    adopted(session, **all_added())

    assert session.scalars(select(Stream.name)).all() == ["dip  sample"]


def test_an_area_that_is_not_there_any_more_leaves_the_line(session):
    done = adopted(session, numbers=["8"], areas={"CIN/CP": 999}, streams={"Dip sample": PartHere.EVERY})

    assert [reason for _, reason in done.left] == ["There is no service area “CIN/CP” here"]


def test_adopting_twice_adds_nothing_not_even_what_is_out_of_use(session):
    stop_using(session, adopted(session).added[0], by=None, at=AT)

    again = adopted(session)

    assert (again.added, again.already, len(again.left)) == ([], 2, 1)
    assert session.scalar(select(func.count(Measure.id))) == 2


def test_a_line_whose_name_or_code_is_taken_does_not_stop_the_others(session):
    session.add_all([a_measure("Contacts elsewhere", code="contacts"), a_measure("referrals")])

    done = adopted(session, **all_added())

    assert [measure.library for measure in done.added] == ["east/8"]
    assert [(line.number, reason) for line, reason in done.left] == [
        ("7", "“Contacts elsewhere” has this code already"),
        ("9", "There is a measure “referrals” already"),
    ]


@pytest.mark.parametrize("library", libraries(), ids=lambda library: library.code)
def test_every_library_is_adopted_whole(session, library):
    done = adopted(session, library, **all_added(library))

    assert (len(done.added), done.left) == (len(library.measures), [])
    assert len({measure.code for measure in done.added}) == len(library.measures)
