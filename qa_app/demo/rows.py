"""Rows by the thousand: collected as plain dictionaries, written with one statement a table."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from qa_app.domain.workflow import AuditStatus
from qa_app.models import Audit, Judgement, Moderation, Revision, TrailEntry

Row = dict[str, Any]

AT_ONCE = 20_000


@dataclass
class Rows:
    """Rows to be added to an empty database; numbers are given here, so that rows can point at each other."""

    audits: list[Row] = field(default_factory=list)
    judgements: list[Row] = field(default_factory=list)
    moderations: list[Row] = field(default_factory=list)
    revisions: list[Row] = field(default_factory=list)
    trail: list[Row] = field(default_factory=list)

    def record(
        self,
        action: str,
        audit: Row,
        *,
        by: int,
        at: datetime,
        before: Row | None = None,
        after: Row | None = None,
    ) -> None:
        """An entry of the trail about one audit, without case text."""
        self.trail.append(
            {
                "happened_at": at,
                "person_id": by,
                "action": action,
                "subject": "audit",
                "subject_id": audit["id"],
                "before": before,
                "after": after,
                "salt": secrets.token_hex(16),
            }
        )

    def move(
        self,
        audit: Row,
        status: AuditStatus,
        action: str,
        *,
        by: int,
        at: datetime,
        after: Row | None = None,
    ) -> None:
        """Another state, in the trail with what else there is to say of it."""
        before = {"status": audit["status"]}
        audit["status"] = status
        self.record(action, audit, by=by, at=at, before=before, after={"status": status, **(after or {})})

    def write(self, connection: Connection) -> None:
        """Everything, in the order of the tables; the trail in the order of time."""
        self.trail.sort(key=lambda row: (row["happened_at"], row["subject_id"]))
        for model, rows in (
            (Audit, self.audits),
            (Judgement, self.judgements),
            (Moderation, self.moderations),
            (Revision, self.revisions),
            (TrailEntry, self.trail),
        ):
            for start in range(0, len(rows), AT_ONCE):
                connection.execute(insert(model), rows[start : start + AT_ONCE])
