"""Every way in which a token, an answer or a provider can be wrong signs nobody in, on a plain page."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask
from joserfc.jwk import RSAKey
from sqlalchemy import select

from qa_app.features.account import single_sign_on
from qa_app.models import Identity, Person, WebSession
from qa_app.web.clock import now
from tests.conftest import app_on
from tests.sign_on_provider import (
    ANOTHERS,
    CLIENT_ID,
    CLIENT_SECRET,
    EC,
    RSA,
    LyingProvider,
    at_hash,
    part,
    signed,
)
from tests.web.page import Page

START, BACK = "/sign-in/single-sign-on", "/sign-in/single-sign-on/back"
STRANGER = RSAKey.generate_key(2048, {"kid": "stranger"})
PUBLIC_PEM = RSA.public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def claiming(**claims: Any) -> Callable[[LyingProvider, dict[str, Any]], object]:
    """A token that is well signed and says this; None leaves a claim out."""

    def token(_provider: LyingProvider, true: dict[str, Any]) -> object:
        told = {name: value for name, value in (true | claims).items() if value is not None}
        return signed({name: told_by(value) for name, value in told.items()})

    return token


def told_by(value: Any) -> Any:
    return int(now().timestamp()) + value.total_seconds() if isinstance(value, timedelta) else value


def symmetric(secret: bytes) -> Callable[[LyingProvider, dict[str, Any]], object]:
    return lambda _, claims: signed(claims, secret, alg="HS256")


def made(make: Callable[[dict[str, Any]], object]) -> Callable[[LyingProvider, dict[str, Any]], object]:
    return lambda _, claims: make(claims)


def unsigned(alg: str) -> Callable[[LyingProvider, dict[str, Any]], object]:
    return made(lambda claims: f"{part({'alg': alg, 'kid': 'rsa-1'})}.{part(claims)}.")


def flipped(token: str) -> str:
    """With one bit of the signature the other way."""
    head, _, signature = token.rpartition(".")
    return f"{head}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"


def with_other_claims(token: str, claims: dict[str, Any]) -> str:
    head, _, signature = token.split(".")
    return f"{head}.{part(claims | {'sub': 'ada-1'})}.{signature}"


BAD_TOKENS = {
    "of another issuer": claiming(iss="https://login.evil.example"),
    "of the issuer with a slash": lambda provider, claims: signed(claims | {"iss": provider.address + "/"}),
    "of the issuer in a list": lambda provider, claims: signed(claims | {"iss": [provider.address]}),
    "without an issuer": claiming(iss=None),
    "for another service": claiming(aud="payroll"),
    "for another service, asked by us": claiming(aud="payroll", azp=CLIENT_ID),
    "for nobody": claiming(aud=[]),
    "for no audience": claiming(aud=None),
    "for an audience that begins like ours": claiming(aud=f"{CLIENT_ID}-2"),
    "for an audience that is no text": claiming(aud={"client": CLIENT_ID}),
    "for several, without who asked": claiming(aud=[CLIENT_ID, "payroll"]),
    "for several, asked by another": claiming(aud=[CLIENT_ID, "payroll"], azp="payroll"),
    "for us, asked by another": claiming(azp="payroll"),
    "expired": claiming(exp=timedelta(minutes=-2)),
    "without an end": claiming(exp=None),
    "with an end in words": claiming(exp="tomorrow"),
    "with an end that is no number": made(lambda claims: signed(claims | {"exp": float("nan")})),
    "with an end of true": claiming(exp=True),
    "not valid yet": claiming(nbf=timedelta(minutes=5)),
    "issued in the future": claiming(iat=timedelta(minutes=5)),
    "without when it was issued": claiming(iat=None),
    "in answer to another question": claiming(nonce="another"),
    "in answer to no question": claiming(nonce=None),
    "in answer to an empty question": claiming(nonce=""),
    "in answer to several questions": made(lambda claims: signed(claims | {"nonce": [claims["nonce"]]})),
    "unsigned": unsigned("none"),
    "unsigned, in capitals": unsigned("NONE"),
    "unsigned, with no word for it": unsigned(""),
    "signed with the client's secret": symmetric(CLIENT_SECRET.encode()),
    "signed with the public key": symmetric(PUBLIC_PEM),
    "signed with the public key as JSON": symmetric(json.dumps(RSA.as_dict(private=False)).encode()),
    "signed with RS384": made(lambda claims: signed(claims, alg="RS384")),
    "signed with PS256": made(lambda claims: signed(claims, alg="PS256")),
    "signed with somebody else's key": made(lambda claims: signed(claims, ANOTHERS)),
    "signed with an unknown key": made(lambda claims: signed(claims, STRANGER, kid="stranger")),
    "signed with one key and named after another": made(lambda claims: signed(claims, kid="ec-1")),
    "named after no key where there are two": made(lambda claims: signed(claims, kid=None)),
    "with its own key along": made(
        lambda claims: signed(claims, STRANGER, kid=None, jwk=STRANGER.as_dict(private=False))
    ),
    "with the address of its own keys along": made(
        lambda claims: signed(claims, STRANGER, kid="stranger", jku="http://127.0.0.1:9/keys")
    ),
    "with a header that must be understood": made(
        lambda claims: signed(claims, crit=["of-the-future"], **{"of-the-future": 1})
    ),
    "with a header that is a list": made(lambda claims: f"{part([])}.{part(claims)}.{part(b'x')}"),
    "with an algorithm that is a list": made(
        lambda claims: f"{part({'alg': ['RS256']})}.{part(claims)}.{part(b'x')}"
    ),
    "with a signature that was changed": made(lambda claims: flipped(signed(claims))),
    "with a signature that is missing": made(lambda claims: signed(claims).rpartition(".")[0] + "."),
    "with claims that were changed": made(lambda claims: with_other_claims(signed(claims), claims)),
    "without a subject": claiming(sub=None),
    "with an empty subject": claiming(sub=""),
    "with a subject that is a number": claiming(sub=7),
    "with a subject that is a list": claiming(sub=["mo-1"]),
    "with too long a subject": claiming(sub="m" * 256),
    "with a subject that is not ASCII": claiming(sub="mo\u00e9"),
    "with a subject that no database can keep": claiming(sub="mo\x00"),
    "with the hash of another access token": claiming(at_hash="x" * 22),
    "with methods that are no list": claiming(amr="mfa"),
    "missing": made(lambda claims: None),
    "a number": made(lambda claims: 7),
    "empty": made(lambda claims: ""),
    "two parts": made(lambda claims: "a.b"),
    "five parts": made(lambda claims: "a.b.c.d.e"),
    "no base64": made(lambda claims: "%.%.%"),
    "claims that are a list": made(lambda claims: signed([claims])),
    "claims that are no JSON": made(lambda claims: signed(b"{")),
    "longer than any": made(lambda claims: signed(claims | {"padding": "x" * 200_000})),
}


@pytest.fixture(scope="module")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """All of this is judged before any database is asked, so one kind is enough."""
    return f"sqlite:///{tmp_path_factory.mktemp('tokens') / 'qa.sqlite3'}"


@pytest.fixture(scope="module")
def app(database_url: str) -> Iterator[Flask]:
    yield from app_on(database_url)


@pytest.fixture
def nobody_is_signed_in(client, session):
    """Says after the test that nobody is, and that nothing is noted of anybody."""
    yield
    assert client.get("/account").status_code == 302
    for kind in (WebSession, Identity, Person):
        assert session.scalars(select(kind)).all() == [], kind


def asked(client, path: str = START) -> str:
    """Where the browser is sent."""
    answer = client.get(path)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return answer.headers["Location"]


def refused(answer, status: int = 403) -> Page:
    page = Page(answer)
    assert (page.status, page.heading) == (status, "You are not signed in")
    return page


def test_the_same_token_without_a_fault_is_good(provider, client):
    """Or else the table below would prove nothing."""
    back = client.get(BACK, query_string=provider.sign_on(asked(client)))

    assert "You are not known here yet" in refused(back).text


@pytest.mark.usefixtures("nobody_is_signed_in")
@pytest.mark.parametrize("kind", BAD_TOKENS)
def test_a_bad_token_is_refused(provider, client, caplog, kind):
    provider.make_token = BAD_TOKENS[kind]

    page = refused(client.get(BACK, query_string=provider.sign_on(asked(client))))

    assert "The sign-on did not say who you are" in page.text
    assert "single sign-on refused: ID token: " in caplog.text


@pytest.mark.usefixtures("nobody_is_signed_in")
@pytest.mark.parametrize(
    "change",
    [
        lambda answer: answer.pop("state"),
        lambda answer: answer.update(state=""),
        lambda answer: answer.update(state="another"),
        lambda answer: answer.update(state=answer["state"].upper()),
        lambda answer: answer.update(state=answer["state"] + "é"),
        lambda answer: answer.pop("code"),
        lambda answer: answer.update(code=""),
        lambda answer: answer.update(code="made-up"),
        lambda answer: answer.update(iss="https://login.evil.example"),
        lambda answer: answer.update(iss=""),
        lambda answer: answer.update(error="access_denied"),
        lambda answer: (answer.pop("code"), answer.update(error="access_denied")),
        lambda answer: answer.clear(),
    ],
)
def test_a_bad_answer_is_refused(provider, client, change):
    answer = provider.sign_on(asked(client))
    change(answer)

    refused(client.get(BACK, query_string=answer))


@pytest.mark.usefixtures("nobody_is_signed_in")
def test_an_answer_must_name_its_issuer_where_the_provider_says_it_does(provider, client):
    provider.metadata = {"authorization_response_iss_parameter_supported": True}

    refused(client.get(BACK, query_string=provider.sign_on(asked(client))))


@pytest.mark.usefixtures("nobody_is_signed_in")
def test_an_answer_is_good_for_one_question_of_one_browser(provider, client, new_client):
    mine = provider.sign_on(asked(client))
    other = new_client()
    asked(other)

    refused(new_client().get(BACK, query_string=mine))  # who asked nothing
    refused(other.get(BACK, query_string=mine))  # who asked something else: login CSRF
    assert other.get("/account").status_code == 302


def test_an_answer_is_good_once(provider, client):
    answer = provider.sign_on(asked(client))
    assert "You are not known here yet" in refused(client.get(BACK, query_string=answer)).text

    so_far = len(provider.asked)

    page = refused(client.get(BACK, query_string=answer))

    assert "did not say who you are" in page.text
    assert len(provider.asked) == so_far  # the provider is not even asked


def test_a_code_that_was_used_is_good_no_more(provider, client):
    first = provider.sign_on(asked(client))
    client.get(BACK, query_string=first)
    second = provider.sign_on(asked(client))

    page = refused(client.get(BACK, query_string=second | {"code": first["code"]}))

    assert "did not say who you are" in page.text


@pytest.mark.usefixtures("nobody_is_signed_in")
def test_a_code_of_another_question_is_refused(provider, client, new_client):
    """Whoever slips their own code into somebody else's answer has no verifier for it (PKCE)."""
    theirs = provider.sign_on(asked(new_client()))
    mine = provider.sign_on(asked(client))

    refused(client.get(BACK, query_string=mine | {"code": theirs["code"]}))


