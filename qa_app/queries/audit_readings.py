"""What audits say of audit measures: all of them in three statements, however many there are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import InstrumentedAttribute

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.audit_tool import QuestionKind
from qa_app.domain.judgement_table import breaks_in
from qa_app.domain.measures import Unit, ValueStatus
from qa_app.domain.periods import ReportingPeriod
from qa_app.domain.readings import NOTHING_TO_COUNT, Reading, Series, computed_value
from qa_app.domain.scales import MET
from qa_app.domain.scope import Scope
from qa_app.domain.scorecard import MeasureFacts
from qa_app.domain.workflow import AWAITING_MODERATION, COUNTED
from qa_app.models import Audit, AuditTool, AuditToolVersion, GradingScaleRow, Judgement, Question
from qa_app.queries.judgement_counts import FINAL_JUDGEMENT, period_ordinal
from qa_app.queries.scopes import countable

NO_OTHER = 0
"""Stands for every area, or stream, that no measure is filtered by: they need not be told apart."""


@dataclass(frozen=True)
class _Question:
    id: int
    code: str
    kind: QuestionKind
    definition: str
    version_id: int
    tool: str
    scale: str


@dataclass(frozen=True)
class _Version:
    """One version of a tool in one period, area and stream: its audits."""

    version_id: int
    tool: str
    ordinal: int
    area: int
    stream: int
    audits: int
    moderated: int
    awaiting: int


@dataclass(frozen=True)
class _Answers:
    """How many gave this answer to a question in one period, area and stream."""

    question_id: int
    ordinal: int
    area: int
    stream: int
    value: int
    count: int


@dataclass
class _Tally:
    counted: int = 0
    asked: int = 0
    awaiting: int = 0
    ordinals: set[int] = field(default_factory=set)


def audit_series(
    session: Session,
    measures: Sequence[MeasureFacts],
    *,
    first: ReportingPeriod,
    last: ReportingPeriod,
    scope: Scope,
) -> dict[int, Series]:
    """By measure, its readings in every period from first to last; nothing audited is N/A."""
    wanted = {measure.id: measure.audit for measure in measures if measure.audit}
    if not wanted:
        return {}
    questions = _questions(session, {code for each in wanted.values() for code in each.questions})
    versions = _versions(session, wanted.values(), first=first, last=last, scope=scope)
    answers = _answers(session, wanted.values(), questions, first=first, last=last, scope=scope)
    by_question: dict[int, list[_Answers]] = defaultdict(list)
    for row in answers:
        by_question[row.question_id].append(row)
    return {
        measure.id: _series(measure, questions, versions, by_question, first=first, last=last)
        for measure in measures
        if measure.audit
    }


def _questions(session: Session, codes: set[str]) -> list[_Question]:
    rows = session.execute(
        select(
            Question.id,
            Question.code,
            Question.kind,
            Question.definition,
            Question.version_id,
            AuditTool.code.label("tool"),
            GradingScaleRow.code.label("scale"),
        )
        .join(AuditToolVersion, AuditToolVersion.id == Question.version_id)
        .join(AuditTool, AuditTool.id == AuditToolVersion.tool_id)
        .join(GradingScaleRow, GradingScaleRow.id == AuditToolVersion.scale_id)
        .where(Question.code.in_(sorted(codes)))
        .order_by(Question.id)
    )
    return [_Question(*row) for row in rows]


def _versions(
    session: Session,
    wanted: Iterable[AuditDefinition],
    *,
    first: ReportingPeriod,
    last: ReportingPeriod,
    scope: Scope,
) -> list[_Version]:
    ordinal, area, stream = period_ordinal(type(last)), _area(wanted), _stream(wanted)
    statement = (
        select(
            Audit.tool_version_id,
            AuditTool.code,
            ordinal,
            area,
            stream,
            func.count(),
            func.count(Audit.moderated_at),
            func.count().filter(Audit.status.in_(sorted(AWAITING_MODERATION))),
        )
        .join(AuditToolVersion, AuditToolVersion.id == Audit.tool_version_id)
        .join(AuditTool, AuditTool.id == AuditToolVersion.tool_id)
        .where(*_finished(first, last, scope))
        .group_by(Audit.tool_version_id, AuditTool.code, ordinal, area, stream)
    )
    return [_Version(*row) for row in session.execute(statement)]


def _answers(
    session: Session,
    wanted: Iterable[AuditDefinition],
    questions: Sequence[_Question],
    *,
    first: ReportingPeriod,
    last: ReportingPeriod,
    scope: Scope,
) -> list[_Answers]:
    ordinal, area, stream = period_ordinal(type(last)), _area(wanted), _stream(wanted)
    statement = (
        select(Judgement.question_id, ordinal, area, stream, FINAL_JUDGEMENT, func.count())
        .select_from(Audit)
        .join(Judgement, Judgement.audit_id == Audit.id)
        .where(
            *_finished(first, last, scope),
            Judgement.question_id.in_([question.id for question in questions]),
            FINAL_JUDGEMENT > 0,
        )
        .group_by(Judgement.question_id, ordinal, area, stream, FINAL_JUDGEMENT)
    )
    return [_Answers(*row) for row in session.execute(statement)]


def _finished(first: ReportingPeriod, last: ReportingPeriod, scope: Scope) -> list[Any]:
    return [
        Audit.month.between(first.first_month, last.last_month),
        Audit.status.in_(sorted(COUNTED)),
        *countable(scope),
    ]


def _area(wanted: Iterable[AuditDefinition]) -> Any:
    return _told_apart(Audit.service_area_id, {each.area for each in wanted})


def _stream(wanted: Iterable[AuditDefinition]) -> Any:
    return _told_apart(Audit.stream_id, {each.stream for each in wanted})


def _told_apart(column: InstrumentedAttribute[int], filters: set[int | None]) -> Any:
    """The column only where a measure is filtered by its value, so that few groups are counted."""
    asked = sorted(each for each in filters if each is not None)
    return case((column.in_(asked), column), else_=NO_OTHER)


def _series(
    measure: MeasureFacts,
    questions: Sequence[_Question],
    versions: Sequence[_Version],
    answers: dict[int, list[_Answers]],
    *,
    first: ReportingPeriod,
    last: ReportingPeriod,
) -> Series:
    definition = measure.audit
    if definition is None:
        return Series()
    asked = [question for question in questions if _asks(definition, question)]
    forms = {question.version_id for question in asked}
    standing = [
        row
        for row in versions
        if (definition.counts is Counts.AUDITS or row.version_id in forms)
        and definition.tool in (None, row.tool)
    ]
    tallies = _tallies(definition, asked, standing, answers)
    unmoderated = _before_moderation(standing)
    period = type(last)
    broken = _breaks(asked, standing, period) | set(measure.breaks)
    readings: dict[ReportingPeriod, Reading] = {}
    for ordinal in range(first.ordinal, last.ordinal + 1):
        place = period.from_ordinal(ordinal)
        tally = tallies[ordinal]
        reading = _reading(measure, tally)
        readings[place] = (
            reading
            if reading is NOTHING_TO_COUNT
            else Reading(
                reading.value,
                reading.numerator,
                reading.denominator,
                status=ValueStatus.PROVISIONAL if tally.awaiting else ValueStatus.FINAL,
                is_break=any(place.first_month <= month <= place.last_month for month in broken),
                is_before_moderation=ordinal in unmoderated,
            )
        )
    return Series(readings, frozenset(broken))


def _asks(definition: AuditDefinition, question: _Question) -> bool:
    """Whether this question of this version is one that the measure counts the answers of."""
    if question.code not in definition.questions or definition.tool not in (None, question.tool):
        return False
    if definition.counts is Counts.MET:
        return question.kind is QuestionKind.STANDARD
    return question.kind is QuestionKind.JUDGEMENT and question.scale == definition.scale


def _tallies(
    definition: AuditDefinition,
    asked: Sequence[_Question],
    standing: Sequence[_Version],
    answers: dict[int, list[_Answers]],
) -> dict[int, _Tally]:
    tallies: dict[int, _Tally] = defaultdict(_Tally)
    for row in standing:
        if _is_within(definition, row):
            tallies[row.ordinal].awaiting += row.awaiting
            if definition.counts is Counts.AUDITS:
                tallies[row.ordinal].counted += row.audits
                tallies[row.ordinal].asked += row.audits
    if definition.counts is Counts.AUDITS:
        return tallies
    best = MET if definition.counts is Counts.MET else definition.grade or 0
    for question in asked:
        for answer in answers.get(question.id, ()):
            if _is_within(definition, answer):
                tallies[answer.ordinal].asked += answer.count
                tallies[answer.ordinal].counted += answer.count if answer.value <= best else 0
    return tallies


def _is_within(definition: AuditDefinition, row: _Version | _Answers) -> bool:
    return definition.area in (None, row.area) and definition.stream in (None, row.stream)


def _reading(measure: MeasureFacts, tally: _Tally) -> Reading:
    """N/A where nothing was asked; a number of audits is 0 where there were none."""
    counted, asked = Fraction(tally.counted), Fraction(tally.asked)
    if measure.audit and measure.audit.counts is Counts.AUDITS:
        return Reading(counted, numerator=counted)
    if not asked:
        return NOTHING_TO_COUNT
    return Reading(computed_value(Unit.PERCENT, counted, asked), counted, asked)


def _before_moderation(standing: Sequence[_Version]) -> set[int]:
    """Periods with audits of which none was moderated: decided over all areas, as in the judgement tables."""
    audits: dict[int, int] = defaultdict(int)
    moderated: dict[int, int] = defaultdict(int)
    for row in standing:
        audits[row.ordinal] += row.audits
        moderated[row.ordinal] += row.moderated
    return {ordinal for ordinal, number in audits.items() if number and not moderated[ordinal]}


def _breaks(
    asked: Sequence[_Question], standing: Sequence[_Version], period: type[ReportingPeriod]
) -> set[int]:
    """The first months of periods in which a question appears with another meaning."""
    ordinals: dict[int, set[int]] = defaultdict(set)
    for row in standing:
        ordinals[row.version_id].add(row.ordinal)
    found: set[int] = set()
    for code in {question.code for question in asked}:
        used: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for question in asked:
            if question.code == code:
                for ordinal in ordinals[question.version_id]:
                    used[ordinal][question.tool].add(question.definition)
        found |= breaks_in(used)
    return {period.from_ordinal(ordinal).first_month for ordinal in found}
