from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from qa_app.domain.free_text import clean_text
from qa_app.domain.roles import Role
from qa_app.domain.sampling import ChosenBecause
from qa_app.domain.workflow import AuditStatus
from qa_app.models import (
    Audit,
    ImportBatch,
    ImportStatus,
    Judgement,
    Moderation,
    ModerationOutcome,
    Person,
    Revision,
    ServiceArea,
    Stream,
    Team,
    TrailEntry,
)
from qa_app.services.audit_tools import add_tool, make_live
from qa_app.services.importing import BroughtInBefore, import_audits
from qa_app.services.importing_report import RefusedFile
from qa_app.services.removing_text import remove_text
from tests.data_builders import cheshire_east
from tests.data_builders.audit_files import audits, csv_file, xlsx_file
from tests.factories import a_person, a_service_area, a_stream, a_team, a_tool, a_tool_version, an_audit

AT = datetime(2026, 7, 14, 9, tzinfo=UTC)


@pytest.fixture
def version(session):
    tool = a_tool("assessment", "planning", code="case-file", standards=("plan-smart",), texts=("strengths",))
    return a_tool_version(session, tool)


@pytest.fixture
def places(session):
    north = a_service_area("North")
    session.add_all([north, a_team(north, "Team A"), a_stream("Monthly")])
    session.commit()


def bring_in(session, *changes, add_missing=False, name="audits.csv", **named):
    content = csv_file(audits(*changes)) if name.endswith(".csv") else xlsx_file(audits(*changes))
    report = import_audits(session, name, content, add_missing=add_missing, by=None, at=AT, **named)
    session.commit()
    return report


def refused(session, *changes, **named) -> list[tuple[int, str, str]]:
    with pytest.raises(RefusedFile) as error:
        bring_in(session, *changes, **named)
    session.rollback()
    return [(problem.row, problem.column, problem.what_to_do) for problem in error.value.report.problems]


def audit(session, reference="R1") -> Audit:
    return session.scalars(select(Audit).where(Audit.reference == reference)).one()


def count(session, model) -> int:
    return session.scalar(select(func.count()).select_from(model))


def test_an_audit_is_stored_whole(session, version, places):
    report = bring_in(
        session,
        {
            "service area": "NORTH",  # known names are matched whatever their case
            "team": "team  a",
            "assessment": "Good",
            "assessment evidence": "=1+1\nשלום 🙂",
            "planning": "n/a",
            "plan-smart": "no",
            "strengths": "Kind",
        },
        name="audits.xlsx",
    )

    stored = audit(session)
    assert report.added == {
        "audits": 1,
        "judgements": 5,
        "moderations": 0,
        "people": 1,
        "service areas": 0,
        "teams": 0,
        "streams": 0,
    }
    assert (stored.service_area.name, stored.team.name, stored.stream.name) == ("North", "Team A", "Monthly")
    assert (stored.audit_date, stored.month) == (date(2016, 12, 5), 201612)
    assert stored.submitted_at == datetime(2016, 12, 5, 12, tzinfo=UTC)
    assert (stored.created_at, stored.moderated_at) == (AT, None)
    assert (stored.status, stored.imported, stored.version) == (AuditStatus.FINAL, True, 1)
    assert (stored.tool_version, stored.case_reference) == (version, "C1")
    assert (stored.auditor.name, stored.auditor.may_sign_in, stored.auditor.roles) == (
        "Jo Auditor",
        False,
        frozenset(),
    )
    assert {
        judgement.question.code: (judgement.auditor_value, judgement.moderated_value, judgement.evidence)
        for judgement in stored.judgements
    } == {
        "assessment": (2, None, "=1+1\nשלום 🙂"),
        "planning": (0, None, ""),
        "plan-smart": (2, None, ""),
        "strengths": (None, None, "Kind"),
        "overall": (2, None, ""),
    }
    assert session.scalars(select(Moderation)).all() == []


def test_what_moderation_revised_is_kept_beside_the_auditors_judgement(session, version, places):
    bring_in(
        session,
        {"moderator": "Sam", "moderation date": "20/06/2017", "overall moderated": "RI"},
        {"moderator": "Sam"},  # agreed, on a day that nobody wrote down
    )

    revised, agreed = session.scalars(select(Moderation).order_by(Moderation.id))
    assert [m.outcome for m in (revised, agreed)] == [ModerationOutcome.REVISED, ModerationOutcome.AGREED]
    assert {m.chosen_because for m in (revised, agreed)} == {ChosenBecause.IMPORTED}
    assert revised.finished_at == revised.audit.moderated_at == datetime(2017, 6, 20, 11, tzinfo=UTC)
    assert agreed.finished_at == agreed.audit.moderated_at == datetime(2016, 12, 5, 12, tzinfo=UTC)
    assert (revised.moderator, revised.draft) == (agreed.moderator, None)
    (revision,) = session.scalars(select(Revision))
    assert (revision.audit_id, revision.from_value, revision.to_value) == (revised.audit_id, 2, 3)
    assert revision.reason == "Brought in from audits.csv"
    judged = {j.question.code: (j.auditor_value, j.moderated_value) for j in revised.audit.judgements}
    assert judged == {"assessment": (2, None), "overall": (2, 3)}


