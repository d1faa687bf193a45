"""Keys for different purposes, from one secret: who learns one of them learns none of the others."""

import hmac


def key_for(purpose: str, secret: str) -> bytes:
    """32 bytes (HMAC-SHA-256 of the purpose under the secret; NIST SP 800-108, one block)."""
    return hmac.digest(secret.encode(), purpose.encode(), "sha256")