@pytest.mark.usefixtures("nobody_is_signed_in")
def test_an_answer_that_comes_too_late_is_refused(provider, client, monkeypatch):
    answer = provider.sign_on(asked(client))
    later = now() + timedelta(minutes=10, seconds=5)
    monkeypatch.setattr(single_sign_on, "now", lambda: later)

    refused(client.get(BACK, query_string=answer))


@pytest.mark.usefixtures("nobody_is_signed_in")
@pytest.mark.parametrize(
    ("said", "status"),
    [
        ((500, b"{}"), 503),
        ((302, b"http://127.0.0.1:9/token"), 403),
        ((200, b"<html>"), 403),
        ((200, b"[]"), 403),
        ((200, b"{}"), 403),
        ((200, b'{"access_token": 7, "token_type": "Bearer", "id_token": "a.b.c"}'), 403),
        ((400, b'{"error": "invalid_client"}'), 403),
        ((429, b"slow down"), 503),
    ],
)
def test_a_token_endpoint_that_says_something_else(provider, client, said, status):
    provider.token_answer = said

    refused(client.get(BACK, query_string=provider.sign_on(asked(client))), status)


@pytest.mark.usefixtures("nobody_is_signed_in")
@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://login.evil.example"},  # somebody else's document
        {"issuer": None},
        {"authorization_endpoint": None},
        {"authorization_endpoint": "http://login.evil.example/authorize"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"token_endpoint": "http://login.evil.example/token"},
        {"token_endpoint": 7},
        {"jwks_uri": ["http://127.0.0.1/keys"]},
    ],
)
def test_a_provider_that_describes_itself_badly_is_not_asked(provider, client, metadata):
    provider.metadata = metadata

    page = refused(client.get(START), 503)

    assert "The sign-on does not answer at the moment" in page.text
    assert page.link("Sign in with a password") == "/sign-in"


