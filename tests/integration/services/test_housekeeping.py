from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from qa_app.domain.roles import Role
from qa_app.models import (
    Guessed,
    LinkKind,
    OneUseLink,
    SentForm,
    SignedInBy,
    SignInAttempt,
    WebSession,
)
from qa_app.services.housekeeping import forget_what_is_old
from tests.factories import a_person

AT = datetime(2026, 4, 3, 9, tzinfo=UTC)


def a_session(person, **times: datetime) -> WebSession:
    times = {"started_at": times["last_active_at"]} | times
    return WebSession(
        reference_hash=str(times["last_active_at"].timestamp()),
        person_id=person.id,
        signed_in_by=SignedInBy.PASSWORD,
        **times,
    )


def test_what_is_kept_for_a_while_goes_when_that_is_over(session):
    person = a_person(Role.VIEWER)
    session.add(person)
    session.flush()
    second = timedelta(seconds=1)
    for old in (second, -second):
        days = [AT - old - timedelta(days=number) for number in range(91)]
        session.add_all(
            [
                a_session(person, last_active_at=days[30], ended_at=days[30]),
                SignInAttempt(
                    guessed=Guessed.PASSWORD,
                    email="",
                    address="",
                    attempted_at=days[0] - timedelta(minutes=5),
                ),
                SentForm(digest=str(old), sent_at=days[8]),
                OneUseLink(
                    kind=LinkKind.INVITATION,
                    person_id=person.id,
                    token_hash=str(old),
                    made_at=days[90],
                    expires_at=days[90],
                ),
            ]
        )
    # Nobody signed out there, and its time was up long ago.
    session.add(a_session(person, last_active_at=AT - timedelta(days=60)))
    session.flush()

    forget_what_is_old(session, at=AT)

    for kept in (WebSession.id, SignInAttempt.id, SentForm.digest, OneUseLink.id):
        assert session.scalar(select(func.count(kept))) == 1, kept
