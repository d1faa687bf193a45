"""home"""

from qa_app.features.home import routes

__all__ = ["routes"]
