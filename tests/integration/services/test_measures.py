"""The catalogue's own rules, where they look at other rows."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.directions import Polarity
from qa_app.domain.errors import Conflict, InvalidInput, TransitionNotAllowed
from qa_app.domain.measure_definitions import DefinitionChange
from qa_app.domain.measure_details import MeasureDetails
from qa_app.domain.measures import Frequency, MeasureKind, MeasurePeriod, Unit
from qa_app.domain.periods import Quarter
from qa_app.domain.scope import Scope
from qa_app.models import Measure, MeasureTarget, TrailEntry
from qa_app.queries.measure_facts import facts_of
from qa_app.queries.measure_series import series_of
from qa_app.services.measures import add_measure, change_measure, stop_using
from tests.factories import (
    a_measure,
    a_measure_value,
    a_target,
    a_threshold,
    a_tool,
    a_tool_version,
    an_audit,
)

AT = datetime(2017, 5, 1, tzinfo=UTC)

DETAILS = MeasureDetails(
    "Contacts",
    MeasureKind.ACTIVITY,
    Unit.NUMBER,
    Polarity.HIGHER_IS_BETTER,
    MeasurePeriod.CUMULATIVE,
    Frequency.QUARTER,
)
AUDITED = replace(DETAILS, kind=MeasureKind.AUDIT, unit=Unit.PERCENT)
MET = AuditDefinition(Counts.MET, ("visits",))


def added(session, details=DETAILS, **named):
    return add_measure(session, details, by=None, at=AT, **named)


def changed(session, measure, details, **named):
    change_measure(
        session, measure, details, **{"opened_at_version": measure.version, "by": None, "at": AT} | named
    )


def problems(caught):
    return [problem.field for problem in caught.value.problems]


def test_codes_are_made_from_names_and_told_apart(session):
    taken = added(session)
    other = added(session, replace(DETAILS, name="Contacts!"))

    assert (taken.code, other.code) == ("contacts", "contacts-2")


def test_a_name_of_a_measure_that_is_out_of_use_is_offered_back(session):
    session.add(a_measure("CONTACTS", active=False))

    with pytest.raises(InvalidInput, match="out of use: use it again, or choose another name"):
        added(session)


def test_nobody_who_is_not_there_is_asked_for_a_comment(session):
    with pytest.raises(InvalidInput) as caught:
        added(session, replace(DETAILS, responsible_id=999_999))

    assert problems(caught) == ["responsible_id"]


def test_somebody_else_took_the_code_just_now(session, monkeypatch):
    session.add(a_measure(code="contacts"))
    session.commit()
    monkeypatch.setattr("qa_app.services.measures.suggested_code", lambda *given, **named: "contacts")

    with pytest.raises(Conflict, match="Somebody else has just given the code “contacts”"):
        added(session)


def test_an_audit_measure_is_counted_in_what_it_counts(session):
    with pytest.raises(InvalidInput) as caught:
        added(session, replace(AUDITED, unit=Unit.NUMBER), audit=MET)

    assert problems(caught) == ["unit"]


def test_what_an_audit_measure_counts_is_dated_from_its_second_definition_on(session):
    measure = added(session, AUDITED, audit=MET)
    more = replace(MET, questions=("visits", "reviews"))
    with pytest.raises(InvalidInput) as caught:
        changed(session, measure, AUDITED, audit=more)
    assert problems(caught) == ["is_break"]

    said = DefinitionChange(is_break=True, holds_from="Q1 2017-18", reason="Reviews are audited too")
    changed(session, measure, AUDITED, audit=more, change=said)

    assert facts_of(measure).breaks == (201704,)
    assert measure.audit_definition == more.as_json()
    assert [each.meaning["audit_definition"] for each in measure.definitions] == [
        MET.as_json(),
        more.as_json(),
    ]


def test_every_period_is_counted_by_what_the_measure_counted_then(session):
    """An old quarter keeps its figure when the measure counts something else from a later one on."""
    version = a_tool_version(session, a_tool(code="full", standards=("visits", "reviews")))
    days = [date(2016, 12, 1), date(2017, 2, 1), date(2017, 5, 1)]
    session.add_all(an_audit(version, audit_date=day, judged={"visits": 1, "reviews": 2}) for day in days)
    measure = added(session, AUDITED, audit=MET)
    said = DefinitionChange(is_break=True, holds_from="Q4 2016-17", reason="Reviews matter more")
    changed(session, measure, AUDITED, audit=replace(MET, questions=("reviews",)), change=said)
    # Put right without a break, it holds for all of the new series and for none of the old one.
    of_tool = replace(MET, questions=("reviews",), tool="full")
    changed(session, measure, AUDITED, audit=of_tool, change=DefinitionChange(is_break=False))
    session.commit()
    facts, everything = facts_of(measure), Scope.everything()
    first, last = Quarter(2016, 3), Quarter(2017, 1)

    found = series_of(session, [facts], first=first, last=last, scope=everything)[measure.id]

    values = [(found.readings[each].value, found.readings[each].is_break) for each in last.ending(3)]
    assert values == [(100, False), (0, True), (0, False)]
    assert facts.meaning_at(Quarter(2016, 3)).audit == MET
    assert facts.meaning_at(Quarter(2016, 4)).audit == of_tool


def test_a_value_is_never_read_in_a_unit_that_it_was_not_entered_in(session):
    measure = added(session)
    session.add_all(a_measure_value(measure, each, "57") for each in ("Q3 2016-17", "Q4 2016-17"))
    said = DefinitionChange(is_break=True, holds_from="Q4 2016-17", reason="A share tells more")
    session.flush()
    changed(session, measure, replace(DETAILS, unit=Unit.PERCENT), change=said)
    session.commit()
    q3, q4 = Quarter(2016, 3), Quarter(2016, 4)

    found = series_of(session, [facts_of(measure)], first=q3, last=q4, scope=Scope.everything())[measure.id]

    over = MeasurePeriod.CUMULATIVE
    assert found.at(q3, unit=Unit.PERCENT, over=over).value is None  # 57 contacts are not 57%
    assert found.at(q4, unit=Unit.PERCENT, over=over).value == 57


def test_of_another_kind_a_measure_counts_no_audits_any_more(session):
    measure = added(session, AUDITED, audit=MET)
    said = DefinitionChange(is_break=True, holds_from="Q1 2017-18", reason="Now from the case system")

    changed(session, measure, replace(AUDITED, kind=MeasureKind.QUALITY), change=said)

    assert measure.audit_definition is None
    assert measure.definitions[-1].is_break


def test_what_was_typed_in_is_never_computed(session):
    measure = added(session)
    session.add(a_measure_value(measure))

    with pytest.raises(InvalidInput) as caught:
        changed(session, measure, AUDITED, audit=MET)

    assert problems(caught) == ["kind"]


def test_a_refused_change_changes_nothing(session):
    measure = added(session)
    session.add(a_measure_value(measure))
    session.flush()

    with pytest.raises(InvalidInput):
        changed(session, measure, replace(DETAILS, name="Other", unit=Unit.DAYS))

    assert (measure.name, measure.unit, len(measure.definitions)) == ("Contacts", Unit.NUMBER, 1)


@pytest.mark.parametrize(
    ("polarity", "low", "high", "refused"),
    [
        (Polarity.NEUTRAL, "85", None, True),
        (Polarity.NEUTRAL, "138", "168.6", False),  # a range is to be in, whichever way is good
        (Polarity.LOWER_IS_BETTER, "85", None, False),
        (Polarity.NEUTRAL, None, None, False),
    ],
)
def test_polarity_and_target(session, polarity, low, high, refused):
    measure = added(session)
    session.add(a_target(measure, "1", holds_from=0))
    session.add(a_target(measure, low, high, holds_from=201604))
    session.flush()

    if refused:
        with pytest.raises(InvalidInput) as caught:
            changed(session, measure, replace(DETAILS, polarity=polarity))
        assert problems(caught) == ["polarity"]
    else:
        changed(session, measure, replace(DETAILS, polarity=polarity))
        assert measure.polarity is polarity
    assert len(session.scalars(select(MeasureTarget)).all()) == 2


def test_bands_that_hold_no_more_leave_the_polarity_free(session):
    measure = added(session)
    session.add_all([a_threshold(measure), a_threshold(measure, "", "", "", holds_from=201704)])
    session.flush()

    changed(session, measure, replace(DETAILS, polarity=Polarity.LOWER_IS_BETTER))

    assert measure.polarity is Polarity.LOWER_IS_BETTER


def test_nothing_is_saved_over_what_somebody_else_saved(session):
    measure = added(session)
    opened = measure.version
    session.execute(
        update(Measure).values(version=Measure.version + 1).execution_options(synchronize_session=False)
    )

    with pytest.raises(Conflict, match="Somebody else changed this measure"):
        changed(session, measure, replace(DETAILS, name="Mine"), opened_at_version=opened)


def test_what_happened_is_in_the_trail_without_longer_texts(session):
    measure = added(session, library="wirral/2")
    changed(session, measure, replace(DETAILS, description="A long text", source="Liquidlogic"))
    stop_using(session, measure, by=None, at=AT)
    with pytest.raises(TransitionNotAllowed, match="“Contacts” is out of use already"):
        stop_using(session, measure, by=None, at=AT)
    session.flush()

    entries = session.scalars(select(TrailEntry).order_by(TrailEntry.id)).all()

    assert [(entry.action, entry.before, entry.after) for entry in entries] == [
        ("added measure", None, {"measure": "Contacts", "library": "wirral/2"}),
        (
            "redefined measure",
            None,
            {
                "measure": "Contacts",
                "what changed": ["description"],
                "breaks the series": False,
                "holds from": "the beginning",
            },
        ),
        (
            "changed measure",
            {"source": ""},
            {"measure": "Contacts", "source": "Liquidlogic", "description": "changed"},
        ),
        ("stopped using measure", None, {"measure": "Contacts"}),
    ]
    assert {(entry.subject, entry.subject_id) for entry in entries} == {("measure", measure.id)}
