"""The pages of one's account; each module declares its own on the one blueprint."""

from qa_app.features.account import brand, password, sessions, signing_in
from qa_app.features.account.blueprint import blueprint

__all__ = [
    "blueprint",
    "brand",
    "password",
    "sessions",
    "signing_in",
]
