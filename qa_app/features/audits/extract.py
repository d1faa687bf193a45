"""Audits as a file: the columns are those of the file that audits are brought in from."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from qa_app.domain.audit_tool import Question, QuestionKind
from qa_app.domain.periods import london_date
from qa_app.domain.removed_text import removed_in_words
from qa_app.domain.scales import NOT_APPLICABLE, NOT_APPLICABLE_LABEL, STANDARD_ANSWERS
from qa_app.domain.tables import Column, Kind, Report, Section, Table, Value
from qa_app.importers.audit_columns import ABOUT_THE_AUDIT, headings_of
from qa_app.queries.audit_extract import ExtractedAnswer, ExtractedAudit

TITLE = "Finished audits"

Asked = Sequence[tuple[str, QuestionKind]]


def extract_table(asked: Asked, audits: Iterable[ExtractedAudit]) -> Table:
    """One row an audit, read as it is written."""
    dates = {"audit date": Kind.DATE, "moderation date": Kind.DATE}
    columns = [Column(heading, dates.get(heading, Kind.TEXT)) for heading in ABOUT_THE_AUDIT]
    for code, kind in asked:
        question = Question(code=code, kind=kind, wording="")
        columns += [Column(heading) for heading in headings_of(question) if heading is not None]
    return Table(TITLE, tuple(columns), (_row(audit, asked) for audit in audits))


def extract_report(table: Table, *, author: str, drawn_at: datetime, filters: str) -> Report:
    return Report(
        title=TITLE,
        drawn_at=drawn_at,
        author=author,
        facts=(("Filter", filters),),
        sections=(Section("Audits", table=table),),
    )


def _row(audit: ExtractedAudit, asked: Asked) -> list[Value]:
    removed = removed_in_words(audit.text_erased_at)
    row: list[Value] = [
        audit.reference,
        audit.audit_date,
        audit.service_area,
        audit.team,
        audit.stream,
        audit.tool,
        audit.case_reference or removed,
        audit.auditor,
        audit.moderator,
        london_date(audit.moderated_at) if audit.moderated_at else None,
    ]
    for code, kind in asked:
        row += _cells(audit.answers.get(code), kind, audit.labels, removed=removed)
    return row


def _cells(
    answer: ExtractedAnswer | None, kind: QuestionKind, labels: Sequence[str], *, removed: str
) -> Iterator[Value]:
    """A standard has words now and then only, so that nothing is said in the place of those removed."""
    if kind is QuestionKind.TEXT:
        yield answer.text or removed if answer else None
        return
    shown = labels if kind is QuestionKind.JUDGEMENT else STANDARD_ANSWERS.labels
    yield _label(answer.value, shown) if answer else None
    yield _label(answer.moderated, shown) if answer else None
    graded = kind is QuestionKind.JUDGEMENT
    yield (answer.text or (removed if graded else "") or None) if answer else None


def _label(position: int | None, labels: Sequence[str]) -> str | None:
    if position is None:
        return None
    return NOT_APPLICABLE_LABEL if position == NOT_APPLICABLE else labels[position - 1]
