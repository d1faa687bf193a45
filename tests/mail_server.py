"""A real mail server on this machine, which takes e-mails on and lets a test read them."""

import asyncio
import ssl
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from threading import Event, Thread
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"
USER, PASSWORD = "qa", "horse battery"


@dataclass(frozen=True)
class Received:
    sender: str
    recipients: list[str]
    message: EmailMessage
    was_protected: bool
    signed_in: bool

    @property
    def text(self) -> str:
        return str(self.message.get_content()).replace("\r\n", "\n")

    def link(self, beginning: str) -> str:
        """The one line of the text that begins so."""
        [line] = [line for line in self.text.splitlines() if line.startswith(beginning)]
        return line


@dataclass
class MailServer:
    """`refuses` says what is answered to a recipient instead of taking the message on."""

    tls: bool = False
    port: int = 0
    received: list[Received] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    seconds: float = 0
    """How long it thinks before it says that it has a message."""
    breaks_off: bool = False
    """At the good-bye, instead of answering it."""
    came: Event = field(default_factory=Event)
    """Is set once a message is there."""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, _: Any) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        await asyncio.sleep(self.seconds)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.received.append(
            Received(
                envelope.mail_from,
                list(envelope.rcpt_tos),
                message,
                was_protected=session.ssl is not None or self.tls,
                signed_in=bool(session.authenticated),
            )
        )
        self.came.set()
        return "250 OK"

    async def handle_QUIT(self, server: Any, session: Any, envelope: Any) -> str:
        if self.breaks_off:
            server.transport.abort()
        return "221 Bye"


@contextmanager
def mail_server(
    *, certificate: "Certificate | None" = None, tls: bool = False, password: bool = False
) -> Iterator[MailServer]:
    """With a certificate it offers STARTTLS, or speaks TLS from the first byte; with `password` it insists
    that one signs in."""
    served = MailServer(tls)
    context = certificate.context() if certificate else None
    ready, ended = Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    def protocol() -> SMTP:
        with warnings.catch_warnings():
            # It does not know that the connection is protected before its first word.
            warnings.simplefilter("ignore")
            return SMTP(
                served,
                hostname="mail.testshire.example",
                tls_context=None if tls else context,
                require_starttls=bool(context) and not tls,
                auth_required=password,
                auth_require_tls=not tls,
                authenticator=_authenticate,
                loop=loop,
            )

    async def serve() -> None:
        server = await loop.create_server(protocol, HOST, 0, ssl=context if tls else None)
        served.port = server.sockets[0].getsockname()[1]
        ready.set()
        await ended.wait()
        server.close()
        if talking := asyncio.all_tasks() - {asyncio.current_task()}:
            _, still = await asyncio.wait(talking, timeout=5)
            for task in still:
                task.cancel()

    thread = Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    assert ready.wait(10)
    yield served
    loop.call_soon_threadsafe(ended.set)
    thread.join(10)
    loop.close()


@dataclass(frozen=True)
class Certificate:
    """One that signed itself: `certificate` is what a client must trust."""

    certificate: Path
    key: Path

    def context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context


def a_certificate(folder: Path, *, name: str = HOST, days: int = 1) -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.testshire.example")])
    try:
        names: x509.GeneralName = x509.IPAddress(ip_address(name))
    except ValueError:
        names = x509.DNSName(name)
    at = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=2))
        .not_valid_after(at + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / f"{name}.pem", folder / f"{name}.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return Certificate(certificate, secret)


def _authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    right = LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=data == right, handled=False)
