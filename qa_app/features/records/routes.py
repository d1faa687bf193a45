"""The pages of records; each module declares its own on the one blueprint."""

from qa_app.features.records import cases, deciding, holds, overview, rules
from qa_app.features.records.blueprint import blueprint

__all__ = ["blueprint", "cases", "deciding", "holds", "overview", "rules"]
