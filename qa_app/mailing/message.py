"""An e-mail as it travels."""

from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from qa_app.config import Settings
from qa_app.domain.letters import in_one_line
from qa_app.models import OutgoingEmail


def message_of(email: OutgoingEmail, settings: Settings) -> EmailMessage:
    """Whatever a name holds, it stays in its header. Raises ValueError for what no e-mail can say.

    Should it be handed over twice, because the machine stopped right after the first time, the
    Message-ID is the same.
    """
    domain = settings.mail_from.rpartition("@")[2]
    message = EmailMessage()
    message["From"] = Address(
        in_one_line(f"{settings.council_name} quality assurance"), addr_spec=settings.mail_from
    )
    message["To"] = _recipient(email.recipient)
    message["Subject"] = email.subject
    message["Date"] = format_datetime(email.made_at)
    message["Message-ID"] = f"<{email.id}.{email.made_at:%Y%m%d%H%M%S}@{domain}>"
    # Asks other computers not to answer, as one does that says when somebody is back from leave.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(email.body)
    return message


def _recipient(text: str) -> Address:
    try:
        return Address(addr_spec=text)
    except (MessageError, LookupError) as error:  # how the parser says that it is no address
        raise ValueError("This is no e-mail address") from error
