"""health"""

from qa_app.features.health import routes

__all__ = ["routes"]
