"""What became of an invitation."""

from qa_app.queries.invitations import Invitation, InvitationState
from qa_app.queries.mail import Fate
from qa_app.web.formatters import format_instant


def invitation_words(invitation: Invitation) -> str:
    """> It was sent on 3 April 2026 at 10:02. It works until 10 April 2026 at 10:00."""
    made = format_instant(invitation.made_at)
    match invitation.state:
        case InvitationState.WITHDRAWN:
            return f"The invitation of {made} was withdrawn."
        case InvitationState.EXPIRED:
            return f"The invitation of {made} was not used in time."
        case InvitationState.OPEN:
            return f"{_on_its_way(invitation)} It works until {format_instant(invitation.expires_at)}."


def _on_its_way(invitation: Invitation) -> str:
    because = f": {invitation.problem}." if invitation.problem else "."
    match invitation.email:
        case Fate.GIVEN_UP:
            return f"It could not be sent{because}"
        case Fate.WAITING if invitation.problem:
            return f"It could not be sent yet{because}"
        case Fate.WAITING:
            return "It is about to be sent."
        case _:
            return f"It was sent on {format_instant(invitation.sent_at or invitation.made_at)}."
