"""An ID token is read to the letter (OpenID Connect Core 1.0, 3.1.3.7): one fault, and it is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from qa_app.domain.sign_on import is_subject

ALGORITHMS = ("RS256", "ES256")
"""Signed with a key that only the provider has: nothing unsigned, nor signed with what we know ourselves."""

LEEWAY = 60
"""Seconds by which the provider's clock and ours may differ."""


class TokenRefused(Exception):
    """The reason is for the log, and names no person."""


class UnknownKey(TokenRefused):
    """Perhaps the provider has new keys."""


@dataclass(frozen=True)
class Expected:
    """What the token must say: by whom, for whom, in answer to what, with what."""

    issuer: str
    client_id: str
    nonce: str
    access_token: str


def read_id_token(
    token: object, keys: Mapping[str, Any], expected: Expected, *, at: datetime
) -> dict[str, Any]:
    """The claims of a good token. Raises UnknownKey and TokenRefused."""
    if not isinstance(token, str):
        raise TokenRefused("there is none")
    try:
        decoded = jwt.decode(token, _key_set(keys), registry=_registry())
        claims = _checked(decoded, expected, at=at)
    except InvalidKeyIdError as error:
        raise UnknownKey("unknown key") from error
    except JoseError as error:
        raise TokenRefused(f"{error.error} {getattr(error, 'claim', '')}".strip()) from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise TokenRefused(f"malformed: {type(error).__name__}") from error
    if not is_subject(claims.get("sub")):
        raise TokenRefused("the subject is none")
    return claims


def _checked(decoded: jwt.Token, expected: Expected, *, at: datetime) -> dict[str, Any]:
    options: dict[str, Any] = {
        "iss": {"essential": True, "value": expected.issuer},
        "aud": {"essential": True, "value": expected.client_id},
    } | {claim: {"essential": True} for claim in ("sub", "exp", "iat")}
    params = {
        "nonce": expected.nonce,
        "client_id": expected.client_id,
        "access_token": expected.access_token,
    }
    claims = CodeIDToken(decoded.claims, decoded.header, options, params)
    claims.validate(now=int(at.timestamp()), leeway=LEEWAY)
    return dict(claims)


def _key_set(keys: Mapping[str, Any]) -> KeySet:
    """Only those for signatures of the kinds that are taken."""
    ours = [key for key in keys["keys"] if key.get("kty") in ("RSA", "EC") and key.get("use", "sig") == "sig"]
    return KeySet.import_key_set({"keys": ours})


def _registry() -> JWSRegistry:
    # Headers that we do not know are let be, as the standard has it, but for those that it calls critical.
    return JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
