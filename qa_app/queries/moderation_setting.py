"""How the council moderates."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.models import ModerationSetting


def moderates_blind(session: Session) -> bool:
    """Whether moderators judge an audit before they see its grades."""
    return session.scalar(select(ModerationSetting.blind)) or False
