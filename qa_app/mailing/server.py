"""Speaking to the mail server."""

import smtplib
import socket
import ssl
import threading
from contextlib import suppress
from email.message import EmailMessage
from typing import Any

from qa_app.config import Settings

SECONDS = 20
"""How long the mail server may be silent."""
LONGEST = 120
"""Seconds that handing over one message may take in all; far less than it is claimed for."""


def hand_over(message: EmailMessage, *, to: str, settings: Settings) -> None:
    """Returns once the server has taken the message on.

    Raises OSError, of which smtplib's errors are kinds, and ValueError for an address that cannot be sent.
    """
    server = _connected(settings)
    try:
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        server.send_message(message, from_addr=settings.mail_from, to_addrs=[to])
        # It has been taken on, whatever the server says to a good-bye.
        with suppress(OSError):
            server.quit()
    finally:
        server.close()


def _connected(settings: Settings) -> "_Server":
    """With the certificate checked, where there is one. SSL_CERT_FILE names those who are trusted."""
    host, port = settings.smtp_host, settings.smtp_port
    if settings.smtp_security == "tls":
        return _TlsServer(host, port, timeout=SECONDS, context=ssl.create_default_context())
    server = _Server(host, port, timeout=SECONDS)
    if settings.smtp_security == "starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except OSError:
            server.close()
            raise
    return server


class _Server(smtplib.SMTP):
    """Spoken to for so long and no longer, however slowly its answers drip in."""

    late = False

    def connect(self, *given: Any, **named: Any) -> tuple[int, bytes]:
        self.timer = threading.Timer(LONGEST, self._break_off)
        self.timer.daemon = True
        self.timer.start()
        try:
            return super().connect(*given, **named)
        except OSError:
            self.timer.cancel()
            raise

    def data(self, msg: Any) -> tuple[int, bytes]:
        """The message itself; never after the time when somebody else may have claimed it."""
        if self.late:
            raise TimeoutError
        return super().data(msg)

    def close(self) -> None:
        self.timer.cancel()
        super().close()

    def _break_off(self) -> None:
        self.late = True
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


class _TlsServer(_Server, smtplib.SMTP_SSL):
    pass
