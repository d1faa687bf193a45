"""Scorecards: reading them, building them, and what is said of their lines."""

from qa_app.features.scorecards import building, commenting, lining_up, publishing, routes, setting_up

__all__ = ["building", "commenting", "lining_up", "publishing", "routes", "setting_up"]