def test_people_are_found_by_name_or_address(session, version, places):
    jo, sam = a_person(name="Jo Auditor"), a_person(name="Sam")
    session.add_all([jo, sam])
    session.commit()

    bring_in(
        session, {"auditor": "jo  AUDITOR", "moderator": sam.email.upper()}, {"auditor": "new@x.example"}
    )

    assert audit(session, "R1").auditor == jo
    assert session.scalars(select(Moderation)).one().moderator == sam
    added = audit(session, "R2").auditor
    assert (added.name, added.email, added.may_sign_in) == ("new@x.example", "new@x.example", False)
    assert count(session, Person) == 3


def test_a_name_that_two_people_share_must_be_an_address(session, version, places):
    session.add_all([a_person(name="Jo Auditor"), a_person(name="Jo Auditor")])
    session.commit()

    assert refused(session, {}) == [
        (2, "auditor", "2 people have this name: write the e-mail address of the one meant")
    ]


def test_somebody_known_from_a_file_gives_way_to_a_colleague(session, version, places):
    colleague = a_person(name="Jo Auditor")
    session.add_all([Person(name="Jo Auditor", created_at=AT), colleague])
    session.commit()

    bring_in(session, {})

    assert audit(session).auditor == colleague


def test_nobody_moderates_their_own_audit_under_another_name(session, version, places):
    jo = a_person(name="Jo Auditor")
    session.add(jo)
    session.commit()

    assert refused(session, {"moderator": jo.email}) == [
        (
            2,
            "moderator",
            "This is also the auditor, and nobody moderates their own audit: correct one of them",
        )
    ]


def test_unknown_areas_teams_and_streams_are_refused_once_each(session, version, places):
    session.add(a_team(a_service_area("South"), "Team B"))
    session.commit()
    rows = [
        {"service area": "West", "stream": "Thematic"},
        {"service area": "West", "stream": "thematic"},
        {"team": "Team B"},  # a team of another service area
    ]

    assert refused(session, *rows) == [
        (2, "service area", "There is no such service area: correct it, or choose to add what is missing"),
        (2, "stream", "There is no such stream: correct it, or choose to add what is missing"),
        (4, "team", "There is no such team: correct it, or choose to add what is missing"),
    ]
    assert count(session, Audit) == count(session, Person) == count(session, ImportBatch) == 0


def test_missing_areas_teams_and_streams_are_added_when_asked(session, version, places):
    rows = [{"service area": "West", "team": "Team A", "stream": "Thematic"}, {"team": "Team A"}]

    report = bring_in(session, *rows, add_missing=True)

    assert report.names == {
        "people": ["Jo Auditor"],
        "service areas": ["West"],
        "teams": ["Team A, West"],
        "streams": ["Thematic"],
    }
    assert (count(session, ServiceArea), count(session, Team), count(session, Stream)) == (2, 2, 2)
    assert audit(session, "R1").team.service_area.name == "West"
    assert audit(session, "R2").team.service_area.name == "North"


def test_all_or_nothing(session, version, places):
    assert refused(session, {}, {"overall": "Great"}) == [
        (3, "overall", "Write one of these: Outstanding, Good, Requires Improvement, Inadequate")
    ]
    assert count(session, Audit) == count(session, Person) == count(session, TrailEntry) - 2 == 0


def test_the_same_file_again_changes_nothing(session, version, places):
    bring_in(session, {}, {})

    with pytest.raises(BroughtInBefore, match="brought in before, so nothing was changed"):
        bring_in(session, {}, {})

    session.rollback()
    assert count(session, Audit) == 2


def test_audits_that_are_here_already_stay_and_new_ones_are_added(session, version, places):
    first = {"team": "Team A", "moderator": "Sam", "overall moderated": "RI", "strengths": "Kind"}
    bring_in(session, first, {})

    same = bring_in(session, first, {}, name="audits.xlsx")
    more = bring_in(session, first, {}, {})

    assert (same.changes_nothing, same.unchanged, same.added) == (True, 2, {})
    assert (more.unchanged, more.added["audits"]) == (2, 1)
    assert count(session, Audit) == 3
    assert session.scalars(select(ImportBatch.status).order_by(ImportBatch.id)).all() == [
        ImportStatus.DONE,
        ImportStatus.ABANDONED,
        ImportStatus.DONE,
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"overall": "RI"},
        {"assessment": ""},
        {"assessment evidence": "Seen"},
        {"audit date": "06/12/2016"},
        {"case reference": "C9"},
        {"auditor": "Another"},
        {"moderator": "Sam"},
        {"team": "Team A"},
        {"planning": "Good"},
    ],
)
def test_an_audit_that_is_here_already_but_differs_is_refused(session, version, places, change):
    bring_in(session, {})

    assert refused(session, {} | change, {}) == [
        (
            2,
            "reference",
            "An audit with this reference is here already and differs: change it there, or correct"
            " the reference",
        )
    ]


