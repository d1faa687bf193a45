"""What the list of audits lays out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from qa_app.domain.audit_tool import QuestionKind
from qa_app.domain.judgement_choice import OVERALL, Judged
from qa_app.domain.periods import MONTH_NAMES, Month
from qa_app.domain.plurals import plural
from qa_app.domain.removed_text import case_in_words
from qa_app.domain.scales import STANDARD_ANSWERS
from qa_app.domain.scope import Scope
from qa_app.domain.workflow import AWAITING_MODERATION, AuditStatus
from qa_app.features.audits.choosing import Asked, months_between
from qa_app.queries.answered import Answered
from qa_app.queries.audit_choices import ListChoices
from qa_app.queries.audits import PAGE, AuditPage, AuditRow
from qa_app.web.audit_view import COLOURS
from qa_app.web.audit_wording import due_in_words
from qa_app.web.formatters import format_short_date
from qa_app.web.selects import Select

BEHIND_A_FIGURE = (
    *("team", "scale", "question", "standard", "grade", "up_to", "judged"),
    *("counted", "awaiting", "moderated"),
)
"""Parts of the address that no list of the page offers; they are kept while it is narrowed further."""


@dataclass(frozen=True)
class Row:
    reference: str
    href: str
    case: str
    """> case C00123, or > case reference removed on 3 April 2026"""
    audit_date: str
    area: str
    team: str
    kind: str
    auditor: str
    status: dict[str, str]
    due: str
    judgement: str


@dataclass(frozen=True)
class ListView:
    rows: tuple[Row, ...]
    count: str
    behind: str
    """What the audits have in common, where the list stands behind a figure."""
    answers: str
    """How many answers the figure counts, where they are not as many as the audits."""
    judgement_heading: str
    """Empty where the list is about no judgement."""
    selects: tuple[Select, ...]
    text: str
    overdue: bool
    kept: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]
    is_narrowed: bool
    previous: str | None
    next: str | None


def list_view(
    found: AuditPage, asked: Asked, choices: ListChoices, *, scope: Scope, today: date, blind: bool
) -> ListView:
    """With `blind`, grades that the reader may yet have to judge themselves are not shown."""
    first = (found.number - 1) * PAGE + 1
    shown = f"{first:,} to {first + len(found.rows) - 1:,} of " if found.pages > 1 else ""
    answered = asked.filter.answered
    return ListView(
        rows=tuple(
            _row(row, answered, today, hidden=blind and row.status in AWAITING_MODERATION)
            for row in found.rows
        ),
        count=f"{shown}{plural(found.total, 'audit')}",
        behind=_behind(asked, choices),
        answers=_answers(found),
        judgement_heading=_heading(answered, choices) if answered else "",
        selects=tuple(_selects(asked.words, choices, scope=scope, today=today)),
        text=asked.words.get("text", ""),
        overdue="overdue" in asked.words,
        kept=tuple((name, asked.words[name]) for name in BEHIND_A_FIGURE if name in asked.words),
        ignored=asked.ignored,
        is_narrowed=bool(asked.words),
        previous=_address(asked.words, found.number - 1) if found.number > 1 else None,
        next=_address(asked.words, found.number + 1) if found.number < found.pages else None,
    )


def _row(row: AuditRow, answered: Answered | None, today: date, *, hidden: bool) -> Row:
    judgement = _answer(row, answered)
    return Row(
        reference=row.reference,
        href=url_for("audits.show", audit_id=row.id),
        case=case_in_words(row.case_reference, row.text_erased_at),
        audit_date=format_short_date(row.audit_date),
        area=row.service_area,
        team=row.team or "",
        kind=f"{row.stream}: {row.tool}",
        auditor=row.auditor,
        status={"text": row.status.label, "classes": COLOURS[row.status]},
        due=_due(row, today),
        judgement="Hidden until you have judged" if hidden and row.value is not None else judgement,
    )


def _answer(row: AuditRow, answered: Answered | None) -> str:
    """> Good, or > Met, or > 3 where the list is about several questions and these are so many answers"""
    if row.answers is not None:
        return str(row.answers)
    if row.value is None or answered is None:
        return ""
    labels = STANDARD_ANSWERS.labels if answered.kind is QuestionKind.STANDARD else row.labels
    if row.value == 0:
        return "Not applicable"
    return labels[row.value - 1] if row.value <= len(labels) else ""


def _answers(found: AuditPage) -> str:
    if found.answers is None:
        return ""
    counted = plural(found.answers, "answer")
    return f"The figure counts {counted}: an audit with several of them stands here once, with how many."


def _due(row: AuditRow, today: date) -> str:
    unfinished = row.status in (AuditStatus.ALLOCATED, AuditStatus.IN_PROGRESS)
    return f"Due {due_in_words(row.due_on, today)}" if unfinished and row.due_on else ""


def _heading(answered: Answered, choices: ListChoices) -> str:
    return _names(answered, choices) if answered.is_about_one else "Answers counted"


def _names(answered: Answered, choices: ListChoices) -> str:
    """> Planning or Review"""
    known = choices.standards if answered.kind is QuestionKind.STANDARD else choices.questions
    named = {**known, OVERALL: "Overall judgement"}
    return " or ".join(named.get(code, code) for code in answered.questions)


def _behind(asked: Asked, choices: ListChoices) -> str:
    """> Planning: Good (the auditor’s own judgement), North, October 2016 to December 2016"""
    wanted, parts = asked.filter, []
    if wanted.answered:
        grade = _grade(wanted.answered, asked.words.get("scale"), choices)
        own = " (the auditor’s own judgement)" if wanted.answered.judged is Judged.AUDITOR else ""
        parts.append(f"{_names(wanted.answered, choices)}: {grade}{own}")
    for number, names in ((wanted.area_id, choices.areas), (wanted.team_id, choices.teams),
                          (wanted.stream_id, choices.streams)):  # fmt: skip
        if number is not None:
            parts.append(names[number])
    if wanted.tool:
        parts.append(choices.tools[wanted.tool])
    if wanted.first_month or wanted.last_month:
        parts.append(_span(wanted.first_month, wanted.last_month))
    if "counted" in asked.words:
        parts.append("finished by the auditor")
    if "awaiting" in asked.words:
        parts.append("awaiting moderation")
    if "moderated" in asked.words:
        parts.append("moderated")
    return ", ".join(parts)


def _grade(answered: Answered, scale: str | None, choices: ListChoices) -> str:
    """> Good or better; its place where it is not known which scale it is on"""
    is_standard = answered.kind is QuestionKind.STANDARD
    labels: Sequence[str] = choices.scales.get(scale or "four-grades", ())
    if is_standard:
        labels = STANDARD_ANSWERS.labels
    grade = answered.up_to if answered.grade is None else answered.grade
    if grade is None:
        return "Met or Not met" if is_standard else "any grade"
    if grade == 0:
        return "Not applicable"
    label = labels[grade - 1] if grade <= len(labels) else f"grade {grade} from the top"
    return label if answered.up_to in (None, 1) else f"{label} or better"  # nothing is better than 1


def _span(first: int | None, last: int | None) -> str:
    """> October 2016 to December 2016, or > December 2016, or > since October 2016"""
    if first and last:
        return _month(first) if first == last else f"{_month(first)} to {_month(last)}"
    return f"since {_month(first)}" if first else f"until {_month(last or 0)}"


def _month(number: int) -> str:
    """> December 2016"""
    return f"{MONTH_NAMES[number % 100 - 1]} {number // 100}"


def _selects(
    words: Mapping[str, str], choices: ListChoices, *, scope: Scope, today: date
) -> Iterator[Select]:
    def options(names: Mapping[int, str] | Mapping[str, str], everything: str) -> tuple[tuple[str, str], ...]:
        return (("", everything), *((str(key), name) for key, name in names.items()))

    states = (
        ("unfinished", "Not finished"),
        ("finished", "Finished by the auditor"),
        *((status.value, status.label) for status in AuditStatus),
    )
    offered = [
        ("state", "State", (("", "Any state"), *states)),
        ("area", "Service area", options(choices.areas, "All service areas")),
        ("stream", "Audit stream", options(choices.streams, "All streams")),
        ("tool", "Audit tool", options(choices.tools, "All tools")),
    ]
    if scope.case_areas is None or scope.case_areas:
        offered.insert(1, ("auditor", "Auditor", options(choices.auditors, "All auditors")))
    for name, label, listed in offered:
        yield Select(name, label, listed, words.get(name, ""))
    for name, label in (("from", "From month"), ("to", "To month")):
        yield _months(name, label, words.get(name, ""), choices, today)


def _months(name: str, label: str, chosen: str, choices: ListChoices, today: date) -> Select:
    this_month = Month.of(today).first_month
    numbers = list(months_between(choices.first_month or this_month, this_month))
    if chosen and int(chosen) not in numbers:
        numbers.append(int(chosen))
    return Select(name, label, (("", "Any"), *((str(each), _month(each)) for each in numbers)), chosen)


def _address(words: Mapping[str, str], page: int) -> str:
    return url_for("audits.index", **words, page=page)  # type: ignore[arg-type]  # words of an address
