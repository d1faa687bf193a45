"""What is kept of a case besides its audits, once no text is left in those."""

from collections.abc import Collection, Sequence
from datetime import datetime
from urllib.parse import unquote_plus

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from qa_app.domain.case_references import Sought, case_key, texts_in
from qa_app.models import Erasure, LegalHold, Person, SentForm, TrailEntry
from qa_app.queries.trail_naming import entries_naming
from qa_app.services.imports_about import forget_imports, imports_about
from qa_app.services.removing_text import Removed
from qa_app.services.trail import erase_entries

AT_ONCE = 500


def forget_cases(
    session: Session, references: Collection[str], *, subject: str, subject_id: int, by: Person, at: datetime
) -> Removed:
    """Of cases on which no hold stands. The trail notes under `subject` which of its entries were emptied."""
    if not references:
        return Removed()
    sought = Sought(references)
    _forget_holds(session, sought)
    _forget_erasures(session, sought)
    _forget_addresses(session, sought)
    files = imports_about(session, sought)
    renamed = forget_imports(session, files, by=by, at=at)
    entries = {*entries_naming(session, sought), *_entries_about(session, renamed)}
    erased = erase_entries(session, sorted(entries), subject=subject, subject_id=subject_id, by=by, at=at)
    return Removed(files=sum(file.holds for file in files), trail_entries=erased)


def _forget_holds(session: Session, sought: Sought) -> None:
    """By whom and when a hold was placed and lifted stays."""
    for hold in session.scalars(select(LegalHold).where(LegalHold.lifted_at.is_not(None))):
        if case_key(hold.case_reference) in sought.keys:
            hold.case_reference, hold.reason = "", ""
    session.flush()


def _forget_erasures(session: Session, sought: Sought) -> None:
    """Who proposed and who decided stays, and on which ground."""
    for erasure in session.scalars(select(Erasure).where(Erasure.decided_at.is_not(None))):
        if {case_key(text) for text in texts_in(erasure.case_references)} & sought.keys:
            erasure.case_references, erasure.reason = [], ""
    session.flush()


def _forget_addresses(session: Session, sought: Sought) -> None:
    """Where a form led: a list that was narrowed to the case has it in its address."""
    led = [
        row.digest
        for row in session.execute(select(SentForm.digest, SentForm.led_to).where(SentForm.led_to != ""))
        if sought.is_in(unquote_plus(row.led_to))
    ]
    for start in range(0, len(led), AT_ONCE):
        session.execute(delete(SentForm).where(SentForm.digest.in_(led[start : start + AT_ONCE])))


def _entries_about(session: Session, batches: Collection[int]) -> Sequence[int]:
    """What the trail says of files that were named after the case."""
    about = (TrailEntry.subject == "import") & TrailEntry.subject_id.in_(sorted(batches))
    return session.scalars(select(TrailEntry.id).where(about, TrailEntry.after.is_not(None))).all()
