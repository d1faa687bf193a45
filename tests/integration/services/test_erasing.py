from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from qa_app.database import leave_nothing_behind
from qa_app.domain.errors import Conflict, InvalidInput, NotPermitted, TransitionNotAllowed
from qa_app.domain.judgement_words import choice_from
from qa_app.domain.roles import Role
from qa_app.domain.scope import Scope
from qa_app.domain.workflow import AuditStatus
from qa_app.models import (
    Audit,
    AuditFinding,
    Commentary,
    Erasure,
    ErasureGround,
    ImportBatch,
    ImportStatus,
    Judgement,
    LegalHold,
    Moderation,
    Profile,
    Publication,
    PublicationKind,
    TrailEntry,
)
from qa_app.queries.judgement_table import judgement_table
from qa_app.queries.trail_check import check_trail
from qa_app.services.deciding import refuse, withdraw
from qa_app.services.erasing import Asked, agree_to_erasure, propose_erasure
from qa_app.services.filling_in import save_answers
from qa_app.services.legal_holds import lift_hold, place_hold
from qa_app.services.moderation import ask_for_moderation
from qa_app.services.steering_audits import return_audit
from qa_app.services.what_is_held import spellings_of, what_is_held
from tests.data_builders.marked_case import (
    CASE,
    SPELLED,
    a_marked_case,
    all_marks,
    found_in_the_rows,
)
from tests.factories import a_person, a_tool_version, an_audit
from tests.trails import KEY

NOW = datetime(2026, 4, 3, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)

ALL_OF_IT = Asked([CASE, SPELLED], again=CASE, ground="court order", reason="Order 17 of the family court")


def propose(session, made, asked=ALL_OF_IT):
    erasure = propose_erasure(session, asked, by=made.lead, at=NOW)
    session.commit()
    return erasure


def agree(session, made, erasure, *, as_it_stood=None, by=None):
    stood = as_it_stood or what_is_held(session, erasure.case_references).as_it_stands
    agree_to_erasure(session, erasure, as_it_stood=stood, by=by or made.second, at=LATER)
    session.commit()
    return session.get_one(Erasure, erasure.id)


def erase(session, made, asked=ALL_OF_IT):
    return agree(session, made, propose(session, made, asked))


@pytest.fixture
def made(session):
    return a_marked_case(session)


def test_nothing_of_the_case_is_left_in_any_row(session, made):
    marks = all_marks(made)
    before = found_in_the_rows(session.connection(), marks)
    assert [mark for mark in marks if mark not in before] == []

    erase(session, made)

    assert found_in_the_rows(session.connection(), marks) == {}
    assert check_trail(session, KEY).fault is None


def test_nothing_of_the_case_is_left_in_the_file(session, engine, made):
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL frees by itself what was removed; docs/operations.md says when")
    files = [Path(f"{engine.url.database}{ending}") for ending in ("", "-wal")]
    # What is packed in a workbook, and a mark that another covers, are not to be seen in the bytes.
    marks = [mark for mark in all_marks(made) if "workbook" not in mark]

    def found():
        held = b"".join(file.read_bytes() for file in files if file.exists()).lower()
        return [mark for mark in marks if mark.lower().encode() in held]

    session.commit()
    assert found() == marks

    erase(session, made)
    session.close()
    assert leave_nothing_behind(engine)

    assert found() == []


def test_the_log_is_emptied_later_where_somebody_reads(session, engine, made):
    if engine.dialect.name != "sqlite":
        assert leave_nothing_behind(engine)
        return
    session.scalar(select(func.count(Audit.id)))

    assert not leave_nothing_behind(engine)


def test_every_table_stays_as_it_was(session, made):
    choices = [
        choice_from({"to": "2016-12", **words}, today=date(2026, 4, 3))
        for words in ({}, {"judged": "auditor"}, {"by": "stream"}, {"of": "assessment"}, {"by": "team"})
    ]

    def tables():
        return [judgement_table(session, choice, Scope.everything()) for choice in choices]

    before = tables()
    assert before[0].blocks[0].columns[-1].audited >= 4

    erase(session, made)

    assert [table.blocks for table in tables()] == [table.blocks for table in before]


def test_grades_dates_and_places_stay_and_nobody_goes_on_with_what_is_left(session, made):
    kept = (Audit.id, Audit.audit_date, Audit.month, Audit.stream_id, Audit.service_area_id, Audit.auditor_id)
    grades = select(
        Judgement.audit_id, Judgement.question_id, Judgement.auditor_value, Judgement.moderated_value
    )

    def anonymous():
        return session.execute(select(*kept).order_by(Audit.id)).all(), session.execute(
            grades.order_by(Judgement.audit_id, Judgement.question_id)
        ).all()

    before = anonymous()

    erase(session, made)

    assert anonymous() == before
    states = {name: session.get_one(Audit, audit.id).status for name, audit in made.audits.items()}
    assert states == {
        "moderated": AuditStatus.FINAL,
        "in-moderation": AuditStatus.FINAL,  # as its auditor judged it
        "given-back": AuditStatus.FINAL,
        "returned": AuditStatus.WITHDRAWN,
        "withdrawn": AuditStatus.WITHDRAWN,
        "allocated": AuditStatus.WITHDRAWN,
        "spelled": AuditStatus.FINAL,
        "from a file": AuditStatus.FINAL,
    }
    erased = session.scalars(select(Audit).where(Audit.text_erased_at.is_not(None))).all()
    assert {audit.text_erased_at for audit in erased} == {LATER}
    assert len(erased) == len(made.audits)
    under_way = Moderation.finished_at.is_(None) & Moderation.given_back_at.is_(None)
    assert session.scalars(select(Moderation.id).where(under_way)).all() == []


