"""imports"""

from qa_app.features.imports import routes

__all__ = ["routes"]
