"""What "My work" lays out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from flask import url_for

from qa_app.domain.periods import Quarter, london_date
from qa_app.domain.plurals import plural
from qa_app.domain.removed_text import case_in_words
from qa_app.domain.roles import Permission
from qa_app.domain.workflow import AuditStatus
from qa_app.queries.audits import Programme
from qa_app.queries.my_work import FINISHED_SHOWN, OwnAudit, Queue
from qa_app.queries.scorecard_exceptions import OwedComment
from qa_app.web.formatters import format_date, format_short_date


@dataclass(frozen=True)
class Task:
    """One audit that is not finished, with what to do next."""

    reference: str
    about: str
    """Its tool, case and service area."""
    due: str
    overdue: bool
    progress: str
    returned: str
    action: str
    href: str


@dataclass(frozen=True)
class Finished:
    reference: str
    about: str
    state: str
    href: str


@dataclass(frozen=True)
class OwnWork:
    tasks: tuple[Task, ...]
    summary: str
    finished: tuple[Finished, ...]
    has_more: bool

    @classmethod
    def of(cls, unfinished: Sequence[OwnAudit], finished: Sequence[OwnAudit], *, today: date) -> Self:
        tasks = tuple(_task(audit, today) for audit in unfinished)
        return cls(
            tasks,
            _summary(tasks),
            tuple(_finished(audit) for audit in finished),
            has_more=len(finished) == FINISHED_SHOWN,
        )


@dataclass(frozen=True)
class QueueView:
    sentence: str
    waiting: int

    @classmethod
    def of(cls, queue: Queue, *, today: date) -> Self:
        return cls(" ".join(_queue_sentences(queue, today)), queue.waiting)


@dataclass(frozen=True)
class Count:
    """A number of the programme that leads to the audits it counts."""

    number: int
    label: str
    href: str
    urgent: bool = False


@dataclass(frozen=True)
class ProgrammeView:
    counts: tuple[Count, ...]
    quarter: str
    tables: str
    nothing_yet: bool

    @classmethod
    def of(cls, programme: Programme, *, today: date) -> Self:
        quarter = Quarter.of(today)
        counts = (
            Count(programme.unfinished, "not finished", url_for("audits.index", state="unfinished")),
            Count(programme.overdue, "overdue", url_for("audits.index", overdue=1), bool(programme.overdue)),
            Count(programme.awaiting, "awaiting moderation", url_for("audits.index", awaiting=1)),
        )
        return cls(
            counts,
            quarter=str(quarter),
            tables=url_for("judgements.index", to=quarter.key),
            nothing_yet=not (programme.unfinished or programme.awaiting),
        )


@dataclass(frozen=True)
class Asked:
    """A measure whose figures ask for a comment."""

    measure: str
    why: str
    about: str
    """Its scorecard and period."""
    href: str


@dataclass(frozen=True)
class OwedView:
    sentence: str
    comments: tuple[Asked, ...]

    @classmethod
    def of(cls, owed: Sequence[OwedComment]) -> Self | None:
        """None for somebody who owes no comment."""
        if not owed:
            return None
        measures = plural(len(owed), "measure that you are", "measures that you are")
        asks = "asks" if len(owed) == 1 else "ask"
        return cls(f"{measures} responsible for {asks} for a comment.", tuple(_asked(each) for each in owed))


@dataclass(frozen=True)
class Door:
    """A page this person can open, and what it is for."""

    label: str
    purpose: str
    href: str


_DOORS = (
    (Permission.READ_TABLES, "judgements.index", "Judgement tables",
     "Judgements by service area, team, stream or audit domain, with directions, to read or take with you."),
    (Permission.READ_SCORECARDS, "reports.index", "Quarterly reports",
     "A quarter’s scorecard, judgement tables and findings in one document and one workbook."),
    (Permission.READ_SCORECARDS, "scorecards.index", "Scorecards",
     "Activity and audit measures in one place, with thresholds, directions and what is said of them."),
    (Permission.READ_SCORECARDS, "measures.index", "Measures",
     "What is counted, what it means, who answers for it and what it is held against."),
    (Permission.READ_SCORECARDS, "publications.index", "Published",
     "Scorecards and tables as they were published, and what has changed since."),
    (Permission.ALLOCATE_AUDIT, "audits.index", "Audits", "Every audit, by state, auditor, area and month."),
    (Permission.BUILD_TOOLS, "audit_tools.index", "Audit tools", "Build and release the forms of audits."),
    (Permission.IMPORT, "imports.index", "Bring in files",
     "Add audits, published tables and the values of measures."),
    (Permission.MANAGE_PEOPLE, "people.index", "People", "Say who may sign in and what they see."),
    (Permission.MANAGE_STRUCTURE, "structure.index", "Service areas", "Set up areas, teams and streams."),
    (Permission.REMOVE_RECORDS, "records.index", "Records",
     "How long what is written about children is kept, and what is due to be removed."),
    (Permission.READ_TRAIL, "trail.index", "Trail", "Read who did what and when."),
    (Permission.READ_HEALTH, "health.details", "System", "See how the service and its database are doing."),
)  # fmt: skip


def doors(may: frozenset[Permission]) -> tuple[Door, ...]:
    return tuple(
        Door(label, purpose, url_for(endpoint))
        for wanted, endpoint, label, purpose in _DOORS
        if wanted in may
    )


def _asked(owed: OwedComment) -> Asked:
    return Asked(
        measure=owed.measure.name,
        why=owed.why,
        about=f"{owed.scorecard}, {owed.period}",
        href=url_for(
            "scorecards.comment",
            scorecard_id=owed.scorecard_id,
            measure_id=owed.measure.id,
            period=owed.period.key,
        ),
    )


def _task(audit: OwnAudit, today: date) -> Task:
    late = (today - audit.due_on).days if audit.due_on else 0
    return Task(
        reference=audit.reference,
        about=f"{audit.tool}, case {audit.case_reference}, {audit.service_area}",
        due=_due(audit.due_on, today),
        overdue=late > 0,
        progress=_progress(audit),
        returned=audit.returned_because,
        action=_next_action(audit),
        href=url_for("audits.check" if _is_complete(audit) else "audits.form", audit_id=audit.id),
    )


def _due(due_on: date | None, today: date) -> str:
    """> Overdue by 3 days, since 2 December 2016, or > Due today, or > Due in 4 days, on 9 December 2016"""
    if due_on is None:
        return "No due date"
    days = (due_on - today).days
    if days < 0:
        return f"Overdue by {plural(-days, 'day')}, since {format_date(due_on)}"
    if days == 0:
        return "Due today"
    return (
        f"Due tomorrow, {format_date(due_on)}"
        if days == 1
        else f"Due in {days} days, on {format_date(due_on)}"
    )


def _progress(audit: OwnAudit) -> str:
    """> 6 of 12 answered, or > Not started"""
    return f"{audit.answered} of {audit.questions} answered" if audit.answered else "Not started"


def _next_action(audit: OwnAudit) -> str:
    if audit.returned_because:
        return "Put it right"
    if _is_complete(audit):
        return "Check and submit"
    return "Continue" if audit.answered else "Start"


def _is_complete(audit: OwnAudit) -> bool:
    return audit.answered >= audit.questions and not audit.returned_because


def _summary(tasks: Sequence[Task]) -> str:
    """> 5 audits to finish, 2 of them overdue."""
    if not tasks:
        return "You have no audits to finish. Start one, or wait until your QA lead gives you some."
    late = sum(task.overdue for task in tasks)
    of_them = "" if not late else ", overdue" if len(tasks) == 1 else f", {late} of them overdue"
    return f"{plural(len(tasks), 'audit')} to finish{of_them}."


def _finished(audit: OwnAudit) -> Finished:
    submitted = (
        f", submitted {format_short_date(london_date(audit.submitted_at))}" if audit.submitted_at else ""
    )
    state = "Final, after moderation" if _was_moderated(audit) else audit.status.label
    return Finished(
        audit.reference,
        f"{audit.tool}, {case_in_words(audit.case_reference, audit.text_erased_at)}{submitted}",
        state,
        url_for("audits.show", audit_id=audit.id),
    )


def _was_moderated(audit: OwnAudit) -> bool:
    return audit.status is AuditStatus.FINAL and audit.moderated_at is not None


def _queue_sentences(queue: Queue, today: date) -> list[str]:
    """> 7 audits wait for moderation, the oldest since 28 November 2016 (7 days)."""
    if queue.waiting and queue.since is not None:
        since = london_date(queue.since)
        wait = plural(queue.waiting, "audit waits", "audits wait")
        oldest = "" if queue.waiting == 1 else " the oldest"
        days = plural((today - since).days, "day")
        sentences = [f"{wait} for moderation,{oldest} since {format_date(since)} ({days})."]
    else:
        sentences = ["Nothing waits for moderation now. New audits appear here as they are submitted."]
    if queue.begun:
        sentences.append(f"{plural(queue.begun, 'is', 'are')} being moderated.")
    return sentences
