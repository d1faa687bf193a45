"""The second factor: set up, used, and given up."""

import hmac
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import pyotp
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app.domain.errors import Conflict, InvalidInput, NotPermitted, Problem, TransitionNotAllowed
from qa_app.domain.letters import Letterhead, two_step_sign_in_taken_away
from qa_app.domain.roles import Role
from qa_app.domain.second_factor import CODE_LENGTH, steps_good_at, typed_code
from qa_app.models import Person, SecondFactor
from qa_app.queries.second_factor import second_factor_of
from qa_app.services.mail import queue
from qa_app.services.recovery_codes import forget_recovery_codes, make_recovery_codes, use_recovery_code
from qa_app.services.sealed_secrets import open_offer, open_secret, seal_offer, seal_secret
from qa_app.services.sessions import end_sessions_of
from qa_app.services.trail import record

WRONG = "This code is wrong, or was used before. Wait for the app to show the next one, and enter that"


class OfferOver(Conflict):
    """The secret on the page is too old to be taken up, or was made for somebody else."""


@dataclass(frozen=True)
class Offer:
    """A secret that nothing is kept of until its person has shown that their app has it."""

    secret: str
    sealed: str
    """Comes back with the form; nobody but the server can read or make it."""

    def address(self, *, account: str, issuer: str) -> str:
        """> otpauth://totp/Testshire:mo@testshire.example?secret=…, as apps read it from a QR code"""
        return pyotp.TOTP(self.secret).provisioning_uri(name=account, issuer_name=issuer)


def offer_second_factor(person: Person, *, key: bytes, at: datetime) -> Offer:
    secret = pyotp.random_base32()
    return Offer(secret, seal_offer(secret, person_id=person.id, key=key, at=at))


def offered_again(person: Person, sealed: str, *, key: bytes, at: datetime) -> Offer:
    """The same offer, for a page that is shown once more. Raises OfferOver."""
    secret = open_offer(sealed, person_id=person.id, key=key, at=at)
    if secret is None:
        raise OfferOver("That took too long. Begin again")
    return Offer(secret, sealed)


def set_up_second_factor(
    session: Session, person: Person, sealed: str, code: str, *, key: bytes, at: datetime
) -> Sequence[str]:
    """Takes up the offer, in the place of any second factor from before; the new recovery codes.

    Every open session of the person ends. Raises OfferOver, and InvalidInput about `code`.
    """
    offer = offered_again(person, sealed, key=key, at=at)
    step = _step_of(offer.secret, code, at=at, after=None)
    if step is None:
        raise InvalidInput([Problem("code", WRONG)])
    kept = _locked(session, person)
    action = "set up two-step sign-in" if kept is None else "moved two-step sign-in to another app"
    kept = kept or SecondFactor(person_id=person.id)
    kept.secret = seal_secret(offer.secret, person_id=person.id, key=key)
    kept.made_at, kept.last_step = at, step
    session.add(kept)
    codes = make_recovery_codes(session, person)
    end_sessions_of(session, person, at=at)
    _record(session, action, person, by=person, at=at)
    return codes


def is_right_code(session: Session, person: Person, code: str, *, key: bytes, at: datetime) -> bool:
    """Whether their app shows this code now; it is used up, by one of two who type it at once."""
    kept = second_factor_of(session, person)
    secret = kept and open_secret(kept.secret, person_id=person.id, key=key)
    step = _step_of(secret, code, at=at, after=kept.last_step) if kept and secret else None
    if step is None:
        return False
    used = (
        update(SecondFactor)
        .where(SecondFactor.person_id == person.id, SecondFactor.last_step < step)
        .values(last_step=step)
        .returning(SecondFactor.person_id)
    )
    return session.scalar(used) is not None


def is_right_code_of_either_kind(
    session: Session, person: Person, code: str, *, key: bytes, at: datetime
) -> bool:
    """A code from the app, or a recovery code; it is used up."""
    if len(typed_code(code)) == CODE_LENGTH:
        return is_right_code(session, person, code, key=key, at=at)
    return use_recovery_code(session, person, code, at=at)


def record_wrong_code(session: Session, person: Person, *, at: datetime) -> None:
    """Somebody knows this person's password and not their code, which is worth an administrator's look."""
    _record(session, "gave a wrong code", person, by=person, at=at)


def renew_recovery_codes(session: Session, person: Person, *, at: datetime) -> Sequence[str]:
    """Raises TransitionNotAllowed where there is no second factor to recover from."""
    if _locked(session, person) is None:
        raise TransitionNotAllowed("You have no two-step sign-in. Set it up first.")
    codes = make_recovery_codes(session, person)
    _record(session, "made new recovery codes", person, by=person, at=at)
    return codes


def turn_off_second_factor(
    session: Session, person: Person, *, required_of: Collection[Role], at: datetime
) -> None:
    """Every open session of the person ends. Raises NotPermitted where a role of theirs requires it."""
    if person.roles & frozenset(required_of):
        raise NotPermitted("Your role requires two-step sign-in. You can set it up on another telephone.")
    _give_up(session, person)
    end_sessions_of(session, person, at=at)
    _record(session, "turned off two-step sign-in", person, by=person, at=at)


def take_away_second_factor(
    session: Session, person: Person, letterhead: Letterhead | None, *, by: Person | None, at: datetime
) -> None:
    """For somebody who lost their telephone and their recovery codes; they are signed out everywhere.

    They are told by e-mail, where any are sent. Raises NotPermitted for oneself, who has to give a code.
    """
    if by is not None and by.id == person.id:
        raise NotPermitted("Turn off your own two-step sign-in on the page “Your account”, with a code.")
    _give_up(session, person)
    end_sessions_of(session, person, at=at)
    if letterhead and person.email:
        who = by.name if by else "Whoever runs the service"
        letter = two_step_sign_in_taken_away(letterhead, name=person.name, by=who)
        queue(session, letter, to=person.email, at=at)
    _record(session, "took away two-step sign-in", person, by=by, at=at)


def _give_up(session: Session, person: Person) -> None:
    kept = _locked(session, person)
    if kept is None:
        raise TransitionNotAllowed("There is no two-step sign-in to turn off.")
    session.delete(kept)
    forget_recovery_codes(session, person)
    session.flush()


def _step_of(secret: str, code: str, *, at: datetime, after: int | None) -> int | None:
    typed, clock = typed_code(code), pyotp.TOTP(secret)
    for step in steps_good_at(at, after=after):
        if hmac.compare_digest(clock.generate_otp(step).encode(), typed.encode()):
            return step
    return None


def _locked(session: Session, person: Person) -> SecondFactor | None:
    """As it is now; until the commit nobody else sets up or gives up this person's second factor."""
    session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    return session.get(SecondFactor, person.id, populate_existing=True)


def _record(session: Session, action: str, person: Person, *, by: Person | None, at: datetime) -> None:
    record(session, action, by=by, at=at, subject="person", subject_id=person.id)
    session.flush()
