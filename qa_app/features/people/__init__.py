"""people"""

from qa_app.features.people import routes

__all__ = ["routes"]
