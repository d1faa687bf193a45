"""The form that auditors fill in: twelve judgements with their descriptors and evidence."""

import re
from collections.abc import Iterator

from bench.measuring import compare
from bench.results import Result, ratio
from bench.scales import Scale
from bench.serving import settings_for
from qa_app.domain.audit_form import Answer
from qa_app.domain.audit_tool import AuditTool, Question, QuestionKind, Section
from qa_app.domain.scales import FOUR_GRADES
from qa_app.factory import create_app
from qa_app.web.question_view import section_view

JUDGEMENTS = 12

OURS = """{% from "components/judgement.html" import judgement %}
{% for question in questions %}{{ judgement(question) }}{% endfor %}"""

PLAIN = """{% for q in questions %}
<div class="app-question" data-question="{{ q.code }}">
<fieldset class="govuk-fieldset">
<legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{{ q.legend }}</legend>
<details class="govuk-details app-question__guidance"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">{{ q.guidance_label }}<span class="govuk-visually-hidden">: {{ q.legend }}</span></span></summary><div class="govuk-details__text">{% for paragraph in q.guidance %}<p>{{ paragraph }}</p>{% endfor %}</div></details>
<div class="app-question__pair">
<div class="govuk-form-group app-question__choice">
<div class="govuk-radios govuk-radios--small">
{% for option in q.options %}
<div class="govuk-radios__item"><input class="govuk-radios__input" id="{{ option.id }}" name="value-{{ q.code }}" type="radio" value="{{ option.value }}"{% if option.checked %} checked{% endif %} aria-describedby="{{ option.id }}-hint"><label class="govuk-label govuk-radios__label" for="{{ option.id }}">{{ option.label }}</label><div class="govuk-hint govuk-radios__hint" id="{{ option.id }}-hint">{{ option.hint }}</div></div>
{% endfor %}
<div class="govuk-radios__item app-question__none"><input class="govuk-radios__input" id="value-{{ q.code }}-none" name="value-{{ q.code }}" type="radio" value=""><label class="govuk-label govuk-radios__label" for="value-{{ q.code }}-none">No answer yet</label></div>
</div>
</div>
<div class="govuk-form-group app-question__evidence">
<label class="govuk-label" for="text-{{ q.code }}">{{ q.text_label }}<span class="govuk-visually-hidden">: {{ q.legend }}</span></label>
<div class="govuk-hint" id="text-{{ q.code }}-hint">{{ q.text_hint }}</div>
<textarea class="govuk-textarea" id="text-{{ q.code }}" name="text-{{ q.code }}" rows="{{ q.rows }}" aria-describedby="text-{{ q.code }}-hint">
{{ q.text }}</textarea>
</div>
</div>
</fieldset>
</div>
{% endfor %}"""  # noqa: E501 - the same lines as the component's
"""The same HTML by loops alone, without what other questions need."""


def run(scale: Scale) -> Iterator[Result]:
    environment = create_app(settings_for("sqlite://")).jinja_env
    ours, plain = environment.from_string(OURS), environment.from_string(PLAIN)
    questions = section_view(_tool(), 1, _answers()).questions
    same = [_tags(template.render(questions=questions)) for template in (ours, plain)]
    assert same[0] == same[1], "the plain loops no longer draw what the component draws"
    found = compare(lambda: ours.render(questions=questions), lambda: plain.render(questions=questions))
    yield ratio(f"a form of {JUDGEMENTS} judgements, beside plain loops", found, at_most=1.5)


def _tags(html: str) -> list[str]:
    """The tags and words of a page, without the white space between them."""
    return [part for part in re.split(r"\s*(<[^>]+>)\s*", html) if part.strip()]


def _tool() -> AuditTool:
    questions = tuple(
        Question(
            code=f"domain-{number}",
            kind=QuestionKind.JUDGEMENT,
            wording=f"How good is the work in domain {number}, and what does it mean for the child?",
            guidance="Look for the child's day. Look for what changed, who noticed, and what was done.",
            descriptors=tuple(
                f"What {label} looks like here, said in a sentence or two that help an auditor to decide."
                for label in FOUR_GRADES.labels
            ),
        )
        for number in range(1, JUDGEMENTS + 1)
    )
    return AuditTool("form", "Form", "", FOUR_GRADES, (Section("Practice", "", questions),))


def _answers() -> dict[str, Answer]:
    evidence = "The plan was late & the child's views were “not recorded”. " * 4
    return {f"domain-{number}": Answer(number % 4 + 1, evidence) for number in range(1, JUDGEMENTS + 1)}
