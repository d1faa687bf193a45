"""Why an e-mail could not be handed over, in words that quote neither it nor the server."""

import smtplib
import socket
import ssl

WORDS: tuple[tuple[type[Exception], str], ...] = (
    (smtplib.SMTPAuthenticationError, "The mail server refused smtp_user and smtp_password"),
    (smtplib.SMTPRecipientsRefused, "The mail server refused the recipient"),
    (smtplib.SMTPSenderRefused, "The mail server refused mail_from"),
    (smtplib.SMTPDataError, "The mail server refused the message"),
    (
        smtplib.SMTPNotSupportedError,
        "The mail server lacks what smtp_security or smtp_user asks for",
    ),
    (smtplib.SMTPServerDisconnected, "The mail server broke off, or took too long"),
    (smtplib.SMTPException, "The mail server gave an answer that was not expected"),
    (ssl.SSLCertVerificationError, "The mail server’s certificate could not be verified"),
    (ssl.SSLError, "No protected connection could be made to the mail server"),
    (TimeoutError, "The mail server took too long"),
    (socket.gaierror, "Nobody knows a server of the name in smtp_host"),
    (OSError, "The mail server could not be reached"),
    (ValueError, "This could not be written as an e-mail"),
)
"""The first that fits; what smtplib raises is an OSError too."""

OF_ONE_MESSAGE = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)


def words_of(error: OSError | ValueError) -> str:
    """> The mail server refused the recipient (550)"""
    words = next(words for kind, words in WORDS if isinstance(error, kind))
    code = _code_of(error)
    return f"{words} ({code})" if code else words


def is_of_one_message(error: OSError | ValueError) -> bool:
    """Whether the next message may fare better at the same server."""
    return isinstance(error, OF_ONE_MESSAGE) or not isinstance(error, OSError)


def _code_of(error: Exception) -> int | None:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next((code for code, _ in error.recipients.values()), None)
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None
