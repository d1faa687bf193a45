"""audits"""

from qa_app.features.audits import routes

__all__ = ["routes"]
