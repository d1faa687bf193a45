"""Secrets of second factors as they are kept: encrypted, and good for one person only."""

import base64
from datetime import datetime, timedelta

from cryptography.fernet import Fernet, InvalidToken

OFFER_LASTS = timedelta(minutes=15)


def seal_secret(secret: str, *, person_id: int, key: bytes) -> str:
    """As the database keeps it (Fernet: AES-128-CBC with HMAC-SHA-256)."""
    return _fernet(key).encrypt(f"kept {person_id} {secret}".encode()).decode()


def open_secret(sealed: str, *, person_id: int, key: bytes) -> str | None:
    """None where it was sealed with another key, for somebody else, or tampered with."""
    return _of_person(_opened(sealed, key), "kept", person_id)


def seal_offer(secret: str, *, person_id: int, key: bytes, at: datetime) -> str:
    """As a form carries it until its person has given a first right code."""
    text = f"offered {person_id} {secret}".encode()
    return _fernet(key).encrypt_at_time(text, int(at.timestamp())).decode()


def open_offer(sealed: str, *, person_id: int, key: bytes, at: datetime) -> str | None:
    """None also after a quarter of an hour: who leaves a secret on the screen does not leave it for ever."""
    try:
        text = _fernet(key).decrypt_at_time(
            sealed.encode(), int(OFFER_LASTS.total_seconds()), int(at.timestamp())
        )
    except (InvalidToken, UnicodeEncodeError):
        return None
    return _of_person(text.decode(), "offered", person_id)


def _opened(sealed: str, key: bytes) -> str:
    try:
        return _fernet(key).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


def _of_person(text: str, purpose: str, person_id: int) -> str | None:
    start = f"{purpose} {person_id} "
    return text.removeprefix(start) if text.startswith(start) else None


def _fernet(key: bytes) -> Fernet:
    """`key` is 32 bytes, as `domain/keys.py` makes them."""
    return Fernet(base64.urlsafe_b64encode(key))
