"""The pages of one's account; each module declares its own on the one blueprint."""

from qa_app.features.account import (
    brand,
    by_link,
    codes,
    forgotten,
    password,
    second_factor,
    sessions,
    signing_in,
)
from qa_app.features.account.blueprint import blueprint

__all__ = [
    "blueprint",
    "brand",
    "by_link",
    "codes",
    "forgotten",
    "password",
    "second_factor",
    "sessions",
    "signing_in",
]
