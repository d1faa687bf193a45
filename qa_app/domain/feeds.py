"""What programs can read with a token, and how tokens look."""

from datetime import timedelta
from enum import StrEnum

from qa_app.domain.errors import NotPermitted
from qa_app.domain.roles import Permission

BEGINS = "qafeed_"
"""So that a token that was left lying about is known for what it is."""

USES_A_MINUTE = 60
MOST_TOKENS = 10
"""That one person has at a time."""

LASTING = {30: "30 days", 90: "90 days", 365: "One year"}
"""Days, and how they are offered."""


class Feed(StrEnum):
    JUDGEMENTS = "judgements"
    SCORECARDS = "scorecards"

    @property
    def label(self) -> str:
        return {Feed.JUDGEMENTS: "Judgement tables", Feed.SCORECARDS: "Scorecards"}[self]

    @property
    def permission(self) -> Permission:
        """What its reader has to be allowed on the pages too."""
        return {
            Feed.JUDGEMENTS: Permission.READ_TABLES,
            Feed.SCORECARDS: Permission.READ_SCORECARDS,
        }[self]


class TokenUnknown(NotPermitted):
    """There is none such, or it has expired or was revoked."""


class TooManyUses(NotPermitted):
    """The token was used too often in this minute."""

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait
        super().__init__(f"A token can be used {USES_A_MINUTE} times a minute. Wait, then ask again.")
