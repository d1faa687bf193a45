"""A publication is kept for good: numbered, with its digest, and refused where nothing changed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from qa_app.domain.errors import InvalidInput, NotPermitted, TransitionNotAllowed
from qa_app.domain.periods import Quarter
from qa_app.domain.roles import Role
from qa_app.domain.tables import Column, Kind, Report, Section, Table
from qa_app.models import Profile, Publication, PublicationKind, TrailEntry
from qa_app.queries.publications import (
    PublicationChoice,
    find_publication,
    latest_of,
    publication_page,
    revisions_of,
)
from qa_app.services.publishing import (
    Drawing,
    NothingToPublish,
    changes_of,
    check_period,
    is_unchanged,
    publish,
    published,
    published_page,
)
from tests.factories import a_person, a_service_area
from tests.factories.measures import a_measure

AT = datetime(2017, 1, 20, 10, tzinfo=UTC)
LATER = AT + timedelta(days=3)
Q3 = Quarter(2016, 3)


def a_drawing(value: str = "67%", *, words: str = "About it", at: datetime = AT, **named) -> Drawing:
    table = Table("Figures", (Column("Measure"), Column("Q3", Kind.TEXT)), [("Plans", value)])
    report = Report("Board", at, "Testshire", sections=(Section("Plans", paragraphs=(words,), table=table),))
    return Drawing(
        **{
            "kind": PublicationKind.SCORECARD,
            "subject_id": 3,
            "edition": "scorecard/3/2016-17-Q3/quarterly/internal",
            "title": "Board",
            "period": Q3,
            "profile": Profile.INTERNAL,
            "choice": {"period": Q3.key, "layout": "quarterly", "periods": "7"},
            "page": report,
            "workbook": report,
            "rows": table,
            "figures": {"P1|2016-17-Q3|value": value},
        }
        | named
    )


@pytest.fixture
def lead(session):
    person = a_person(Role.QA_LEAD, name="Lena Lead")
    session.add_all([person, a_measure("Plans", code="P1")])
    session.commit()
    return person


def test_the_first_is_number_one_and_is_what_was_drawn(session, lead):
    drawing = a_drawing()

    made = publish(session, drawing, note=" For the board ", by=lead, at=AT)
    session.commit()
    session.expire_all()

    kept = session.get_one(Publication, made.id)
    assert (kept.number, kept.supersedes_id, kept.changes, kept.note) == (1, None, [], "For the board")
    assert published_page(kept) == drawing.page
    assert published(kept).workbook == drawing.workbook
    assert published(kept).rows == drawing.rows
    assert is_unchanged(kept)
    entry = session.scalars(select(TrailEntry).where(TrailEntry.subject == "publication")).one()
    assert (entry.action, entry.subject_id, entry.person_id) == ("published", kept.id, lead.id)
    assert entry.after == {
        "title": "Board",
        "edition": "scorecard/3/2016-17-Q3/quarterly/internal",
        "number": 1,
        "digest": kept.digest,
    }


def test_a_revision_names_the_one_before_and_what_it_changed(session, lead):
    first = publish(session, a_drawing(), note="", by=lead, at=AT)
    second = publish(session, a_drawing("70%", at=LATER), note="", by=lead, at=LATER)
    session.commit()

    assert (second.number, second.supersedes_id) == (2, first.id)
    (change,) = changes_of(second)
    assert change.title == "Plans, Q3 2016-17"
    assert [(part.what, part.before, part.after) for part in change.parts] == [("value", "67%", "70%")]
    rows = revisions_of(session, first.edition)
    assert [(row.number, row.is_superseded) for row in rows] == [(2, False), (1, True)]
    assert latest_of(session, first.edition) == second
    assert published_page(first).sections[0].table.rows == [("Plans", "67%")]


def test_nothing_changed_is_refused_though_time_has_passed(session, lead):
    publish(session, a_drawing(), note="", by=lead, at=AT)

    with pytest.raises(NothingToPublish) as refused:
        publish(session, a_drawing(at=LATER), note="Again", by=lead, at=LATER)

    assert str(refused.value) == (
        "Nothing has changed since revision 1 was published on 20 January 2017 at 10:00, so there is nothing"
        " to publish."
    )


def test_other_words_around_the_same_figures_can_be_published(session, lead):
    publish(session, a_drawing(), note="", by=lead, at=AT)
    second = publish(session, a_drawing(words="Put right", at=LATER), note="", by=lead, at=LATER)

    assert (second.number, second.changes) == (2, [])


def test_another_edition_begins_at_one(session, lead):
    publish(session, a_drawing(), note="", by=lead, at=AT)
    public = a_drawing(edition="scorecard/3/2016-17-Q3/quarterly/public", profile=Profile.PUBLIC)

    assert publish(session, public, note="", by=lead, at=AT).number == 1


@pytest.mark.parametrize(
    ("today", "refused"),
    [(date(2016, 12, 31), True), (date(2017, 1, 1), False)],  # its last day, and the day after
)
def test_a_period_that_is_not_over(today, refused):
    if not refused:
        check_period(Q3, today=today)
        return
    with pytest.raises(InvalidInput) as error:
        check_period(Q3, today=today)
    assert str(error.value) == "Q3 2016-17 is not over: publish it after 31 December 2016"


def test_publishing_a_period_that_is_not_over_is_refused(session, lead):
    with pytest.raises(InvalidInput, match="is not over"):
        publish(session, a_drawing(), note="", by=lead, at=datetime(2016, 12, 31, 23, tzinfo=UTC))


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AUDITOR, Role.MODERATOR, Role.ADMINISTRATOR])
def test_nobody_but_who_may_publishes(session, lead, role):
    person = a_person(role)
    session.add(person)
    session.flush()

    with pytest.raises(NotPermitted):
        publish(session, a_drawing(), note="", by=person, at=AT)


def test_a_qa_lead_sees_the_whole_council_whatever_areas_are_set(session, lead):
    limited = a_person(Role.QA_LEAD, areas=[a_service_area()])
    session.add(limited)
    session.flush()

    assert publish(session, a_drawing(), note="", by=limited, at=AT).number == 1


def test_what_was_published_is_never_changed(session, lead):
    made = publish(session, a_drawing(), note="", by=lead, at=AT)
    session.commit()

    made.note = "Put right in silence"
    with pytest.raises(TransitionNotAllowed):
        session.flush()
    session.rollback()
    session.delete(made)
    with pytest.raises(TransitionNotAllowed):
        session.flush()


def test_a_copy_changed_in_the_database_is_found_out(session, lead):
    made = publish(session, a_drawing(), note="", by=lead, at=AT)
    session.commit()
    content = {**made.content, "page": made.content["workbook"] | {"format": 2}}
    session.execute(Publication.__table__.update().values(content=content))
    session.commit()
    session.expire_all()

    assert not is_unchanged(session.get_one(Publication, made.id))


def test_who_sees_some_areas_sees_what_the_public_sees(session, lead):
    internal = publish(session, a_drawing(), note="", by=lead, at=AT)
    drawing = a_drawing(edition="public", profile=Profile.PUBLIC)
    public = publish(session, drawing, note="", by=lead, at=LATER)
    everything, some = lead.scope, replace(lead.scope, areas=frozenset({1}))

    def listed(scope):
        return [row.id for row in publication_page(session, PublicationChoice(), scope).rows]

    assert listed(everything) == [public.id, internal.id]
    assert listed(some) == [public.id]
    assert find_publication(session, public.id, some) == public


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        (PublicationChoice(), 2),
        (PublicationChoice(kind=PublicationKind.JUDGEMENTS), 1),
        (PublicationChoice(period="2016-17-Q3"), 1),
        (PublicationChoice(period="2016-17-Q1"), 0),
        (PublicationChoice(subject_id=3), 1),
    ],
)
def test_the_list_is_narrowed(session, lead, choice, found):
    publish(session, a_drawing(), note="", by=lead, at=AT)
    tables = a_drawing(
        kind=PublicationKind.JUDGEMENTS, subject_id=None, edition="tables", period=Quarter(2016, 2)
    )
    publish(session, tables, note="", by=lead, at=AT)

    assert len(publication_page(session, choice, lead.scope).rows) == found
