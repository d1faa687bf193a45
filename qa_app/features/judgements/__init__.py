"""judgements"""

from qa_app.features.judgements import publishing, routes

__all__ = ["publishing", "routes"]
