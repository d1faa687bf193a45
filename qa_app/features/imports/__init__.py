"""Bringing in what a council has: audits from files, and tables published before the system."""

from qa_app.features.imports import routes

__all__ = ["routes"]
