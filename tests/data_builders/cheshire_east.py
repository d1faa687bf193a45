"""The quality-of-work counts of Cheshire East as a file of audits: each count as that many audits."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from qa_app.domain.audit_tool import AuditTool, Question, QuestionKind, Section
from qa_app.domain.periods import Period, parse_period
from qa_app.domain.scales import FOUR_GRADES

PUBLISHED = Path(__file__).parent.parent / "data" / "cheshire_east_judgements.csv"
TOOL_CODE = "quality-of-work"
SERVICE_AREA = "Cheshire East"
STREAM = "Quality of work audit"


def quality_of_work_counts() -> dict[str, dict[Period, dict[str, int]]]:
    """By table, period and grade as printed; a blank beside 0% is 0."""
    found: dict[str, dict[Period, dict[str, int]]] = {}
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["table_kind"] == "quality of work":
                column = found.setdefault(row["table"], {}).setdefault(parse_period(row["quarter"]), {})
                column[row["grade"]] = int(row["count_printed"] or 0)
    return found


def quality_of_work_tool() -> AuditTool:
    """A domain for each published table, under its published name, and the overall judgement."""
    domains = [
        Question(
            code=code_of(table),
            kind=QuestionKind.JUDGEMENT,
            name=table,
            wording=f"How good is the work on {table}?",
            required=False,
            allows_not_applicable=True,
        )
        for table in quality_of_work_counts()
    ]
    overall = Question(
        code="overall",
        kind=QuestionKind.JUDGEMENT,
        name="Overall",
        wording="How good is the work?",
        is_overall=True,
    )
    section = Section(title="Quality of work", guidance="", questions=(*domains, overall))
    return AuditTool(
        code=TOOL_CODE, name="Quality of work", purpose="", scale=FOUR_GRADES, sections=(section,)
    )


def code_of(table: str) -> str:
    """> child-protection-plans"""
    return re.sub(r"[^a-z0-9]+", "-", table.lower()).strip("-")


def audit_headings() -> list[str]:
    about = ["reference", "audit date", "service area", "stream", "tool", "case reference", "auditor"]
    return [*about, *(code_of(table) for table in quality_of_work_counts()), "overall"]


def audit_rows() -> Iterator[list[str]]:
    """One audit for each that was counted; it judges the one domain, and overall the same."""
    headings = audit_headings()
    number = 0
    for table, periods in quality_of_work_counts().items():
        for period, grades in periods.items():
            for grade, count in grades.items():
                for day in range(count):
                    number += 1
                    row = {
                        "reference": f"QW-{number:05}",
                        "audit date": period.first_day.replace(day=1 + day % 28).strftime("%d/%m/%Y"),
                        "service area": SERVICE_AREA,
                        "stream": STREAM,
                        "tool": TOOL_CODE,
                        "case reference": f"C{number:05}",
                        "auditor": f"Auditor {number % 12 + 1}",
                        code_of(table): grade,
                        "overall": grade,
                    }
                    yield [row.get(heading, "") for heading in headings]


def audit_csv() -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(audit_headings())
    writer.writerows(audit_rows())
    return out.getvalue().encode("utf-8")
