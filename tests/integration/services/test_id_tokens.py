"""Whatever comes for a token is read or refused, and nothing else ever happens."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import KeySet

from qa_app.services.id_tokens import Expected, TokenRefused, read_id_token
from tests.sign_on_provider import CLIENT_ID, EC, RSA, part, signed

AT = datetime(2026, 4, 3, 9, tzinfo=UTC)
NOW = int(AT.timestamp())
EXPECTED = Expected("https://login.testshire.gov.uk", CLIENT_ID, nonce="asked", access_token="access")
KEYS = KeySet([RSA, EC]).as_dict(private=False)
GOOD = {
    "iss": EXPECTED.issuer,
    "aud": CLIENT_ID,
    "sub": "mo-1",
    "iat": NOW,
    "exp": NOW + 300,
    "nonce": "asked",
}

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
names = st.sampled_from([*GOOD, "nbf", "azp", "amr", "at_hash", "auth_time", "name", "jti"])
headers = st.dictionaries(
    st.sampled_from(["alg", "kid", "typ", "crit", "b64", "jwk", "jku", "x5c", "zip", "enc"]), anything
)


def is_refused(token: object, keys: dict[str, object] = KEYS) -> bool:
    try:
        read_id_token(token, keys, EXPECTED, at=AT)
    except TokenRefused:
        return True
    return False


def test_a_good_one_is_read():
    assert read_id_token(signed(GOOD), KEYS, EXPECTED, at=AT)["sub"] == "mo-1"
    assert read_id_token(signed(GOOD, EC, alg="ES256", kid="ec-1"), KEYS, EXPECTED, at=AT) == GOOD


@given(st.dictionaries(names, anything, min_size=1, max_size=4))
def test_claims_that_say_something_else_are_refused_or_harmless(changed):
    claims = GOOD | changed
    refused = is_refused(signed(claims))

    must = {name: GOOD[name] for name in ("iss", "sub", "nonce")}
    if any(type(claims[name]) is not str for name in must):
        assert refused
    if not refused:
        assert (claims["iss"], claims["nonce"]) == (GOOD["iss"], GOOD["nonce"])
        assert claims["aud"] in (CLIENT_ID, [CLIENT_ID])
        assert claims["exp"] > NOW - 61


@given(headers, st.none() | st.just(GOOD) | anything)
def test_a_token_that_nobody_signed_is_refused(header, claims):
    assert is_refused(f"{part(header)}.{part(claims)}.{part(b'signature')}")


@given(headers)
def test_a_good_signature_under_another_header_is_refused(header):
    _, claims, signature = signed(GOOD).split(".")

    assert is_refused(f"{part(header)}.{claims}.{signature}")


@given(st.none() | st.integers() | st.text() | st.binary() | st.lists(st.text()))
def test_what_is_no_token_is_refused(token):
    assert is_refused(token)


numbers = st.sampled_from(["kty", "kid", "n", "e", "x", "y", "crv", "k", "use"])


@given(st.lists(st.dictionaries(numbers, anything), max_size=2))
def test_keys_that_make_no_sense_open_nothing(keys):
    assert is_refused(signed(GOOD), {"keys": keys})


@pytest.mark.parametrize("second", [-61, -60, -59, 0])
def test_clocks_may_differ_by_less_than_a_minute(second):
    assert is_refused(signed(GOOD | {"exp": NOW + second})) is (second <= -60)
    assert is_refused(signed(GOOD | {"nbf": NOW - second})) is (second < -60)