@pytest.mark.usefixtures("nobody_is_signed_in")
@pytest.mark.parametrize(
    "document",
    [
        {"keys": 7},
        {"keys": ["x"]},
        {"kays": []},
        {"keys": [{"kty": "RSA", "kid": "rsa-1", "n": "x", "e": "AQAB"}]},
        {"keys": [{"kty": "oct", "kid": "rsa-1", "k": part(CLIENT_SECRET.encode())}]},
        {"keys": [RSA.as_dict(private=False) | {"use": "enc"}]},
        {"keys": [RSA.as_dict(private=False) | {"alg": "RS512"}]},
        {"keys": [{"kid": "rsa-1"}]},
    ],
)
def test_keys_that_are_none(provider, client, document):
    provider.key_document = document

    answer = client.get(BACK, query_string=provider.sign_on(asked(client)))

    assert answer.status_code in (403, 503)
    refused(answer, answer.status_code)


@pytest.mark.usefixtures("nobody_is_signed_in")
def test_a_provider_that_is_down_leaves_the_other_way_in(provider, client, set_settings):
    set_settings(oidc_issuer="http://127.0.0.1:9")

    page = refused(client.get(START), 503)

    assert page.link("Try again") == START
    assert Page(client.get("/sign-in")).form()["email"] == ""


