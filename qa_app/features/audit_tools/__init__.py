"""audit_tools"""

from qa_app.features.audit_tools import routes

__all__ = ["routes"]
