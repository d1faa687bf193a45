"""The audit tools a new council can start from, as files that can be read and changed like any other."""

from importlib.resources import files

from qa_app.domain.audit_tool import AuditTool
from qa_app.domain.audit_tool_json import tool_from_json

CODES = ("case-file-audit", "dip-sample")


def shipped_tools() -> tuple[AuditTool, ...]:
    """The case file audit and the dip sample, in that order."""
    return tuple(tool_from_json(_text(code)) for code in CODES)


def _text(code: str) -> str:
    return (files(__name__) / f"{code}.json").read_text(encoding="utf-8")
