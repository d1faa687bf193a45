from datetime import UTC, datetime
from typing import Any

from qa_app.domain.quarter_report import Step, TextBlock
from qa_app.models import AuditFinding, Person, QuarterReport, ReportState, ReportText, Scorecard

AT = datetime(2017, 1, 20, 9, tzinfo=UTC)


def a_report_text(
    scorecard: Scorecard, text: str, block: TextBlock = TextBlock.INTRODUCTION, **named: Any
) -> ReportText:
    """A text of the report of Q3 2016-17, as it stands now. The scorecard has been flushed."""
    values = {"period": "2016-17-Q3", "number": 1, "is_current": True, "written_at": AT} | named
    return ReportText(scorecard_id=scorecard.id, block=block.value, text=text, **values)


def an_audit_finding(month: int = 201612, **named: Any) -> AuditFinding:
    """What December's audits found, unless another month is named."""
    values = {
        "theme": "Voice of the child",
        "cohort": "Fourteen files, **two from each team**, chosen at random.",
        "strengths": "- Children were seen alone\n- Their words were written down",
        "areas_for_improvement": "- Plans were late",
        "observations": "Two visits were observed.",
        "written_at": AT,
    }
    return AuditFinding(month=month, **(values | named))


def a_quarter_report(scorecard: Scorecard, asked_by: Person, **named: Any) -> QuarterReport:
    """A finished one of Q3 2016-17 with short files; the scorecard and the person have been flushed."""
    values = {
        "period": "2016-17-Q3",
        "state": ReportState.READY,
        "done": len(Step),
        "total": len(Step),
        "pdf": b"%PDF",
        "xlsx": b"PK",
        "asked_at": AT,
        "finished_at": AT,
    }
    return QuarterReport(scorecard_id=scorecard.id, asked_by_id=asked_by.id, **(values | named))
