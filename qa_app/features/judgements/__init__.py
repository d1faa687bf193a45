"""The judgement tables: to read, to take away, to publish."""

from qa_app.features.judgements import publishing, routes

__all__ = ["publishing", "routes"]
