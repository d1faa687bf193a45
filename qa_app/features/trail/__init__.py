"""trail"""

from qa_app.features.trail import routes

__all__ = ["routes"]