def test_nothing_is_written_in_it_any_more(session, made):
    erase(session, made)
    final = session.get_one(Audit, made.audits["moderated"].id)
    started = session.get_one(Audit, made.audits["returned"].id)

    with pytest.raises(TransitionNotAllowed, match="removed on 3 April 2026"):
        ask_for_moderation(session, final, by=made.lead, at=LATER)
    with pytest.raises(TransitionNotAllowed, match="removed"):
        return_audit(
            session, session.get_one(Audit, made.audits["spelled"].id), reason="x", by=made.lead, at=LATER
        )
    with pytest.raises(Conflict):
        save_answers(session, started, {}, opened_at_version=started.version, by=started.auditor, at=LATER)


def test_what_is_about_others_stays_without_the_reference(session, made):
    erase(session, made)

    other = session.get_one(Audit, made.other.id)
    assert (other.case_reference, other.returned_because) == ("OTHER-1", "As in [removed]")
    assert {row.evidence for row in other.judgements} == {"Her brother is [removed]."}
    assert session.scalars(select(AuditFinding)).one().strengths == "- Well done in [removed]"
    assert session.scalars(select(Commentary)).one().text == "Because of [removed], as explained"
    hold = session.scalars(select(LegalHold).where(LegalHold.lifted_at.is_(None))).one()
    assert hold.reason == "sibling of [removed]"


def test_who_is_writing_beside_it_is_told(session, made):
    """Else their next save would put the reference back."""
    version = session.get_one(Audit, made.other.id).version

    erase(session, made)

    assert session.get_one(Audit, made.other.id).version > version


def test_what_was_published_stays_as_it_was_and_is_told_of(session, made):
    published = Publication(
        kind=PublicationKind.SCORECARD,
        edition="x",
        number=1,
        title="Q3",
        period="2016-17-Q3",
        profile=Profile.INTERNAL,
        choice={},
        content={"page": [f"As in {CASE}"]},
        figures={},
        digest="0" * 64,
        published_at=NOW,
    )
    session.add(published)
    session.commit()

    erase(session, made)

    assert session.get_one(Publication, published.id).content == {"page": [f"As in {CASE}"]}
    left = what_is_held(session, [CASE]).mentions
    assert [(one.place, one.about, one.stays) for one in left] == [("what was published", "Q3", True)]


def test_files_that_were_being_brought_in_are_forgotten_whole(session, made):
    unrelated = ImportBatch(
        kind="audits",
        status="checked",
        file_name="others.csv",
        digest="f" * 64,
        content=b"reference,case reference\nA-1,OTHER-1\n",
        options={},
        report={},
        uploaded_at=NOW,
    )
    session.add(unrelated)
    session.commit()

    erase(session, made)

    batches = session.scalars(select(ImportBatch).order_by(ImportBatch.id)).all()
    assert [(batch.file_name, batch.status.value, batch.content is None) for batch in batches] == [
        ("audits.csv", "abandoned", True),
        ("audits.xlsx", "abandoned", True),
        ("problems.csv", "abandoned", True),
        ("locked.xlsx", "abandoned", True),  # nobody can read it, so nobody can add it either
        ("file whose name was removed", "done", True),
        ("file whose name was removed", "abandoned", True),
        ("others.csv", "checked", False),
    ]
    assert all(batch.report == {} for batch in batches if batch.status is ImportStatus.ABANDONED)


def test_what_is_recorded_of_it(session, made):
    erasure = erase(session, made)

    assert (erasure.was_agreed, erasure.case_references, erasure.reason) == (True, [], "")
    assert erasure.ground is ErasureGround.COURT_ORDER
    assert erasure.removed["audits"] == 8
    assert erasure.removed["files"] == 4
    assert {"answers", "moderations", "reasons", "trail entries", "mentions"} <= set(erasure.removed)
    last = session.scalars(select(TrailEntry).order_by(TrailEntry.id.desc())).first()
    assert (last.action, last.person_id) == ("agreed to erasure", made.second.id)
    assert last.after == {"ground": "court order", **erasure.removed}
    of_each = select(func.count()).select_from(TrailEntry).where(TrailEntry.action == "removed case text")
    assert session.scalar(of_each) == 8
    before = select(TrailEntry.action).where(TrailEntry.subject_id == made.audits["moderated"].id)
    assert {"noted", "started moderation", "finished moderation"} <= set(session.scalars(before))


