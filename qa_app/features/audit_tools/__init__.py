"""Building audit tools: the list, drafts and their parts, going live, files."""

from qa_app.features.audit_tools import about, questions, releasing, routes, sections, starting

__all__ = ["about", "questions", "releasing", "routes", "sections", "starting"]
