from flask import current_app

from qa_app.config import Settings


def settings() -> Settings:
    """What the council has set."""
    found: Settings = current_app.extensions["settings"]
    return found


def council_name() -> str:
    """As the settings have it: whose service this is, and the author of every file."""
    return settings().council_name


def public_url() -> str:
    """Where people open the service, when the council has set it."""
    return settings().public_url
