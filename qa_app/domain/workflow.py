"""The states of an audit and the moves between them."""

from enum import StrEnum

from qa_app.domain.errors import TransitionNotAllowed


class AuditStatus(StrEnum):
    ALLOCATED = "allocated"
    IN_PROGRESS = "in progress"
    SUBMITTED = "submitted"
    IN_MODERATION = "in moderation"
    FINAL = "final"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """> Awaiting moderation"""
        return LABELS[self]


LABELS: dict[AuditStatus, str] = {
    AuditStatus.ALLOCATED: "Not started",
    AuditStatus.IN_PROGRESS: "In progress",
    AuditStatus.SUBMITTED: "Awaiting moderation",
    AuditStatus.IN_MODERATION: "In moderation",
    AuditStatus.FINAL: "Final",
    AuditStatus.WITHDRAWN: "Withdrawn",
}

NEXT: dict[AuditStatus, frozenset[AuditStatus]] = {
    AuditStatus.ALLOCATED: frozenset({AuditStatus.IN_PROGRESS, AuditStatus.WITHDRAWN}),
    AuditStatus.IN_PROGRESS: frozenset({AuditStatus.SUBMITTED, AuditStatus.FINAL, AuditStatus.WITHDRAWN}),
    AuditStatus.SUBMITTED: frozenset({AuditStatus.IN_MODERATION, AuditStatus.IN_PROGRESS}),
    # A moderator who finds they cannot moderate it gives it back to the queue.
    AuditStatus.IN_MODERATION: frozenset({AuditStatus.FINAL, AuditStatus.SUBMITTED}),
    # Final can be reopened by a QA lead: moderation asked for, or returned to the auditor.
    AuditStatus.FINAL: frozenset({AuditStatus.SUBMITTED, AuditStatus.IN_PROGRESS}),
    AuditStatus.WITHDRAWN: frozenset(),
}

EDITABLE = frozenset({AuditStatus.ALLOCATED, AuditStatus.IN_PROGRESS})
"""The auditor may still change what they wrote."""

AWAITING_MODERATION = frozenset({AuditStatus.SUBMITTED, AuditStatus.IN_MODERATION})
"""Counted, but provisional: a moderator may still revise the judgement."""

COUNTED = AWAITING_MODERATION | {AuditStatus.FINAL}
"""Finished by the auditor, so in every table."""


def check_transition(current: AuditStatus, wanted: AuditStatus) -> None:
    """Raises TransitionNotAllowed when the table has no such move."""
    if wanted not in NEXT[current]:
        raise TransitionNotAllowed(
            f"This audit is “{current.label}”, so it cannot become “{wanted.label}”."
            " Reload the page to see where it stands."
        )
