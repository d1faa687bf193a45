"""What a question means, and whether it still means the same in another version of its tool."""

import json
from collections.abc import Iterable
from hashlib import sha256

from qa_app.domain.audit_tool import AuditTool, Question, QuestionKind


def changed_definitions(old: AuditTool, new: AuditTool) -> frozenset[str]:
    """Codes both versions ask, but not in the same sense: their series have a break between the two.

    A code that only one version asks is not among them: its series starts or ends there.
    """
    before = {question.code: definition(old, question) for question in old.questions}
    after = {question.code: definition(new, question) for question in new.questions}
    return frozenset(code for code in before.keys() & after.keys() if before[code] != after[code])


def definition(tool: AuditTool, question: Question) -> str:
    """A digest of 16 characters that changes when the meaning of the question does.

    The wording and the kind count, and for what is graded or met also the guidance, because it says what
    Met is; a judgement takes its descriptors and the labels of the scale with it. The name, the order of
    the form, spacing, and whether an answer is required do not count.
    """
    return sha256(json.dumps(_meaning(tool, question)).encode()).hexdigest()[:16]


def _meaning(tool: AuditTool, question: Question) -> list[object]:
    asked = [question.kind.value, *_words([question.wording])]
    match question.kind:
        case QuestionKind.TEXT:
            return [asked]
        case QuestionKind.STANDARD:
            return [asked, _words([question.guidance])]
        case QuestionKind.JUDGEMENT:
            graded = _words([question.guidance, *question.descriptors])
            return [asked, graded, list(tool.scale.labels), tool.scale.good_or_better, question.is_overall]


def _words(texts: Iterable[str]) -> list[str]:
    return [" ".join(text.split()) for text in texts]
