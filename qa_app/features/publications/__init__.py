"""Publications: what was published, and what has changed since."""

from qa_app.features.publications import routes

__all__ = ["routes"]
