"""The quarter's report: what is written for it, and making it."""

from qa_app.features.reports import making, routes, writing

__all__ = ["making", "routes", "writing"]
