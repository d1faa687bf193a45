"""Signing in and out, and one's own password."""

from qa_app.features.account import routes

__all__ = ["routes"]
