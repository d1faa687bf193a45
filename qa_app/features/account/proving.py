"""Showing once more who one is, before what protects one's account is changed (ASVS 5.0, 7.5.1)."""

from qa_app.extensions import db
from qa_app.features.account.code_forms import CodeProof, PasswordProof
from qa_app.models import Guessed, Person
from qa_app.queries.second_factor import second_factor_of
from qa_app.services.guesses import TooManyGuesses, take_back
from qa_app.services.passwords import is_password_of
from qa_app.services.second_factor import WRONG, is_right_code_of_either_kind, record_wrong_code
from qa_app.web.clock import now
from qa_app.web.council import settings
from qa_app.web.guessing import claimed_guess

Proof = PasswordProof | CodeProof


def proof_form(person: Person) -> Proof:
    """A code where they have two-step sign-in: a password alone must not be enough to turn it off."""
    return PasswordProof() if second_factor_of(db.session, person) is None else CodeProof()


def is_proven(form: Proof, person: Person) -> bool:
    """A wrong answer counts as a guess and stands at its field. A code is used up; the caller commits."""
    if not form.is_sent_and_valid():
        return False
    by_code = isinstance(form, CodeProof)
    try:
        guess = claimed_guess(Guessed.CODE if by_code else Guessed.PASSWORD, person.email or "")
    except TooManyGuesses as error:
        form.form_errors.append(str(error))
        return False
    if _is_right(form, person):
        take_back(db.session, guess)
        return True
    if isinstance(form, CodeProof):
        record_wrong_code(db.session, person, at=now())
        db.session.commit()
        form.code.errors = [WRONG]
    else:
        form.password.errors = ["This is not your password"]
    return False


def _is_right(form: Proof, person: Person) -> bool:
    if isinstance(form, PasswordProof):
        return is_password_of(person, form.password.data or "")
    key = settings().second_factor_key
    return is_right_code_of_either_kind(db.session, person, form.code.data or "", key=key, at=now())
