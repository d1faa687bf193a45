"""The council's single sign-on, as the settings have it."""

from flask import current_app

from qa_app.config import Settings
from qa_app.services.openid_provider import Client, Provider

BACK = "/sign-in/single-sign-on/back"
"""Where people come back to; the provider is told the whole address beforehand."""


def sign_on_provider() -> Provider | None:
    """The same one for every request of this process; None where there is no single sign-on."""
    settings: Settings = current_app.extensions["settings"]
    if not settings.oidc_issuer:
        return None
    client = Client(
        settings.oidc_issuer,
        settings.oidc_client_id,
        settings.oidc_client_secret,
        back=settings.public_url + BACK,
    )
    kept: Provider | None = current_app.extensions.get("sign_on_provider")
    if kept is None or kept.client != client:
        kept = current_app.extensions["sign_on_provider"] = Provider(client)
    return kept
