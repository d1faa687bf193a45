"""One audit as a document for the feedback meeting with the worker."""

from collections.abc import Iterator
from datetime import datetime

from qa_app.domain.tables import Column, Report, Section, Table
from qa_app.models import Audit
from qa_app.queries.moderation import FinishedModeration
from qa_app.web.audit_view import AnswerSection, AnswerView, AuditView
from qa_app.web.formatters import format_instant


def report(audit: Audit, view: AuditView, *, author: str, drawn_at: datetime) -> Report:
    """Everything about practice; what the moderator told the auditor about auditing stays between them."""
    return Report(
        title=f"Audit {audit.reference}",
        subtitle=view.tool,
        drawn_at=drawn_at,
        author=author,
        facts=(*view.facts, ("State", audit.status.label)),
        notes=(view.removed,) if view.removed else (),
        sections=tuple(_sections(view)),
    )


def _sections(view: AuditView) -> Iterator[Section]:
    overall = view.overall.code if view.overall is not None else ""
    if view.overall is not None:
        yield _answer(view.overall, level=1)
    for section in view.sections:
        yield from _section(section, overall)
    for moderation in view.moderations:
        yield _moderation(moderation)


def _section(section: AnswerSection, overall: str) -> Iterator[Section]:
    """Its standards in one table, then each judgement and text; the overall judgement stands on top."""
    answers = [each for each in (*section.judgements, *section.texts) if each.code != overall]
    if not answers and not section.standards:
        return
    yield Section(section.title, table=_standards(section) if section.standards else None)
    for answer in answers:
        yield _answer(answer, level=2)


def _standards(section: AnswerSection) -> Table:
    rows = [(each.wording, _graded(each), _said(each)) for each in section.standards]
    columns = (Column("Standard", width=50), Column("Answer", width=18), Column("Evidence", width=32))
    if not section.standards_have_words:
        return Table("Standards", columns[:2], [row[:2] for row in rows])
    return Table("Standards", columns, rows)


def _answer(answer: AnswerView, *, level: int) -> Section:
    grade = _graded(answer) if answer.label or answer.is_judgement else ""
    heading = f"{answer.name}: {grade}" if grade else answer.name
    return Section(heading, level=level, paragraphs=_lines(_said(answer)))


def _moderation(moderation: FinishedModeration) -> Section:
    return Section(
        f"Moderation: {moderation.outcome.value}",
        facts=(
            ("Moderator", moderation.moderator),
            ("Finished", format_instant(moderation.finished_at)),
        ),
        paragraphs=_lines(moderation.comment_on_practice),
    )


def _graded(answer: AnswerView) -> str:
    """> Good, or > Requires Improvement after moderation (auditor: Good), or > no answer"""
    label = answer.label or "no answer"
    return f"{answer.moderated} after moderation (auditor: {label})" if answer.moderated else label


def _said(answer: AnswerView) -> str:
    reasons = [f"Why it was revised, by {reason}" for reason in answer.reasons]
    return "\n".join(part for part in (answer.text, *reasons) if part)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.split("\n") if line.strip())
