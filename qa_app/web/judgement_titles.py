"""What the judgement tables of a choice are called, and what they are limited to."""

from collections.abc import Mapping, Sequence

from qa_app.domain.judgement_choice import OVERALL, JudgementChoice
from qa_app.domain.scope import Scope
from qa_app.presenters.judgements import wording
from qa_app.queries.choice_options import ChoiceOptions


def title_of(choice: JudgementChoice, options: ChoiceOptions) -> str:
    """> Overall judgement by service area"""
    names: Mapping[str, str] = {OVERALL: "Overall judgement", **options.domains}
    return wording.title(choice, of_name=names.get(choice.of, choice.of))


def areas_seen(scope: Scope, options: ChoiceOptions) -> Sequence[str] | None:
    """The only service areas that this scope counts; None where it counts every one."""
    return None if scope.areas is None else tuple(options.areas)
