from flask import current_app


def council_name() -> str:
    """As the settings have it: whose service this is, and the author of every file."""
    name: str = current_app.extensions["settings"].council_name
    return name