def test_a_provider_that_does_not_answer_is_left_alone_for_a_moment(provider, client):
    provider.metadata = {"issuer": None}
    refused(client.get(START), 503)
    provider.metadata = {}
    asked_once = len(provider.asked)

    refused(client.get(START), 503)

    assert len(provider.asked) == asked_once


def test_good_ones_of_every_kind(provider, client):
    """What the standard allows is taken, so that no provider is shut out by mistake."""
    for make in (
        claiming(),
        claiming(aud=[CLIENT_ID]),
        claiming(aud=[CLIENT_ID, "payroll"], azp=CLIENT_ID),
        claiming(azp=CLIENT_ID),
        claiming(exp=timedelta(seconds=-30)),  # two clocks
        claiming(nbf=timedelta(seconds=30), iat=timedelta(seconds=30)),
        claiming(at_hash=at_hash()),
        made(lambda claims: signed(claims, EC, alg="ES256", kid="ec-1")),
        made(lambda claims: signed(claims, x5t="of no interest")),
    ):
        provider.make_token = make
        page = refused(client.get(BACK, query_string=provider.sign_on(asked(client))))
        assert "You are not known here yet" in page.text


def test_new_keys_are_asked_for_when_a_token_names_one(provider, client):
    client.get(BACK, query_string=provider.sign_on(asked(client)))
    newer = RSAKey.generate_key(2048, {"kid": "rsa-2", "use": "sig"})
    provider.keys = [newer]
    provider.make_token = made(lambda claims: signed(claims, newer, kid="rsa-2"))

    page = refused(client.get(BACK, query_string=provider.sign_on(asked(client))))

    assert "You are not known here yet" in page.text
    assert provider.asked.count("/keys") == 2
    assert provider.asked.count("/.well-known/openid-configuration") == 1


def test_one_key_alone_needs_no_name(provider, client):
    provider.keys = [RSA]
    provider.make_token = made(lambda claims: signed(claims, kid=None))

    page = refused(client.get(BACK, query_string=provider.sign_on(asked(client))))

    assert "You are not known here yet" in page.text


@pytest.mark.parametrize("path", [START, BACK])
def test_without_single_sign_on_there_are_no_such_pages(client, session, path):
    assert client.get(path).status_code == 404
    assert "Sign in with" not in Page(client.get("/sign-in")).text
