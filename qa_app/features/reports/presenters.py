"""What the pages about the quarters' reports show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from qa_app.domain.judgement_table import JudgementTable
from qa_app.domain.periods import Month, Quarter
from qa_app.domain.quarter_report import TextBlock, months_of
from qa_app.domain.tables import shown, shown_time
from qa_app.models import AuditFinding, QuarterReport, ReportState, ReportText
from qa_app.presenters.quarter_report.findings import audits, grades_table
from qa_app.presenters.quarter_report.months import month_name
from qa_app.queries.quarter_report import findings_of, latest_finished
from qa_app.queries.scorecards import ScorecardRow

SHOWN_AT_ONCE = 8
"""Quarters in the table; earlier ones stand below it."""

STATES = {
    ReportState.DRAWING: "Being made",
    ReportState.READY: "Ready",
    ReportState.FAILED: "Could not be made",
}


@dataclass(frozen=True)
class QuarterRow:
    """One quarter of a scorecard: how far its report is."""

    quarter: str
    href: str
    texts: str
    findings: str
    made: str


@dataclass(frozen=True)
class ScorecardPart:
    title: str
    id: str
    quarters: tuple[QuarterRow, ...]
    earlier: tuple[tuple[str, str], ...]
    """(quarter, address)"""


def index_page(
    scorecards: Sequence[ScorecardRow],
    *,
    today: date,
    first_month: int | None,
    texts: Mapping[tuple[int, str], int],
    findings: frozenset[Month],
    reports: Sequence[QuarterReport],
) -> tuple[ScorecardPart, ...]:
    """The scorecards in use, each with the quarters since the first audit, this one first."""
    quarters = Quarter.since(first_month, today=today, at_least=SHOWN_AT_ONCE)
    ready = latest_finished(reports)

    def row(scorecard: ScorecardRow, quarter: Quarter) -> QuarterRow:
        made = ready.get((scorecard.id, quarter.key))
        written = sum(month in findings for month in months_of(quarter))
        return QuarterRow(
            str(quarter),
            _address(scorecard.id, quarter),
            texts=f"{texts.get((scorecard.id, quarter.key), 0)} of {len(TextBlock)}",
            findings=f"{written} of 3 months",
            made=shown_time(made.asked_at) if made else "Not yet",
        )

    return tuple(
        ScorecardPart(
            scorecard.title,
            f"scorecard-{scorecard.id}",
            quarters=tuple(row(scorecard, quarter) for quarter in quarters[:SHOWN_AT_ONCE]),
            earlier=tuple(
                (str(quarter), _address(scorecard.id, quarter)) for quarter in quarters[SHOWN_AT_ONCE:]
            ),
        )
        for scorecard in scorecards
        if scorecard.active
    )


@dataclass(frozen=True)
class Part:
    """Something that is written for the report; `href` is empty for somebody who may not."""

    label: str
    state: str
    href: str


@dataclass(frozen=True)
class MadeReport:
    href: str
    state: str
    who: str
    when: str


@dataclass(frozen=True)
class Grades:
    """The audits of a month in one sentence, and how many had each grade."""

    audits: str
    rows: tuple[tuple[str, str, str], ...]
    """(grade, audits, share of audits)"""


def grades_of(table: JudgementTable, month: Month) -> Grades:
    laid_out, held = grades_table(table, month), table.periods[-1]
    return Grades(
        f"{audits(held.audits, held.moderated, held.awaiting)}.",
        tuple(
            (str(grade), shown(number, laid_out.columns[1]), shown(share, laid_out.columns[2]))
            for grade, number, share in laid_out.rows
        )
        if held.audits
        else (),
    )


def text_parts(
    scorecard_id: int, quarter: Quarter, texts: Mapping[TextBlock, ReportText], *, may_write: bool
) -> tuple[Part, ...]:
    return tuple(
        Part(
            block.label,
            _state(texts.get(block)),
            url_for("reports.text", scorecard_id=scorecard_id, period=quarter.key, block=block.value)
            if may_write
            else "",
        )
        for block in TextBlock
    )


def findings_parts(
    scorecard_id: int,
    quarter: Quarter,
    findings: Mapping[Month, AuditFinding],
    *,
    today: date,
    may_write: bool,
) -> tuple[Part, ...]:
    """The months of the quarter that have begun."""
    return tuple(
        Part(
            month_name(month),
            _found(findings.get(month)),
            url_for("reports.findings", month=month.key, scorecard=scorecard_id) if may_write else "",
        )
        for month in months_of(quarter)
        if month <= Month.of(today)
    )


def made_reports(reports: Sequence[QuarterReport]) -> tuple[MadeReport, ...]:
    return tuple(
        MadeReport(
            url_for("reports.made", report_id=report.id),
            STATES[report.state],
            report.asked_by.name,
            shown_time(report.asked_at),
        )
        for report in reports
    )


@dataclass(frozen=True)
class MadePage:
    heading: str
    is_drawing: bool
    is_ready: bool
    may_ask_again: bool
    facts: tuple[tuple[str, str], ...]


def made_page(report: QuarterReport, areas: Sequence[str] | None, *, reader_id: int) -> MadePage:
    facts = (
        ("Asked for", f"{report.asked_by.name}, {shown_time(report.asked_at)}"),
        ("Service areas", "All" if areas is None else ", ".join(areas) or "None"),
        ("Finished", shown_time(report.finished_at) if report.finished_at else ""),
    )
    return MadePage(
        heading={
            ReportState.DRAWING: "The report is being made",
            ReportState.READY: "The report is ready",
            ReportState.FAILED: "The report could not be made",
        }[report.state],
        is_drawing=report.state is ReportState.DRAWING,
        is_ready=report.state is ReportState.READY,
        may_ask_again=report.state is not ReportState.READY and report.asked_by_id == reader_id,
        facts=tuple((name, said) for name, said in facts if said),
    )


def written_by(row: ReportText | AuditFinding) -> str:
    """> Ada Example, 3 April 2026 at 14:02"""
    who = f"{row.written_by.name}, " if row.written_by else ""
    return f"{who}{shown_time(row.written_at)}"


def _state(text: ReportText | None) -> str:
    return f"Written by {written_by(text)}" if text and text.text else "Not written yet"


def _found(row: AuditFinding | None) -> str:
    found = findings_of(row)
    if row is None or found.is_empty:
        return "Not written yet"
    theme = f"{found.theme}. " if found.theme else ""
    return f"{theme}Written by {written_by(row)}"


def _address(scorecard_id: int, quarter: Quarter) -> str:
    return url_for("reports.quarter", scorecard_id=scorecard_id, period=quarter.key)
