"""Where a case is mentioned in what was written about something else: another audit, a month, a measure."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, Table, cast, func, or_, select
from sqlalchemy.orm import Session

from qa_app.domain.case_references import Sought, case_key, is_telling, texts_in
from qa_app.domain.periods import Month, Quarter, parse_reporting_period
from qa_app.models import (
    Audit,
    AuditFinding,
    Commentary,
    Erasure,
    Judgement,
    LegalHold,
    Measure,
    MeasureValue,
    Moderation,
    OutgoingEmail,
    Publication,
    ReportText,
    Revision,
)

READ_AT_ONCE = 500


@dataclass(frozen=True)
class Mention:
    """One text that names the case. `place` is what it is, `about` of what: an audit's reference, a period.

    `table`, `key` and `column` say where it is kept; `stays` is whether it was published, and so is never
    changed.
    """

    place: str
    about: str
    text: str
    table: Table
    key: tuple[Any, ...]
    column: str
    value: Any
    stays: bool = False
    quarter: str | None = None
    """The key of the quarter whose report may quote it."""


_Mapped = Any
"""A mapped column: by its own type, which is a descriptor's, a field of a dataclass would be one too."""


@dataclass(frozen=True)
class _Place:
    """Columns of one table that people write in, and how to say of which row."""

    name: str
    columns: Sequence[_Mapped]
    about: _Mapped
    join: Callable[[Select[Any]], Select[Any]] = lambda statement: statement
    audit: _Mapped | None = None
    period: _Mapped | None = None
    case: _Mapped | None = None
    """The case that the row itself is about: where it is one of those looked for, this is no mention."""
    stays: bool = False

    @property
    def table(self) -> Table:
        table = self.columns[0].class_.__table__
        assert isinstance(table, Table)  # noqa: S101  # for the type checker
        return table


def _of_audit(of: _Mapped) -> Callable[[Select[Any]], Select[Any]]:
    return lambda statement: statement.join(Audit, Audit.id == of)


PLACES = (
    _Place(
        "an answer in another audit",
        (Judgement.evidence,),
        Audit.reference,
        _of_audit(Judgement.audit_id),
        Judgement.audit_id,
    ),
    _Place(
        "the moderation of another audit",
        (Moderation.comment_on_practice, Moderation.comment_on_audit_quality, Moderation.draft),
        Audit.reference,
        _of_audit(Moderation.audit_id),
        Moderation.audit_id,
    ),
    _Place(
        "why another audit’s judgement was revised",
        (Revision.reason,),
        Audit.reference,
        _of_audit(Revision.audit_id),
        Revision.audit_id,
    ),
    _Place(
        "why another audit was returned or withdrawn",
        (Audit.returned_because, Audit.worker_name),
        Audit.reference,
        audit=Audit.id,
    ),
    _Place(
        "the findings of a month",
        (
            AuditFinding.theme,
            AuditFinding.cohort,
            AuditFinding.strengths,
            AuditFinding.areas_for_improvement,
            AuditFinding.observations,
        ),
        AuditFinding.month,
        period=AuditFinding.month,
    ),
    _Place("a quarter’s report", (ReportText.text,), ReportText.period, period=ReportText.period),
    _Place(
        "a comment on a measure",
        (Commentary.text, Commentary.analysis, Commentary.action, Commentary.owner),
        Measure.name,
        lambda statement: statement.join(Measure, Measure.id == Commentary.measure_id),
        period=Commentary.period,
    ),
    _Place(
        "the value of a measure",
        (MeasureValue.reason, MeasureValue.source),
        Measure.name,
        lambda statement: statement.join(Measure, Measure.id == MeasureValue.measure_id),
    ),
    _Place("an e-mail", (OutgoingEmail.subject, OutgoingEmail.body), OutgoingEmail.recipient),
    _Place("a hold on another case", (LegalHold.reason,), LegalHold.id, case=LegalHold.case_reference),
    _Place("the erasure of another case", (Erasure.reason,), Erasure.id, case=Erasure.case_references),
    _Place(
        "what was published",
        (Publication.title, Publication.content, Publication.changes, Publication.note),
        Publication.title,
        stays=True,
    ),
)


def mentions(session: Session, references: Sequence[str], *, besides_audits: Sequence[int]) -> list[Mention]:
    """Every text that names one of these, in the order of the places, without the case's own audits.

    Only telling references are looked for: others are words and numbers that stand everywhere.
    """
    telling = [reference for reference in references if is_telling(reference)]
    if not telling:
        return []
    sought, besides = Sought(telling), frozenset(besides_audits)
    return [found for place in PLACES for found in _in_place(session, place, sought, besides)]


def _in_place(session: Session, place: _Place, sought: Sought, besides: frozenset[int]) -> Iterator[Mention]:
    own = [column.label(f"own_{number}") for number, column in enumerate(place.table.primary_key)]
    extra = [
        place.about.label("about"),
        *([place.audit.label("audit_number")] if place.audit is not None else []),
        *([place.period.label("period_kept")] if place.period is not None else []),
        *([place.case.label("own_case")] if place.case is not None else []),
    ]
    statement: Select[Any] = place.join(select(*own, *extra, *place.columns).select_from(place.table))
    statement = statement.where(or_(*(may_name(column, sought.keys) for column in place.columns))).order_by(
        *own
    )
    for row in session.execute(statement.execution_options(yield_per=READ_AT_ONCE)).mappings():
        if place.audit is not None and row["audit_number"] in besides:
            continue
        if {case_key(case) for case in texts_in(row.get("own_case"))}.intersection(sought.keys):
            continue
        for column in place.columns:
            for text in texts_in(row[column.key]):
                if sought.is_in(text):
                    yield Mention(
                        place=place.name,
                        about=_about(place, row["about"]),
                        text=text,
                        table=place.table,
                        key=tuple(row[f"own_{number}"] for number in range(len(own))),
                        column=column.key,
                        value=row[column.key],
                        stays=place.stays,
                        quarter=_quarter(row.get("period_kept")),
                    )


def may_name(column: _Mapped, keys: Collection[str]) -> ColumnElement[bool]:
    """Whether the text holds one of the keys, capitals and spaces aside; a word in a word too.

    Databases do not agree on the capitals of letters beyond the first 128: there, every text is read.
    """
    if not all(key.isascii() for key in keys):
        is_written: ColumnElement[bool] = column.is_not(None)
        return is_written
    text: ColumnElement[str] = func.lower(cast(column, String))
    for space in (" ", "\n", "\t", "\u00a0"):
        text = func.replace(text, space, "")
    return or_(*(text.contains(key, autoescape=True) for key in sorted(keys)))


def _about(place: _Place, value: Any) -> str:
    """> A-00012, or > Dec 2016 where a month is kept as a number, or > number 3"""
    if not isinstance(value, int):
        return str(value)
    return str(Month(*divmod(value, 100))) if place.period is not None else f"number {value}"


def _quarter(period: Any) -> str | None:
    match period:
        case int():
            return Quarter.of(Month(*divmod(period, 100)).first_day).key
        case str():
            return Quarter.of(parse_reporting_period(period).last_day).key
        case _:
            return None
