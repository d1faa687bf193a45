"""Handing e-mails over to the council's mail server: nothing else in the app reaches it."""

from qa_app.mailing.sending import Sent, send_waiting

__all__ = ["Sent", "send_waiting"]
