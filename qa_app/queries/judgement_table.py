"""A whole judgement table for one choice: counts, published figures, forms and moderation put together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.audit_tool import QuestionKind
from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.judgement_choice import OVERALL, Grouping, Judged, JudgementChoice
from qa_app.domain.judgement_table import (
    FormInPlay,
    GradeCounts,
    Group,
    JudgementTable,
    OtherScale,
    PeriodFacts,
    breaks_in,
    build_table,
)
from qa_app.domain.periods import Period
from qa_app.domain.scales import FOUR_GRADES, GradingScale
from qa_app.domain.scope import Scope
from qa_app.models import (
    AuditTool,
    AuditToolVersion,
    GradingScaleRow,
    PeriodLabel,
    Question,
    ServiceArea,
    Stream,
    Team,
)
from qa_app.queries.judgement_counts import AuditCount, Cohort, JudgementCount, audit_counts, judgement_counts
from qa_app.queries.published_figures import published_groups

NO_TEAM = "No team recorded"

Counts = dict[Period, GradeCounts]


def judgement_table(session: Session, choice: JudgementChoice, scope: Scope) -> JudgementTable:
    """The table of this choice, of the service areas within the scope.

    Raises InvalidInput for a stream, tool, area, question or scale there is not.
    """
    cohort = _cohort(session, choice)
    period = type(choice.last)
    audits = audit_counts(session, cohort, period=period, scope=scope)
    asked = _questions(session, choice, {row.tool_version_id for row in audits})
    scales = _scales(session, choice, audits, asked)
    scale = scales.chosen
    questions = [question for question in asked if question.scale_id == scales.chosen_id]
    counts = judgement_counts(
        session,
        cohort,
        by=choice.by,
        questions=[question.id for question in questions],
        judged=choice.judged,
        period=period,
        scope=scope,
    ) if questions else []  # fmt: skip
    groups = _groups(session, choice, counts, scale, questions, scope)
    total = _total(choice, groups)
    if not choice.is_filtered and scope.areas is None and choice.judged is Judged.FINAL:
        groups, total = _with_published(session, choice, scale, scales.chosen_id, groups, total)
    return build_table(
        choice,
        scale=scale,
        facts=_facts(session, choice, audits, asked),
        groups=groups,
        total=total,
        forms=_forms(choice, audits, asked),
        other_scales=scales.others,
    )


@dataclass(frozen=True)
class _Asked:
    """A question that audits of these periods answered."""

    id: int
    code: str
    name: str
    place: tuple[int, int]
    is_overall: bool
    definition: str
    tool_version_id: int
    tool: str
    tool_code: str
    version: int
    scale_id: int


def _cohort(session: Session, choice: JudgementChoice) -> Cohort:
    versions = None
    if choice.tool is not None:
        ids = session.scalars(
            select(AuditToolVersion.id).join(AuditToolVersion.tool).where(AuditTool.code == choice.tool)
        )
        versions = frozenset(ids)
        if not versions:
            raise _unknown("tool", choice.tool)
    return Cohort(
        first_month=_first(choice).first_month,
        last_month=choice.last.last_month,
        stream_id=_id_of(session, Stream, "stream", choice.stream),
        service_area_id=_id_of(session, ServiceArea, "area", choice.area),
        tool_version_ids=versions,
    )


def _id_of(
    session: Session, kind: type[Stream] | type[ServiceArea], field: str, name: str | None
) -> int | None:
    if name is None:
        return None
    found = session.scalars(select(kind.id).where(kind.name == name)).one_or_none()
    if found is None:
        raise _unknown(field, name)
    return found


def _unknown(field: str, value: str) -> InvalidInput:
    words = {"tool": "audit tool", "area": "service area", "of": "audit domain", "scale": "grading scale"}
    return InvalidInput([Problem(field, f"There is no {words.get(field, field)} “{value}”")])


def _questions(session: Session, choice: JudgementChoice, versions: set[int]) -> Sequence[_Asked]:
    """The judgement questions that the choice is about, in these versions, in the order of the forms."""
    if not versions:
        _check_known(session, choice)
        return []
    statement = (
        select(
            Question.id,
            Question.code,
            Question.name,
            Question.position,
            Question.section_id,
            Question.is_overall,
            Question.definition,
            Question.version_id,
            AuditTool.name.label("tool"),
            AuditTool.code.label("tool_code"),
            AuditToolVersion.number,
            AuditToolVersion.scale_id,
        )
        .join(AuditToolVersion, AuditToolVersion.id == Question.version_id)
        .join(AuditTool, AuditTool.id == AuditToolVersion.tool_id)
        .where(Question.version_id.in_(sorted(versions)), Question.kind == QuestionKind.JUDGEMENT)
        .order_by(AuditToolVersion.number.desc(), Question.section_id, Question.position, Question.id)
    )
    if choice.by is not Grouping.DOMAIN:
        wanted = Question.is_overall if choice.of == OVERALL else Question.code == choice.of
        statement = statement.where(wanted)
    asked = [
        _Asked(
            id=row.id,
            code=row.code,
            name=row.name,
            place=(row.section_id, row.position),
            is_overall=row.is_overall,
            definition=row.definition,
            tool_version_id=row.version_id,
            tool=row.tool,
            tool_code=row.tool_code,
            version=row.number,
            scale_id=row.scale_id,
        )
        for row in session.execute(statement)
    ]
    if not asked:
        _check_known(session, choice)
    return asked


def _check_known(session: Session, choice: JudgementChoice) -> None:
    """Nothing was audited on the domain in these periods; but is there such a domain at all?"""
    if choice.of == OVERALL or choice.by is Grouping.DOMAIN:
        return
    known = select(Question.id).where(Question.code == choice.of, Question.kind == QuestionKind.JUDGEMENT)
    if session.scalars(known.limit(1)).first() is None:
        raise _unknown("of", choice.of)


@dataclass(frozen=True)
class _Scales:
    chosen: GradingScale
    chosen_id: int
    others: tuple[OtherScale, ...]


def _scales(
    session: Session, choice: JudgementChoice, audits: Sequence[AuditCount], asked: Sequence[_Asked]
) -> _Scales:
    """The scale chosen, or else the one that most audits are judged on; and what that leaves out."""
    rows = {row.id: row for row in session.scalars(select(GradingScaleRow).order_by(GradingScaleRow.id))}
    scale_of = {question.tool_version_id: question.scale_id for question in asked}
    used: dict[int, int] = defaultdict(int)
    for count in audits:
        if count.tool_version_id in scale_of:
            used[scale_of[count.tool_version_id]] += count.audits
    by_code = {row.code: row.id for row in rows.values()}
    if choice.scale is not None and choice.scale not in by_code:
        raise _unknown("scale", choice.scale)
    if FOUR_GRADES.code not in by_code:
        raise InvalidInput([Problem("scale", "The database is not set up. Run: qa-app upgrade")])
    usual = max(used, key=lambda id_: used[id_], default=by_code[FOUR_GRADES.code])
    chosen_id = by_code[choice.scale] if choice.scale is not None else usual
    others = tuple(
        OtherScale(rows[id_].code, rows[id_].name, audits=number)
        for id_, number in sorted(used.items())
        if id_ != chosen_id
    )
    return _Scales(rows[chosen_id].as_scale(), chosen_id, others)


def _groups(
    session: Session,
    choice: JudgementChoice,
    counts: Iterable[JudgementCount],
    scale: GradingScale,
    questions: Sequence[_Asked],
    scope: Scope,
) -> list[Group]:
    """Every group there is, in the order they are printed, with what was counted for it."""
    asks = frozenset(question.code for question in questions)
    if choice.by is Grouping.DOMAIN:
        code_of = {question.id: question.code for question in questions}
        counted = _by_code(choice, counts, code_of, scale)
        named = {question.code: question.name for question in reversed(questions)}
        in_form_order = dict.fromkeys(
            [q.code for q in questions if not q.is_overall] + [q.code for q in questions]
        )
        return [Group(named[code], code, counted.get(code, {}), frozenset({code})) for code in in_form_order]
    if choice.by is Grouping.TOOL:
        tool_of = {question.tool_version_id: question.tool_code for question in questions}
        counted = _by_code(choice, counts, tool_of, scale)
        names = {question.tool_code: question.tool for question in questions}
    else:
        names = _names(session, choice.by, choice, scope)
        counted = _by_code(choice, counts, {}, scale)
    if "" in counted:
        names[""] = NO_TEAM
    return [
        Group(name, code, counted.get(code, {}), asks)
        for code, name in sorted(names.items(), key=lambda named: (named[0] == "", named[1].casefold()))
    ]


def _by_code(
    choice: JudgementChoice,
    counts: Iterable[JudgementCount],
    code_of: Mapping[int, str],
    scale: GradingScale,
) -> dict[str, Counts]:
    """Counts by group and period; several versions of a tool or question add up under its code."""
    grades = len(scale.labels)
    added: dict[str, dict[int, list[int]]] = {}
    for number, ordinal, position, count in counts:
        if not position:
            continue
        code = "" if number is None else code_of.get(number) or str(number)
        columns = added.setdefault(code, {})
        if ordinal not in columns:
            columns[ordinal] = [0] * grades
        columns[ordinal][position - 1] += count
    period = type(choice.last)
    return {
        code: {
            period.from_ordinal(ordinal): GradeCounts(tuple(column)) for ordinal, column in columns.items()
        }
        for code, columns in added.items()
    }


def _names(session: Session, by: Grouping, choice: JudgementChoice, scope: Scope) -> dict[str, str]:
    """The names of all groups in use, or once in use, by number."""
    if by is Grouping.STREAM:
        rows = session.execute(select(Stream.id, Stream.name)).all()
        return {str(id_): name for id_, name in rows if choice.stream in (None, name)}
    areas = {
        id_: name
        for id_, name in session.execute(select(ServiceArea.id, ServiceArea.name))
        if (scope.areas is None or id_ in scope.areas) and choice.area in (None, name)
    }
    if by is Grouping.SERVICE_AREA:
        return {str(id_): name for id_, name in areas.items()}
    teams = session.execute(select(Team.id, Team.name, Team.service_area_id)).all()
    return {str(id_): f"{name} ({areas[area_id]})" for id_, name, area_id in teams if area_id in areas}


def _total(choice: JudgementChoice, groups: Sequence[Group]) -> Group | None:
    """All groups together; every audit is in exactly one, so that they simply add up."""
    if choice.by.total_label is None:
        return None
    columns: Counts = {}
    for group in groups:
        for period, counts in group.columns.items():
            if period in columns:
                pairs = zip(columns[period].counts, counts.counts, strict=True)
                columns[period] = GradeCounts(tuple(one + other for one, other in pairs))
            else:
                columns[period] = counts
    asks = frozenset().union(*(group.asks for group in groups))
    return Group(choice.by.total_label, "", columns, asks)


def _with_published(
    session: Session,
    choice: JudgementChoice,
    scale: GradingScale,
    scale_id: int,
    groups: Sequence[Group],
    total: Group | None,
) -> tuple[list[Group], Group | None]:
    """Adds what was published before the system, wherever the system itself counted nothing."""
    known = {group.name.casefold(): group for group in groups}
    published = published_groups(session, choice, scale=scale, scale_id=scale_id)
    total_columns = {}
    for name, columns in published.items():
        if choice.by.total_label and name.casefold() in TOTAL_NAMES:
            total_columns = columns
            continue
        group = known.get(name.casefold()) or Group(name, "", {}, frozenset())
        known[name.casefold()] = _filled(group, columns)
    if total is not None:
        total = _filled(total, total_columns)
    return list(known.values()), total


TOTAL_NAMES = frozenset(
    label.casefold() for label in (grouping.total_label for grouping in Grouping) if label is not None
)


def _filled(group: Group, published: Counts) -> Group:
    return Group(group.name, group.code, {**published, **group.columns}, group.asks)


def _facts(
    session: Session, choice: JudgementChoice, audits: Sequence[AuditCount], asked: Sequence[_Asked]
) -> dict[Period, PeriodFacts]:
    """What is true of each column, and of those back to the same period last year."""
    period = type(choice.last)
    labels = dict(session.execute(select(PeriodLabel.period, PeriodLabel.label)).all())
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in audits:
        column = sums[row.ordinal]
        for place, number in enumerate((row.audits, row.moderated, row.awaiting)):
            column[place] += number
    broken = _broken_codes(audits, asked)
    facts = {}
    for ordinal in range(_first(choice).ordinal, choice.last.ordinal + 1):
        in_column = period.from_ordinal(ordinal)
        counted, moderated, awaiting = sums[ordinal]
        facts[in_column] = PeriodFacts(
            in_column,
            label=labels.get(in_column.key, ""),
            audits=counted,
            moderated=moderated,
            awaiting=awaiting,
            broken_codes=broken[ordinal],
        )
    return facts


def _first(choice: JudgementChoice) -> Period:
    """The earliest period needed: the first column, or the same period last year."""
    return min(choice.columns[0], choice.last.same_last_year(), key=lambda period: period.ordinal)


def _broken_codes(audits: Sequence[AuditCount], asked: Sequence[_Asked]) -> Mapping[int, frozenset[str]]:
    """For each period's ordinal, the codes of questions that changed their meaning in it."""
    ordinals: dict[int, list[int]] = defaultdict(list)
    for row in audits:
        ordinals[row.tool_version_id].append(row.ordinal)
    used: dict[str, dict[int, dict[str, set[str]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(set))
    )
    for question in asked:
        for ordinal in ordinals[question.tool_version_id]:
            used[question.code][ordinal][question.tool_code].add(question.definition)
    found: dict[int, frozenset[str]] = defaultdict(frozenset)
    for code, columns in used.items():
        for ordinal in breaks_in(columns):
            found[ordinal] |= {code}
    return found


def _forms(
    choice: JudgementChoice, audits: Sequence[AuditCount], asked: Sequence[_Asked]
) -> list[FormInPlay]:
    """The tool versions behind the columns shown, by name and version."""
    shown = {column.ordinal for column in choice.columns}
    names = {question.tool_version_id: (question.tool, question.version) for question in asked}
    used: dict[tuple[str, int], int] = defaultdict(int)
    for row in audits:
        if row.tool_version_id in names and row.ordinal in shown:
            used[names[row.tool_version_id]] += row.audits
    return [FormInPlay(tool, version, number) for (tool, version), number in sorted(used.items())]
