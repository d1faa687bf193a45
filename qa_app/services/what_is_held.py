"""Everything that is held about one case: found in every place where it can be."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.case_references import Sought, case_key, is_telling, other_spellings, texts_in
from qa_app.models import Erasure, LegalHold
from qa_app.queries.case_audits import CaseAudit, case_audits, known_references
from qa_app.queries.case_mentions import Mention, mentions
from qa_app.queries.legal_holds import is_held
from qa_app.queries.trail_naming import entries_naming
from qa_app.services.imports_about import ImportAbout, imports_about


@dataclass(frozen=True)
class Held:
    """About the case of these references. `mentions` are texts about something else that name it, and
    `entries` the trail's that do."""

    references: Sequence[str]
    audits: Sequence[CaseAudit]
    holds: Sequence[LegalHold]
    erasures: Sequence[Erasure]
    files: Sequence[ImportAbout]
    mentions: Sequence[Mention]
    entries: Sequence[int]
    is_on_hold: bool
    is_telling: bool
    """Whether the references are such that texts could be searched for them."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all; a file that cannot be read is something, but of nobody's."""
        unreadable = all(file.cannot_be_read for file in self.files)
        return unreadable and not (
            self.audits or self.holds or self.erasures or self.mentions or self.entries
        )

    @property
    def as_it_stands(self) -> str:
        """Another text after any save of the audits, and after any audit that is added."""
        stands = [(audit.id, audit.version) for audit in self.audits]
        return hashlib.sha256(repr(sorted(stands)).encode()).hexdigest()[:32]


def spellings_of(session: Session, reference: str) -> Mapping[str, int]:
    """Other references that differ in capitals or spaces only, with how many audits each has."""
    known = known_references(session)
    return {other: known[other] for other in other_spellings(reference, known)}


def what_is_held(session: Session, references: Sequence[str]) -> Held:
    """`references` are exactly as they are kept."""
    sought = Sought(references)
    audits = case_audits(session, references)
    return Held(
        references=references,
        audits=audits,
        holds=[
            hold
            for hold in session.scalars(select(LegalHold).order_by(LegalHold.id))
            if case_key(hold.case_reference) in sought.keys
        ],
        erasures=[
            erasure
            for erasure in session.scalars(select(Erasure).order_by(Erasure.id))
            if {case_key(text) for text in texts_in(erasure.case_references)} & sought.keys
        ],
        files=imports_about(session, sought),
        mentions=mentions(session, references, besides_audits=[audit.id for audit in audits]),
        entries=entries_naming(session, sought),
        is_on_hold=is_held(session, references),
        is_telling=any(is_telling(reference) for reference in references),
    )
