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
    single_sign_on,
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
    "single_sign_on",
]
