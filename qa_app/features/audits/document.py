"""One audit as a document for the feedback meeting with the worker."""

from collections.abc import Iterator
from datetime import datetime

from qa_app.domain.tables import Report, Section
from qa_app.features.audits.audit_view import AnswerSection, AnswerView, AuditView
from qa_app.models import Audit
from qa_app.queries.moderation import FinishedModeration
from qa_app.web.formatters import format_instant


def report(audit: Audit, view: AuditView, *, author: str, drawn_at: datetime) -> Report:
    """Everything about practice; what the moderator told the auditor about auditing stays between them."""
    return Report(
        title=f"Audit {audit.reference}",
        subtitle=view.tool,
        drawn_at=drawn_at,
        author=author,
        facts=(*view.facts, ("State", audit.status.label)),
        sections=tuple(_sections(view)),
    )


def _sections(view: AuditView) -> Iterator[Section]:
    if view.overall is not None:
        yield _answer(view.overall, level=1, heading="Overall judgement")
    for section in view.sections:
        if any(answer.label or answer.text for answer in section.answers):
            yield from _section(section, view.overall.code if view.overall else "")
    for moderation in view.moderations:
        yield _moderation(moderation)


def _section(section: AnswerSection, overall: str) -> Iterator[Section]:
    yield Section(section.title, facts=tuple((each.wording, _said(each)) for each in section.standards))
    for answer in section.answers:
        is_new = answer.code != overall
        if is_new and (answer not in section.standards or answer.text or answer.reasons):
            yield _answer(answer, level=2, heading=answer.name)


def _answer(answer: AnswerView, *, level: int, heading: str) -> Section:
    facts = [("Judgement", answer.label or "No answer")] if answer.label or answer.is_judgement else []
    if answer.moderated:
        facts = [("Auditor’s judgement", answer.label), ("After moderation", answer.moderated)]
    facts += [("Reason for the revision", reason) for reason in answer.reasons]
    return Section(heading, level=level, paragraphs=_lines(answer.text), facts=tuple(facts))


def _moderation(moderation: FinishedModeration) -> Section:
    return Section(
        "Moderation",
        facts=(
            ("Moderator", moderation.moderator),
            ("Finished", format_instant(moderation.finished_at)),
            ("Outcome", moderation.outcome.value.capitalize()),
        ),
        paragraphs=_lines(moderation.comment_on_practice),
    )


def _said(answer: AnswerView) -> str:
    """> Met, or > Met; after moderation Not met"""
    label = answer.label or "No answer"
    return f"{label}; after moderation {answer.moderated}" if answer.moderated else label


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.split("\n") if line.strip())
