"""E-mails are handed to a real mail server, and read back from it."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from threading import Thread
from time import sleep

import pytest
from sqlalchemy import func, select

from qa_app.config import Settings
from qa_app.domain.letters import Letter, Letterhead
from qa_app.mailing import Sent, send_waiting, server
from qa_app.models import OutgoingEmail
from qa_app.services.mail import LEASE, claim_next, queue
from tests.conftest import SECRET
from tests.mail_server import PASSWORD, USER, a_certificate, mail_server

AT = datetime(2026, 4, 3, 9, tzinfo=UTC)
ADA = "ada@testshire.example"


@pytest.fixture
def settings(database_url):
    def make(port: int, **named) -> Settings:
        usual = {"council_name": "Testshire", "smtp_host": "127.0.0.1", "smtp_port": port}
        more = {"smtp_security": "none", "mail_from": "audits@testshire.example"}
        return Settings(secret_key=SECRET, database_url=database_url, **usual | more | named)

    return make


@pytest.fixture
def waiting(session):
    """Queues e-mails, and commits them."""

    def add(*recipients: str, subject: str = "Hello", body: str = "A line.\n", at=AT) -> None:
        for recipient in recipients or (ADA,):
            queue(session, Letter(subject, body), to=recipient, at=at)
        session.commit()

    return add


@pytest.fixture
def emails(session):
    def read() -> list[OutgoingEmail]:
        session.expire_all()
        return list(session.scalars(select(OutgoingEmail).order_by(OutgoingEmail.id)))

    return read


@pytest.fixture
def run(engine, settings):
    """Sends what waits at a server, so long after it was queued."""

    def send(port: int, *, minutes: float = 0, **named) -> Sent:
        return send_waiting(engine, settings(port, **named), clock=lambda: AT + timedelta(minutes=minutes))

    return send


def test_what_waits_is_sent_and_what_it_said_is_forgotten(waiting, run, emails):
    body = (
        "Choose a password:\n\nhttps://audits.testshire.example/account/link/" + "x" * 43 + "\n\nZoë – שלום\n"
    )
    waiting(subject="Zoë’s password", body=body)

    with mail_server() as served:
        assert run(served.port) == Sent(sent=1)
        assert run(served.port) == Sent()

    [got] = served.received
    assert got.text == body
    assert not got.was_protected
    assert (got.sender, got.recipients) == ("audits@testshire.example", [ADA])
    assert got.message["Subject"] == "Zoë’s password"
    assert got.message["From"] == "Testshire quality assurance <audits@testshire.example>"
    assert got.message["To"] == ADA
    assert got.message["Date"].datetime == AT
    assert got.message["Auto-Submitted"] == "auto-generated"
    [email] = emails()
    assert (email.body, email.sent_at, email.next_try_at) == ("", AT, None)


def test_nothing_is_sent_that_its_cause_did_not_commit(session, run):
    queue(session, Letter("Hello", "A line."), to=ADA, at=AT)
    session.rollback()

    with mail_server() as served:
        assert run(served.port) == Sent()


@pytest.mark.parametrize(
    ("tls", "security", "password"),
    [(False, "starttls", False), (False, "starttls", True), (True, "tls", False), (True, "tls", True)],
)
def test_a_protected_connection(waiting, run, tmp_path, monkeypatch, tls, security, password):
    certificate = a_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.certificate))
    waiting()
    named = {"smtp_user": USER, "smtp_password": PASSWORD} if password else {}

    with mail_server(certificate=certificate, tls=tls, password=password) as served:
        assert run(served.port, smtp_security=security, **named) == Sent(sent=1)

    [got] = served.received
    assert got.was_protected
    assert got.signed_in is password


def test_a_certificate_that_nobody_vouches_for_is_refused(waiting, run, tmp_path):
    waiting()

    with mail_server(certificate=a_certificate(tmp_path)) as served:
        done = run(served.port, smtp_security="starttls")

    assert done.problem == "The mail server’s certificate could not be verified"
    assert served.received == []


@pytest.mark.parametrize(
    "wrong", [{"name": "another.testshire.example"}, {"days": -1}], ids=["of another", "run out"]
)
@pytest.mark.parametrize("tls", [True, False])
def test_a_certificate_that_does_not_hold_is_refused(waiting, run, tmp_path, monkeypatch, tls, wrong):
    certificate = a_certificate(tmp_path, **wrong)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.certificate))
    waiting()

    with mail_server(certificate=certificate, tls=tls) as served:
        done = run(served.port, smtp_security="tls" if tls else "starttls")

    assert done.problem == "The mail server’s certificate could not be verified"
    assert served.received == []


@pytest.mark.parametrize("named", [{}, {"smtp_user": USER, "smtp_password": PASSWORD}])
def test_a_server_without_protection_gets_nothing_of_what_wants_it(waiting, run, named):
    """Also where somebody on the way has struck its offer out."""
    waiting()

    with mail_server() as served:
        done = run(served.port, smtp_security="starttls", **named)

    assert done.problem == "The mail server lacks what smtp_security or smtp_user asks for"
    assert served.received == []


def test_a_wrong_password_is_said(waiting, run, tmp_path, monkeypatch, caplog, emails):
    certificate = a_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.certificate))
    waiting()
    wrong = {"smtp_user": USER, "smtp_password": "another battery"}

    with mail_server(certificate=certificate, password=True) as served:
        done = run(served.port, smtp_security="starttls", **wrong)

    assert done == Sent(failed=1, problem="The mail server refused smtp_user and smtp_password (535)")
    assert "battery" not in emails()[0].last_problem + caplog.text


def test_a_recipient_who_is_refused_stops_nobody_else(waiting, run, emails):
    waiting("gone@testshire.example", ADA)

    with mail_server() as served:
        served.refuses = {"gone@testshire.example": "550 5.1.1 no such person, see https://link"}
        assert run(served.port) == Sent(1, 1, "The mail server refused the recipient (550)")

    gone, ada = emails()
    assert (gone.sent_at, ada.sent_at) == (None, AT)
    assert gone.last_problem == "The mail server refused the recipient (550)"
    assert ada.last_problem == ""


def test_a_server_that_is_down_is_asked_once_and_everything_waits_on(waiting, run, emails):
    waiting("one@testshire.example", "two@testshire.example")

    assert run(_closed_port()) == Sent(failed=1, problem="The mail server could not be reached")
    with mail_server() as served:
        assert run(served.port, minutes=1) == Sent(sent=2)

    assert [email.attempts for email in emails()] == [2, 1]
    assert len(served.received) == 2


@pytest.mark.parametrize(
    "says",
    [b"", b"220 ", b"554 go away\r\n", b"nonsense\r\n", b"220 hello\r\n", b"220 hello\r\n421 closing\r\n"],
)
def test_a_server_that_breaks_off_or_talks_nonsense(waiting, run, says):
    waiting()

    with _scripted(says) as port:
        done = run(port)

    assert done.failed == 1
    assert done.problem.startswith("The mail server")


def test_a_server_that_is_silent_is_not_waited_for(waiting, run, monkeypatch):
    monkeypatch.setattr(server, "SECONDS", 0.2)
    waiting()

    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert run(silent.getsockname()[1]).problem == "The mail server broke off, or took too long"


def test_a_server_that_drips_its_answer_is_not_waited_for(waiting, run, monkeypatch):
    monkeypatch.setattr(server, "LONGEST", 0.3)
    waiting()

    with _scripted(b"220-" * 100, pause=0.05) as port:
        started = datetime.now(UTC)
        assert run(port).failed == 1

    assert datetime.now(UTC) - started < timedelta(seconds=3)


def test_nothing_is_handed_over_when_it_may_be_somebody_elses(waiting, run, monkeypatch):
    """The time is up while the connection is made, so that there is nothing to break off yet."""
    monkeypatch.setattr(server._Server, "late", True)
    waiting()

    with mail_server() as served:
        assert run(served.port).problem == "The mail server took too long"

    assert served.received == []


def test_what_is_handed_over_slowly_is_handed_over(waiting, run):
    waiting()

    with mail_server() as served:
        served.seconds = 0.3
        assert run(served.port) == Sent(sent=1)


def test_what_was_taken_on_is_sent_whatever_the_server_says_to_a_good_bye(waiting, run):
    waiting()

    with mail_server() as served:
        served.breaks_off = True
        assert run(served.port) == Sent(sent=1)


def test_each_failure_waits_longer_until_a_day_has_passed(waiting, run, emails):
    waiting()
    tried, minutes, port = [], 0, _closed_port()

    while minutes < 25 * 60:
        if run(port, minutes=minutes).failed:
            tried.append(minutes)
        minutes += 1 if minutes < 90 else 10

    assert tried[:5] == [0, 1, 6, 21, 81]
    assert 60 <= tried[5] - tried[4] <= 70
    assert tried[-1] < 24 * 60
    [email] = emails()
    assert (email.next_try_at, email.sent_at, email.body) == (None, None, "")


def test_no_name_can_add_a_header(session, run, settings):
    evil = "Ada\r\nBcc: everybody@example.org\r\n\r\n<b>"
    head = Letterhead(f"Testshire{evil}", "https://audits.testshire.example")
    queue(session, head.letter(f"Hello {evil}", evil, "A line."), to=ADA, at=AT)
    session.commit()

    with mail_server() as served:
        assert run(served.port, council_name=f"Testshire{evil}") == Sent(sent=1)

    [got] = served.received
    assert got.recipients == [ADA]
    assert sorted(got.message.keys()) == [
        "Auto-Submitted",
        "Content-Transfer-Encoding",
        "Content-Type",
        "Date",
        "From",
        "MIME-Version",
        "Message-ID",
        "Subject",
        "To",
    ]
    assert got.message["From"].addresses[0].addr_spec == "audits@testshire.example"
    assert got.text.startswith("Dear Ada Bcc: everybody@example.org <b>\n\nA line.\n\n")


@pytest.mark.parametrize(
    "recipient",
    [
        "ada@testshire.example\r\nRCPT TO:<eve@example.org>",
        "ada@testshire.example, eve@example.org",
        "<ada@testshire.example> eve@example.org",
        "",
    ],
)
def test_what_is_no_address_is_written_to_nobody(waiting, run, recipient):
    waiting(recipient, ADA)

    with mail_server() as served:
        assert run(served.port).failed == 1

    assert [got.recipients for got in served.received] == [[ADA]]


def test_two_at_once_send_each_message_once(waiting, run, session):
    waiting(*(f"person{number}@testshire.example" for number in range(40)))

    with mail_server() as served, ThreadPoolExecutor(4) as processes:
        done = [job.result() for job in [processes.submit(run, served.port) for _ in range(4)]]

    assert sum(each.sent for each in done) == 40
    assert len({got.message["Message-ID"] for got in served.received}) == len(served.received) == 40
    assert session.scalar(select(func.count(OutgoingEmail.id)).where(OutgoingEmail.sent_at.is_(None))) == 0


def test_what_somebody_claimed_and_never_sent_is_sent_later(waiting, run, session):
    waiting()
    claim_next(session, at=AT)
    session.commit()

    with mail_server() as served:
        assert run(served.port, minutes=LEASE.total_seconds() / 60 - 1) == Sent()
        assert run(served.port, minutes=LEASE.total_seconds() / 60) == Sent(sent=1)


def test_no_transaction_is_open_while_the_server_is_spoken_to(waiting, run, session):
    """SQLite has one writer: a mail server that is slow must not stop everybody's saves."""
    waiting()

    with mail_server() as served, ThreadPoolExecutor(1) as sender:
        served.seconds = 2
        sending = sender.submit(run, served.port)
        while not session.scalar(select(func.max(OutgoingEmail.attempts))):
            session.rollback()
        queue(session, Letter("Meanwhile", "."), to=ADA, at=AT + timedelta(days=1))
        session.commit()
        assert not sending.done()
        assert sending.result() == Sent(sent=1)


def test_without_a_mail_server_nothing_is_tried(waiting, run, emails):
    waiting()

    assert run(25, smtp_host="") == Sent()
    assert emails()[0].attempts == 0


def _closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@contextmanager
def _scripted(says: bytes, *, pause: float = 0) -> Iterator[int]:
    """A server that says one thing to whoever comes, byte by byte where it pauses, and breaks off."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            client, _ = listening.accept()
            with client:
                for place in range(0, len(says), 1 if pause else max(len(says), 1)):
                    client.sendall(says[place:] if not pause else says[place : place + 1])
                    sleep(pause)

    thread = Thread(target=serve)
    thread.start()
    yield int(listening.getsockname()[1])
    thread.join(10)
    listening.close()
