"""What a moderator has chosen and typed so far, and how it is kept until the moderation is finished."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.free_text import clean_text
from qa_app.domain.moderation import (
    COMMENT_ON_AUDIT_QUALITY,
    COMMENT_ON_PRACTICE,
    UNDECIDED,
    Decision,
    reason_field,
)


@dataclass(frozen=True)
class Draft:
    """Decisions by question code, and the two comments.

    `first_grades` are the grades a moderator recorded before seeing the auditor's; None until then.
    """

    decisions: Mapping[str, Decision] = field(default_factory=dict)
    comment_on_practice: str = ""
    comment_on_audit_quality: str = ""
    first_grades: Mapping[str, int] | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "decisions": {
                code: {"value": decision.value, "reason": decision.reason}
                for code, decision in self.decisions.items()
            },
            COMMENT_ON_PRACTICE: self.comment_on_practice,
            COMMENT_ON_AUDIT_QUALITY: self.comment_on_audit_quality,
            "first_grades": None if self.first_grades is None else dict(self.first_grades),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any] | None) -> Self:
        if kept is None:
            return cls()
        return cls(
            decisions={
                code: Decision(decision["value"], decision["reason"])
                for code, decision in kept["decisions"].items()
            },
            comment_on_practice=kept[COMMENT_ON_PRACTICE],
            comment_on_audit_quality=kept[COMMENT_ON_AUDIT_QUALITY],
            first_grades=kept["first_grades"],
        )


def changed_parts(before: Draft, after: Draft) -> list[str]:
    """> ["assessment", "comment on practice"]: the codes of questions decided otherwise, then the comments"""
    codes = sorted(before.decisions.keys() | after.decisions.keys())
    changed = [
        code
        for code in codes
        if before.decisions.get(code, UNDECIDED) != after.decisions.get(code, UNDECIDED)
    ]
    if before.comment_on_practice != after.comment_on_practice:
        changed.append("comment on practice")
    if before.comment_on_audit_quality != after.comment_on_audit_quality:
        changed.append("comment on audit quality")
    return changed


def clean_draft(draft: Draft) -> Draft:
    """The same in characters that can be stored. Raises InvalidInput with every text that is too long."""
    problems: list[Problem] = []

    def cleaned(text: str, name: str) -> str:
        try:
            return clean_text(text, field=name)
        except InvalidInput as error:
            problems.extend(error.problems)
            return text

    clean = Draft(
        decisions={
            code: Decision(decision.value, cleaned(decision.reason, reason_field(code)))
            for code, decision in draft.decisions.items()
        },
        comment_on_practice=cleaned(draft.comment_on_practice, COMMENT_ON_PRACTICE),
        comment_on_audit_quality=cleaned(draft.comment_on_audit_quality, COMMENT_ON_AUDIT_QUALITY),
        first_grades=draft.first_grades,
    )
    if problems:
        raise InvalidInput(problems)
    return clean
