"""records"""

from qa_app.features.records import routes

__all__ = ["routes"]
