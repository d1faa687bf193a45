"""The council's single sign-on, as the settings have it."""

from flask import current_app

from qa_app.services.openid_provider import Client, Provider
from qa_app.web.council import settings

BACK = "/sign-in/single-sign-on/back"
"""Where people come back to; the provider is told the whole address beforehand."""


def sign_on_provider() -> Provider | None:
    """The same one for every request of this process; None where there is no single sign-on."""
    set_up = settings()
    if not set_up.oidc_issuer:
        return None
    client = Client(
        set_up.oidc_issuer,
        set_up.oidc_client_id,
        set_up.oidc_client_secret,
        back=set_up.public_url + BACK,
    )
    kept: Provider | None = current_app.extensions.get("sign_on_provider")
    if kept is None or kept.client != client:
        kept = current_app.extensions["sign_on_provider"] = Provider(client)
    return kept
