"""What audits say of audit measures: all of them in three statements, however many there are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import case, func, literal, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import InstrumentedAttribute

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.audit_tool import QuestionKind
from qa_app.domain.judgement_choice import OVERALL
from qa_app.domain.judgement_table import breaks_in
from qa_app.domain.measures import ValueStatus
from qa_app.domain.periods import ReportingPeriod
from qa_app.domain.readings import NOT_KNOWN, NOTHING_TO_COUNT, Reading, Series
from qa_app.domain.scales import MET
from qa_app.domain.scope import Scope
from qa_app.domain.scorecard import MeasureFacts
from qa_app.domain.workflow import AWAITING_MODERATION, COUNTED
from qa_app.models import Audit, AuditTool, AuditToolVersion, GradingScaleRow, Judgement, Question
from qa_app.queries.answered import is_asked
from qa_app.queries.judgement_counts import FINAL_JUDGEMENT, period_ordinal
from qa_app.queries.scopes import countable

NO_OTHER = 0
"""Stands for every area, or stream, that no measure is filtered by: they need not be told apart."""


class _Question(NamedTuple):
    id: int
    code: str
    kind: QuestionKind
    definition: str
    version_id: int
    tool: str
    scale: str
    is_overall: bool


class _Version(NamedTuple):
    """One version of a tool in one period, area and stream: its audits."""

    version_id: int
    tool: str
    ordinal: int
    area: int
    stream: int
    audits: int
    moderated: int
    awaiting: int


class _Answers(NamedTuple):
    """How many answered a question in one period, area and stream, and how many of them at least so well.

    `up_to` are the counts for each position in `_positions`, in that order.
    """

    ordinal: int
    area: int
    stream: int
    asked: int
    up_to: tuple[int, ...]


@dataclass(frozen=True)
class _Counted:
    """What a definition gives in every period: by its ordinal, what was counted; and the ordinals of those
    that no moderator looked at, and of those in which a question appears with another meaning."""

    definition: AuditDefinition
    tallies: Mapping[int, "_Tally"]
    unmoderated: Set[int]
    broken: Set[int]


@dataclass(slots=True)
class _Tally:
    counted: int = 0
    asked: int = 0
    awaiting: int = 0


def audit_series(
    session: Session,
    measures: Sequence[MeasureFacts],
    *,
    first: ReportingPeriod,
    last: ReportingPeriod,
    scope: Scope,
) -> dict[int, Series]:
    """By measure, its readings in every period from first to last; nothing audited is N/A.

    Each period is counted by what the measure counted then.
    """
    definitions = [definition for measure in measures if measure.audit for definition in measure.audits]
    if not definitions:
        return {}
    questions = _questions(session, {code for each in definitions for code in each.questions})
    versions = _versions(session, definitions, first=first, last=last, scope=scope)
    answers = _answers(session, definitions, questions, first=first, last=last, scope=scope)
    positions = {position: place for place, position in enumerate(_positions(definitions))}
    return {
        measure.id: _series(measure, questions, versions, answers, positions, first=first, last=last)
        for measure in measures
        if measure.audit
    }


def _positions(definitions: Iterable[AuditDefinition]) -> list[int]:
    """The positions (1 is best) up to which any measure counts answers."""
    return sorted({_best(definition) for definition in definitions} - {0})


def _best(definition: AuditDefinition) -> int:
    """The lowest-ranked answer that counts; 0 where no answers are counted."""
    return MET if definition.counts is Counts.MET else definition.grade or 0


def _questions(session: Session, codes: set[str]) -> list[_Question]:
    rows = session.connection().execute(
        select(
            Question.id,
            Question.code,
            Question.kind,
            Question.definition,
            Question.version_id,
            AuditTool.code.label("tool"),
            GradingScaleRow.code.label("scale"),
            Question.is_overall,
        )
        .join(AuditToolVersion, AuditToolVersion.id == Question.version_id)
        .join(AuditTool, AuditTool.id == AuditToolVersion.tool_id)
        .join(GradingScaleRow, GradingScaleRow.id == AuditToolVersion.scale_id)
        .where(is_asked(sorted(codes)))
        .order_by(Question.id)
    )
    return [_Question(*row) for row in rows]


def _versions(
    session: Session,
    definitions: Sequence[AuditDefinition],
    *,
    first: ReportingPeriod,
    last: ReportingPeriod,
    scope: Scope,
) -> list[_Version]:
    ordinal, area, stream = period_ordinal(type(last)), _area(definitions), _stream(definitions)
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
    return [_Version(*row) for row in session.connection().execute(statement).all()]


def _answers(
    session: Session,
    definitions: Sequence[AuditDefinition],
    questions: Sequence[_Question],
    *,
    first: ReportingPeriod,
    last: ReportingPeriod,
    scope: Scope,
) -> dict[int, list[_Answers]]:
    """By question. Counting up to each position keeps four fifths of the rows in the database."""
    group = (
        Judgement.question_id,
        period_ordinal(type(last)),
        _area(definitions),
        _stream(definitions),
    )
    up_to = [func.count().filter(position >= FINAL_JUDGEMENT) for position in _positions(definitions)]
    statement = (
        select(*group, func.count(), *up_to)
        .select_from(Audit)
        .join(Judgement, Judgement.audit_id == Audit.id)
        .where(
            *_finished(first, last, scope),
            Judgement.question_id.in_([question.id for question in questions]),
            FINAL_JUDGEMENT > 0,
        )
        .group_by(*group)
    )
    found: dict[int, list[_Answers]] = defaultdict(list)
    for question, ordinal, area, stream, asked, *counts in session.connection().execute(statement).all():
        found[question].append(_Answers(ordinal, area, stream, asked, tuple(counts)))
    return found


def _finished(first: ReportingPeriod, last: ReportingPeriod, scope: Scope) -> list[Any]:
    return [
        Audit.month.between(first.first_month, last.last_month),
        Audit.status.in_(sorted(COUNTED)),
        *countable(scope),
    ]


def _area(definitions: Iterable[AuditDefinition]) -> Any:
    return _told_apart(Audit.service_area_id, {each.area for each in definitions})


def _stream(definitions: Iterable[AuditDefinition]) -> Any:
    return _told_apart(Audit.stream_id, {each.stream for each in definitions})


def _told_apart(column: InstrumentedAttribute[int], filters: set[int | None]) -> Any:
    """The column only where a measure is filtered by its value, so that few groups are counted."""
    asked = sorted(each for each in filters if each is not None)
    return case((column.in_(asked), column), else_=NO_OTHER) if asked else literal(NO_OTHER)


def _series(
    measure: MeasureFacts,
    questions: Sequence[_Question],
    versions: Sequence[_Version],
    answers: Mapping[int, Sequence[_Answers]],
    positions: Mapping[int, int],
    *,
    first: ReportingPeriod,
    last: ReportingPeriod,
) -> Series:
    by_definition = {
        definition: _counted(definition, questions, versions, answers, positions)
        for definition in measure.audits
    }
    breaks = set(measure.breaks)
    readings: dict[ReportingPeriod, Reading] = {}
    for ordinal in range(first.ordinal, last.ordinal + 1):
        period = type(last).from_ordinal(ordinal)
        meaning = measure.meaning_at(period)
        if meaning.audit is None or meaning.unit is not measure.unit:
            readings[period] = NOT_KNOWN
            continue
        counted = by_definition[meaning.audit]
        if ordinal in counted.broken:
            breaks.add(period.first_month)
        is_break = any(period.first_month <= month <= period.last_month for month in breaks)
        readings[period] = _reading(counted, ordinal, is_break=is_break)
    return Series(readings, frozenset(breaks))


def _counted(
    definition: AuditDefinition,
    questions: Sequence[_Question],
    versions: Sequence[_Version],
    answers: Mapping[int, Sequence[_Answers]],
    positions: Mapping[int, int],
) -> _Counted:
    in_any_tool = [question for question in questions if _asks(definition, question)]
    forms = {question.version_id for question in in_any_tool}
    of_any_tool = [row for row in versions if definition.counts is Counts.AUDITS or row.version_id in forms]
    asked = [question for question in in_any_tool if definition.tool in (None, question.tool)]
    standing = [row for row in of_any_tool if definition.tool in (None, row.tool)]
    return _Counted(
        definition,
        tallies=_tallies(definition, asked, standing, answers, positions),
        unmoderated=_before_moderation(of_any_tool),
        broken=_breaks(asked, standing),
    )


def _asks(definition: AuditDefinition, question: _Question) -> bool:
    """Whether this question of this version is one that the measure counts the answers of, in any tool."""
    overall = question.is_overall and OVERALL in definition.questions
    if not (overall or question.code in definition.questions):
        return False
    if definition.counts is Counts.MET:
        return question.kind is QuestionKind.STANDARD
    return question.kind is QuestionKind.JUDGEMENT and question.scale == definition.scale


def _tallies(
    definition: AuditDefinition,
    asked: Sequence[_Question],
    standing: Sequence[_Version],
    answers: Mapping[int, Sequence[_Answers]],
    positions: Mapping[int, int],
) -> dict[int, _Tally]:
    tallies: dict[int, _Tally] = defaultdict(_Tally)
    for row in standing:
        if _is_within(definition, row):
            tally = tallies[row.ordinal]
            tally.awaiting += row.awaiting
            if definition.counts is Counts.AUDITS:
                tally.counted += row.audits
    if definition.counts is Counts.AUDITS:
        return tallies
    place = positions[_best(definition)]
    for question in asked:
        for answer in answers.get(question.id, ()):
            if _is_within(definition, answer):
                tally = tallies[answer.ordinal]
                tally.asked += answer.asked
                tally.counted += answer.up_to[place]
    return tallies


def _is_within(definition: AuditDefinition, row: _Version | _Answers) -> bool:
    return definition.area in (None, row.area) and definition.stream in (None, row.stream)


def _reading(counted: _Counted, ordinal: int, *, is_break: bool) -> Reading:
    """N/A where nothing was asked; a number of audits is 0 where there were none."""
    tally = counted.tallies.get(ordinal, _Tally())
    status = ValueStatus.PROVISIONAL if tally.awaiting else ValueStatus.FINAL
    if counted.definition.counts is Counts.AUDITS:
        return Reading(Fraction(tally.counted), tally.counted, status=status, is_break=is_break)
    if not tally.asked:
        return NOTHING_TO_COUNT
    return Reading(
        Fraction(100 * tally.counted, tally.asked),
        tally.counted,
        tally.asked,
        status=status,
        is_break=is_break,
        is_before_moderation=ordinal in counted.unmoderated,
    )


def _before_moderation(standing: Sequence[_Version]) -> set[int]:
    """Periods with audits of which none was moderated: decided over all areas, streams and tools that ask the
    question, as in the judgement tables."""
    audits: dict[int, int] = defaultdict(int)
    moderated: dict[int, int] = defaultdict(int)
    for row in standing:
        audits[row.ordinal] += row.audits
        moderated[row.ordinal] += row.moderated
    return {ordinal for ordinal, number in audits.items() if number and not moderated[ordinal]}


def _breaks(asked: Sequence[_Question], standing: Sequence[_Version]) -> set[int]:
    """The ordinals of periods in which a question appears with another meaning."""
    meanings: dict[tuple[str, str], set[str]] = defaultdict(set)
    for question in asked:
        meanings[question.code, question.tool].add(question.definition)
    changed = {code for (code, _), found in meanings.items() if len(found) > 1}
    broken: set[int] = set()
    for code in changed:
        used: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for question in asked:
            for row in standing:
                if question.code == code and row.version_id == question.version_id:
                    used[row.ordinal][question.tool].add(question.definition)
        broken |= breaks_in(used)
    return broken
