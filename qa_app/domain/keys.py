"""Keys for different purposes, from one secret: who learns one of them learns none of the others; and how
what was drawn at random is kept."""

import hashlib
import hmac


def key_for(purpose: str, secret: str) -> bytes:
    """32 bytes (HMAC-SHA-256 of the purpose under the secret; NIST SP 800-108, one block)."""
    return hmac.digest(secret.encode(), purpose.encode(), "sha256")


def hash_of_random(token: str) -> str:
    """SHA-256, as a reference, a link or a token is kept that its owner alone has.

    Without salt or stretching: nobody can try 2 to the 256 of them.
    """
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
