"""judgements"""

from qa_app.features.judgements import routes

__all__ = ["routes"]
