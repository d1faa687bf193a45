"""Moderating others' audits, the rule that chooses them, and how far auditors and moderators agree."""

from qa_app.features.moderation import routes

__all__ = ["routes"]