def test_an_audit_recorded_here_is_never_overwritten(session, version, places):
    session.add(an_audit(version, reference="R1"))
    session.commit()

    assert [problem[:2] for problem in refused(session, {})] == [(2, "reference")]


def test_the_live_version_is_used_and_a_tool_never_live_is_unknown(session, places):
    retired = a_tool_version(session, a_tool("assessment", code="case-file"))
    live = add_tool(session, a_tool("assessment", code="case-file"), by=None, at=AT)
    make_live(session, live, by=None, at=AT)
    a_tool_version(session, a_tool("assessment", code="draft-tool"), live=False)

    bring_in(session, {})

    assert audit(session).tool_version == live != retired
    assert refused(session, {"tool": "draft-tool", "reference": "R9"}) == [
        (2, "tool", "There is no such audit tool in use. Write one of these codes: case-file")
    ]


def test_the_trail_says_what_was_brought_in_and_no_case_text(session, version, places):
    person = a_person()
    session.add(person)
    session.commit()

    import_audits(session, "C:\\x\\audits.csv", csv_file(audits({})), add_missing=False, by=person, at=AT)
    session.commit()

    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "brought in audits")).one()
    batch = session.scalars(select(ImportBatch)).one()
    assert (entry.person_id, entry.subject, entry.subject_id) == (person.id, "import", batch.id)
    assert entry.after == {
        "file": "audits.csv",
        "audits": 1,
        "judgements": 2,
        "moderations": 0,
        "people": 1,
        "service areas": 0,
        "teams": 0,
        "streams": 0,
    }
    assert (batch.status, batch.content, batch.person) == (ImportStatus.DONE, None, person)


def test_the_published_quality_of_work_as_audits(session):
    a_tool_version(session, cheshire_east.quality_of_work_tool())

    report = import_audits(
        session, "quality-of-work.csv", cheshire_east.audit_csv(), add_missing=True, by=None, at=AT
    )

    published = sum(
        sum(grades.values())
        for periods in cheshire_east.quality_of_work_counts().values()
        for grades in periods.values()
    )
    assert report.added["audits"] == published
    assert count(session, Judgement) == 2 * published


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
        | st.sampled_from(["=1+1", "+44", "\t=1", "_x000B_", "אב\u202e", "👩‍👧", "a\r\nb", "x" * 40_000]),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(["a.csv", "a.xlsx"]),
)
def test_text_that_is_accepted_comes_back_whole(session, version, places, texts, name):
    kept = [text for text in texts if len(clean_text(text)) == len(text.replace("\r\n", "\n"))]
    if name == "a.xlsx":  # what a cell of a workbook holds
        kept = [text[:32_767] for text in kept]
    rows = audits(*[{"strengths": text} for text in (kept or [""])])
    content = csv_file(rows) if name == "a.csv" else xlsx_file(rows)

    import_audits(session, name, content, add_missing=False, by=None, at=AT)

    statement = (
        select(Audit.reference, Judgement.evidence)
        .join(Audit, Audit.id == Judgement.audit_id)
        .where(Judgement.evidence != "")
    )
    stored = dict(session.execute(statement).all())
    session.rollback()
    assert stored == {
        row["reference"]: clean_text(row["strengths"]) for row in rows if row["strengths"].strip()
    }


def test_a_file_does_not_bring_back_text_that_was_removed(session, version, places):
    """The same audits in a longer file: what is here already stays as it is, without its text."""
    rows = [
        {"assessment evidence": "Seen alone", "strengths": "Warm"},
        {"assessment evidence": "Not seen"},
    ]
    bring_in(session, *rows)
    lead = a_person(Role.QA_LEAD)
    session.add(lead)
    session.flush()
    remove_text(session, [audit(session).id], by=lead, at=AT)
    session.commit()

    report = bring_in(session, *rows, {"assessment evidence": "New"})

    assert (report.unchanged, report.added["audits"]) == (2, 1)
    removed = audit(session)
    assert (removed.case_reference, removed.text_erased_at) == ("", AT)
    assert {row.evidence for row in removed.judgements} == {""}
    # A grade that differs is told of as for any other audit.
    different = [(row, column) for row, column, _ in refused(session, {"assessment": "Inadequate"})]
    assert different == [(2, "reference")]
