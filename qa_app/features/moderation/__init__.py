"""moderation"""

from qa_app.features.moderation import routes

__all__ = ["routes"]
