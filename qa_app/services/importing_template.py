"""The file that a council fills in to bring in its audits."""

from enum import StrEnum

from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from qa_app.domain.audit_tool import AuditTool
from qa_app.domain.tables import Column, Kind, Table
from qa_app.exports.csv_file import csv_bytes
from qa_app.exports.template_xlsx import FillColumn, template_xlsx
from qa_app.importers.audit_template import TemplateColumn, template_columns
from qa_app.services.importing_audits import tools_in_use

GUIDANCE_HEADINGS = ("Column", "Needed", "What to write", "Accepted values")


class TemplateFormat(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"


def audit_template(session: Session, code: str, wanted: TemplateFormat) -> bytes:
    """Headings and an example row for the audit tool with this code. Raises NoResultFound."""
    tool = _tool(session, code)
    columns = template_columns(tool)
    if wanted is TemplateFormat.CSV:
        headings = tuple(
            Column(column.heading, Kind.TEXT if isinstance(column.example, str) else Kind.DATE)
            for column in columns
        )
        return csv_bytes(Table(tool.name, headings, [tuple(column.example for column in columns)]))
    return template_xlsx(
        "Audits",
        [FillColumn(column.heading, column.example, column.accepted) for column in columns],
        guidance_headings=GUIDANCE_HEADINGS,
        guidance=[_guidance(column) for column in columns],
    )


def _tool(session: Session, code: str) -> AuditTool:
    for known in tools_in_use(session):
        if known.tool.code == code:
            return known.tool
    raise NoResultFound


def _guidance(column: TemplateColumn) -> tuple[str, str, str, str]:
    needed = "Always" if column.required else "If known"
    return column.heading, needed, column.explanation, ", ".join(column.accepted)
