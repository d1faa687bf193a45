"""Tables and scorecards for programs, and the tokens with which they read them."""

from qa_app.features.feeds import routes

__all__ = ["routes"]
