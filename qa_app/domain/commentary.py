"""What may be said of a measure, and by whom."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.free_text import TEXT_LIMIT
from qa_app.domain.roles import Permission
from qa_app.domain.scorecard import Comment
from qa_app.domain.scorecard_settings import kept, one_line

LONGEST_OWNER = 200


@dataclass(frozen=True)
class Said:
    """What somebody wrote; `status` is 1 (best) to 3, only where a person sets it."""

    text: str = ""
    analysis: str = ""
    action: str = ""
    owner: str = ""
    due_on: date | None = None
    status: int | None = None

    @classmethod
    def of(cls, comment: Comment) -> "Said":
        return cls(
            comment.text,
            comment.analysis,
            comment.action,
            comment.owner,
            comment.due_on,
            comment.status,
        )


def may_comment(*, person_id: int, permissions: Collection[Permission], responsible_id: int | None) -> bool:
    """Whoever is responsible for the measure, and everybody who enters what is said of a quarter."""
    if Permission.ENTER_VALUES in permissions:
        return True
    return person_id == responsible_id and Permission.READ_SCORECARDS in permissions


def clean_said(said: Said) -> Said:
    """As it is kept: an action says what, and who and by when are said together.

    Raises InvalidInput about `text`, `analysis`, `action`, `owner`, `due_on` or `status`.
    """
    problems: list[Problem] = []
    cleaned = replace(
        said,
        text=kept(said.text, TEXT_LIMIT, "text", problems).strip(),
        analysis=kept(said.analysis, TEXT_LIMIT, "analysis", problems).strip(),
        action=kept(said.action, TEXT_LIMIT, "action", problems).strip(),
        owner=one_line(said.owner, LONGEST_OWNER, "owner", problems),
    )
    # What is too long is not missing.
    too_long = {problem.field for problem in problems}
    if (said.owner.strip() or said.due_on) and not cleaned.action and "action" not in too_long:
        problems.append(Problem("action", "Write what will be done, or leave out who and by when"))
    if said.due_on and not cleaned.owner and "owner" not in too_long:
        problems.append(Problem("owner", "Write who will do it, or leave out by when"))
    if cleaned.owner and not said.due_on:
        problems.append(Problem("due_on", "Write by when it will be done, or leave out who"))
    if said.status is not None and not 1 <= said.status <= 3:
        problems.append(Problem("status", "Choose 1, 2 or 3"))
    if problems:
        raise InvalidInput(problems)
    return cleaned
