"""The groups of a judgement table, with what was counted for each."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.grade_counts import GradeCounts, Group
from qa_app.domain.judgement_choice import Grouping, JudgementChoice
from qa_app.domain.periods import Period
from qa_app.domain.scales import GradingScale
from qa_app.domain.scope import Scope
from qa_app.models import ServiceArea, Stream, Team
from qa_app.queries.judgement_counts import JudgementCount
from qa_app.queries.judgement_questions import AskedQuestion

NO_TEAM = "No team recorded"


def groups_of(
    session: Session,
    choice: JudgementChoice,
    counts: Iterable[JudgementCount],
    scale: GradingScale,
    questions: Sequence[AskedQuestion],
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
) -> dict[str, dict[Period, GradeCounts]]:
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