def test_only_the_spellings_that_were_chosen_go(session, made):
    assert spellings_of(session, CASE) == {SPELLED: 1, CASE.lower(): 0}

    erase(session, made, Asked([CASE], again=CASE, ground="other", reason="Agreed"))

    spelled = session.get_one(Audit, made.audits["spelled"].id)
    assert (spelled.case_reference, spelled.text_erased_at) == (SPELLED, None)
    assert spelled.worker_name == "zqmark-worker-spelled"


def test_a_short_reference_wrecks_no_other_text(session, made):
    version = a_tool_version(session)
    short = an_audit(version, case_reference="12", evidence="About 12.")
    beside = an_audit(version, case_reference="13", evidence="12 visits in 12 weeks")
    session.add_all([short, beside])
    session.commit()

    erase(session, made, Asked(["12"], again="12", ground="other", reason="Agreed"))

    assert session.get_one(Audit, short.id).case_reference == ""
    assert {row.evidence for row in session.get_one(Audit, short.id).judgements} == {""}
    assert {row.evidence for row in session.get_one(Audit, beside.id).judgements} == {"12 visits in 12 weeks"}


@pytest.mark.parametrize("held_as", [CASE, "ZQ/ 7781-k"])
def test_a_hold_stops_it_before_it_is_proposed(session, made, held_as):
    place_hold(session, case_reference=held_as, reason="Inquest", by=made.second, at=NOW)

    with pytest.raises(TransitionNotAllowed, match="legal hold"):
        propose(session, made)


def test_a_hold_stops_it_between_the_two(session, made):
    erasure = propose(session, made)
    hold = place_hold(session, case_reference=CASE, reason="Inquest", by=made.second, at=NOW)
    session.commit()
    before = found_in_the_rows(session.connection(), all_marks(made))

    with pytest.raises(TransitionNotAllowed, match="legal hold"):
        agree(session, made, erasure)
    session.rollback()
    assert found_in_the_rows(session.connection(), all_marks(made)) == before

    lift_hold(session, hold, by=made.lead, at=LATER)
    session.commit()
    assert agree(session, made, erasure).was_agreed


def test_it_takes_two(session, made):
    erasure = propose(session, made)

    with pytest.raises(NotPermitted, match="somebody else"):
        agree(session, made, erasure, by=made.lead)
    with pytest.raises(NotPermitted, match="somebody else"):
        refuse(session, erasure, by=made.lead, at=LATER)
    with pytest.raises(NotPermitted, match="Only whoever proposed it"):
        withdraw(session, erasure, by=made.second, at=LATER)


@pytest.mark.parametrize(("decide", "by"), [(refuse, "second"), (withdraw, "lead")])
def test_decided_otherwise_it_removes_nothing(session, made, decide, by):
    before = found_in_the_rows(session.connection(), all_marks(made))
    erasure = propose(session, made)
    decide(session, erasure, by=getattr(made, by), at=LATER)
    session.commit()

    with pytest.raises(TransitionNotAllowed, match="decided already"):
        agree(session, made, erasure)
    session.rollback()
    after = found_in_the_rows(session.connection(), all_marks(made))
    assert {mark: places - {"erasure.case_references"} for mark, places in after.items()} == {
        mark: places - {"erasure.case_references"} for mark, places in before.items()
    }


def test_what_came_since_the_page_was_opened_is_looked_at_first(session, made):
    erasure = propose(session, made)
    stood = what_is_held(session, erasure.case_references).as_it_stands
    session.add(an_audit(made.other.tool_version, case_reference=CASE))
    session.commit()

    with pytest.raises(Conflict, match="once more"):
        agree(session, made, erasure, as_it_stood=stood)
    session.rollback()

    assert agree(session, made, erasure).removed["audits"] == 9


def test_one_proposal_about_a_case_at_a_time(session, made):
    propose(session, made)

    with pytest.raises(TransitionNotAllowed, match="waits already"):
        propose(session, made, Asked([SPELLED], again=SPELLED, ground="other", reason="x"))


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        (Asked([CASE], again="", ground="", reason=" "), ["ground", "reason", "again"]),
        (Asked([CASE], again=CASE.lower(), ground="other", reason="x"), ["again"]),
        (Asked([CASE], again=CASE, ground="because", reason="x" * 1001), ["ground", "reason"]),
        (Asked(["NOBODY-1"], again="NOBODY-1", ground="other", reason="x"), ["reference"]),
    ],
)
def test_what_is_missing_is_said_at_its_field(session, made, asked, fields):
    with pytest.raises(InvalidInput) as refused:
        propose(session, made, asked)

    assert [problem.field for problem in refused.value.problems] == fields


def test_an_administrator_may_be_the_second(session, made):
    administrator = a_person(Role.ADMINISTRATOR)
    session.add(administrator)
    session.commit()

    assert agree(session, made, propose(session, made), by=administrator).was_agreed
