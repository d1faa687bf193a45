"""What is true of whole columns of a judgement table: moderation, forms, breaks and labels."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.judgement_choice import JudgementChoice
from qa_app.domain.judgement_table import FormInPlay, PeriodFacts, breaks_in
from qa_app.domain.periods import Period
from qa_app.models import PeriodLabel
from qa_app.queries.judgement_cohort import first_needed
from qa_app.queries.judgement_counts import AuditCount
from qa_app.queries.judgement_questions import AskedQuestion


def facts_of(
    session: Session, choice: JudgementChoice, audits: Sequence[AuditCount], asked: Sequence[AskedQuestion]
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
    for ordinal in range(first_needed(choice).ordinal, choice.last.ordinal + 1):
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


def forms_of(
    choice: JudgementChoice, audits: Sequence[AuditCount], asked: Sequence[AskedQuestion]
) -> list[FormInPlay]:
    """The tool versions behind the columns shown, by name and version."""
    shown = {column.ordinal for column in choice.columns}
    names = {question.tool_version_id: (question.tool, question.version) for question in asked}
    used: dict[tuple[str, int], int] = defaultdict(int)
    for row in audits:
        if row.tool_version_id in names and row.ordinal in shown:
            used[names[row.tool_version_id]] += row.audits
    return [FormInPlay(tool, version, number) for (tool, version), number in sorted(used.items())]


def _broken_codes(
    audits: Sequence[AuditCount], asked: Sequence[AskedQuestion]
) -> Mapping[int, frozenset[str]]:
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
