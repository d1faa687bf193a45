from flask import current_app

from qa_app.config import Settings


def settings() -> Settings:
    """What the council has set."""
    found: Settings = current_app.extensions["settings"]
    return found


def council_name() -> str:
    """As the settings have it: whose service this is, and the author of every file."""
    name: str = current_app.extensions["settings"].council_name
    return name


def public_url() -> str:
    """Where people open the service, when the council has set it."""
    address: str = current_app.extensions["settings"].public_url
    return address
