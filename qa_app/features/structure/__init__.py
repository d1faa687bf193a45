"""structure"""

from qa_app.features.structure import routes

__all__ = ["routes"]
