"""A whole judgement table for one choice: counts, published figures, forms and moderation put together."""

from sqlalchemy.orm import Session

from qa_app.domain.grade_counts import total_of, with_published
from qa_app.domain.judgement_choice import Judged, JudgementChoice
from qa_app.domain.judgement_table import JudgementTable, build_table
from qa_app.domain.scope import Scope
from qa_app.queries.judgement_cohort import cohort_of
from qa_app.queries.judgement_counts import audit_counts, judgement_counts
from qa_app.queries.judgement_facts import facts_of, forms_of
from qa_app.queries.judgement_groups import groups_of
from qa_app.queries.judgement_questions import asked_questions
from qa_app.queries.judgement_scale import scale_of
from qa_app.queries.published_figures import published_groups


def judgement_table(session: Session, choice: JudgementChoice, scope: Scope) -> JudgementTable:
    """The table of this choice, of the service areas within the scope.

    Raises InvalidInput for a stream, tool, area, question or scale there is not.
    """
    cohort, period = cohort_of(session, choice, scope), type(choice.last)
    audits = audit_counts(session, cohort, period=period, scope=scope)
    asked = asked_questions(session, choice, {row.tool_version_id for row in audits})
    chosen = scale_of(session, choice, audits, asked)
    questions = [question for question in asked if question.scale_id == chosen.id]
    forms = {question.tool_version_id for question in questions}
    # What is said of moderation and forms is said of the audits that are in the table.
    shown = [row for row in audits if row.tool_version_id in forms]
    counts = judgement_counts(
        session,
        cohort,
        by=choice.by,
        questions=[question.id for question in questions],
        judged=choice.judged,
        period=period,
        scope=scope,
    )
    groups = groups_of(session, choice, counts, chosen.scale, questions, scope)
    total = total_of(choice, groups)
    if not choice.is_filtered and scope.areas is None and choice.judged is Judged.FINAL:
        # What was published before cannot be filtered, and it was final.
        published = published_groups(session, choice, scale=chosen.scale, scale_id=chosen.id)
        groups, total = with_published(groups, total, published)
    return build_table(
        choice,
        scale=chosen.scale,
        facts=facts_of(session, choice, shown, questions),
        groups=groups,
        total=total,
        forms=forms_of(choice, shown, questions),
        other_scales=chosen.others,
    )
