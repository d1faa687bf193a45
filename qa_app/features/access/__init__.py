"""Who can see what, and who has looked at which audit."""

from qa_app.features.access import routes

__all__ = ["routes"]
