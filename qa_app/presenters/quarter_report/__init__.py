"""The quarter's report: its scorecard, judgement tables, findings and texts in a document and a workbook."""

from qa_app.presenters.quarter_report.document import quarter_document
from qa_app.presenters.quarter_report.workbook import quarter_workbook

__all__ = ["quarter_document", "quarter_workbook"]
