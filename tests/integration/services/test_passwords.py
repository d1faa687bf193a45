import time
from datetime import UTC, datetime

import pytest
from argon2 import Type
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from qa_app.domain.errors import InvalidInput
from qa_app.domain.roles import Role
from qa_app.services.passwords import check_password, is_password_of, set_password
from tests.factories import PASSWORD, a_person

ABOUT = ["Mo Derator", "mo.derator@testshire.gov.uk", "Testshire County Council"]
AT = datetime(2026, 4, 3, 9, tzinfo=UTC)
TRIED_FIRST = "This password is one of those tried first by attackers. Choose a less common one"


def refusal(password: str) -> str:
    """Empty for a password that is taken."""
    try:
        check_password(password, about=ABOUT)
    except InvalidInput as error:
        [problem] = error.problems
        assert problem.field == "new"
        return problem.message
    return ""


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("eleven purple kites", ""),
        ("Kettle-Lantern-Meadow-42", ""),
        ("correct horse battery staple", ""),
        ("x7#Qp!9vLm2$", ""),  # twelve, from a password manager
        ("ελληνικά και πορτοκάλι", ""),
        ("🙂 lantern 🙃 otter 🦊", ""),
        ("testshire otter lantern", ""),  # one word of ours among others
        (" otter lantern meadow ", ""),
        ("elevenchars", "The password has 11 characters; use at least 12"),
        ("otter lantern " * 15, "The password has 210 characters; use at most 200"),
        ("password1234", TRIED_FIRST),
        ("P@ssw0rd12345", TRIED_FIRST),
        ("passwordpassword", TRIED_FIRST),
        ("qwertyuiop12", TRIED_FIRST),
        ("1qaz2wsx3edc", TRIED_FIRST),
        ("abcdefghijklmn", TRIED_FIRST),
        ("111111111111", TRIED_FIRST),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", TRIED_FIRST),
        ("iloveyou1234", TRIED_FIRST),
        ("Welcome12345", TRIED_FIRST),
        ("Summer2026summer", TRIED_FIRST),
        ("manchesterunited", TRIED_FIRST),
        ("Testshire2026!", TRIED_FIRST),
        ("testshirecountycouncil", TRIED_FIRST),
        ("T3stsh1re-2026", TRIED_FIRST),
        ("erihstset2026", TRIED_FIRST),
        ("derator.mo12", TRIED_FIRST),
        ("Safeguarding2026!", TRIED_FIRST),
        ("quality assurance", TRIED_FIRST),
        ("audit audit audit", TRIED_FIRST),
        ("case file audit", TRIED_FIRST),
        ("Childrens services 1", TRIED_FIRST),
    ],
)
def test_a_password_is_taken_for_its_length_and_for_being_uncommon(password, sentence):
    assert refusal(password) == sentence


def test_every_password_of_the_lists_of_common_ones_is_refused():
    common = [password for password in FREQUENCY_LISTS["passwords"] if len(password) >= 12]

    assert len(common) > 200
    assert [password for password in common if refusal(password) != TRIED_FIRST] == []


@pytest.mark.parametrize("length", [12, 24, 72, 200])
def test_no_password_takes_long_to_look_at(length):
    """Signs that stand for letters in two ways or three took zxcvbn half a minute, all at once."""
    password = ("4@8({[<3690l1!|$5+7%2" * 10)[:length]

    begun = time.process_time()
    assert refusal(password) == ""
    assert time.process_time() - begun < 10


def test_whose_council_it_is_the_session_knows(session):
    person = a_person(Role.VIEWER, name="Somebody Else")
    person.password_hash = None
    session.info["council_name"] = "Little Snoring Borough"

    with pytest.raises(InvalidInput, match="tried first"):
        set_password(session, person, "little snoring 1", at=AT)
    assert person.password_hash is None
    session.info["council_name"] = "Testshire"
    set_password(session, person, "little snoring 1", at=AT)

    assert is_password_of(person, "little snoring 1")


@pytest.mark.parametrize(
    ("typed", "is_theirs"),
    [
        (PASSWORD, True),
        (PASSWORD.upper(), False),
        (f" {PASSWORD}", False),
        (f"{PASSWORD} ", False),
        (PASSWORD[:-1], False),
        (PASSWORD + "x" * 1_000_000, False),
        ("", False),
        ("\0", False),
        ("\ud800", False),
    ],
)
def test_only_the_very_same_password_is_theirs(typed, is_theirs):
    assert is_password_of(a_person(Role.VIEWER), typed) is is_theirs


def test_what_is_kept_costs_whoever_steals_it(hasher_in_earnest):
    """At least what the OWASP Password Storage Cheat Sheet asks for."""
    assert hasher_in_earnest.type is Type.ID
    assert hasher_in_earnest.memory_cost >= 19 * 1024
    assert hasher_in_earnest.time_cost >= 2
    assert hasher_in_earnest.salt_len >= 16
