"""What the pages about the schedule, holds and what is due lay out."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from qa_app.domain.plurals import plural
from qa_app.domain.tables import Column, Figure, Kind, Table, Value
from qa_app.features.records.proposal_view import proposal_in_words, url_of
from qa_app.models import Erasure, Purge, RetentionRule
from qa_app.queries.legal_holds import HoldRow
from qa_app.queries.retention import Due, DueAudit
from qa_app.web.formatters import format_instant
from qa_app.web.table_view import TableView, table_view

ON_A_PAGE = 200


def overview(due: Due, proposals: Sequence[Purge | Erasure], *, holds: int, manages: bool) -> dict[str, Any]:
    """`manages` is whether the reader may see cases, and not only counts."""
    waiting = [proposal for proposal in proposals if proposal.decided_at is None]
    decided = sorted(
        (proposal for proposal in proposals if proposal.decided_at is not None),
        key=lambda proposal: proposal.decided_at or proposal.proposed_at,
        reverse=True,
    )
    return {
        "due": table_view(due_table(due), id="due", name="Due today", is_titled=False)
        if due.audits
        else None,
        "sentences": _sentences(due),
        "removable": plural(len(due.removable), "audit") if due.removable else "",
        "may_propose": bool(due.removable) and not any(isinstance(each, Purge) for each in waiting),
        "waiting": _proposals(waiting, "Waiting to be decided") if waiting else None,
        "decided": _proposals(decided, "Decided") if decided else None,
        "holds": plural(holds, "case is", "cases are") if holds else "No case is",
        "manages": manages,
    }


def _sentences(due: Due) -> list[str]:
    """What is not in the table."""
    said = [] if due.audits else ["Nothing is due today."]
    if due.without_a_rule:
        has = plural(due.without_a_rule, "audit has", "audits have")
        said.append(f"{has} no rule, so that their text is kept.")
    return said


def due_table(due: Due) -> Table:
    """One row for each stream, tool and reporting year."""
    columns = (
        Column("Audit stream", is_heading=True),
        Column("Audit tool"),
        Column("Year"),
        Column("May be removed", Kind.COUNT),
        Column("Held: legal hold", Kind.COUNT),
        Column("Held: not finished", Kind.COUNT),
    )
    rows: list[Sequence[Value]] = [
        (kind.stream, kind.tool, str(kind.year), kind.removable, kind.on_hold, kind.unfinished)
        for kind in due.by_kind
    ]
    return Table("Due today", columns, rows)


def due_list(due: Due, *, page: int) -> dict[str, Any]:
    first = (page - 1) * ON_A_PAGE
    some = due.audits[first : first + ON_A_PAGE]
    return {
        "table": table_view(_due_audits(some), id="audits", name="Due today", is_titled=False)
        if some
        else None,
        "count": plural(len(due.audits), "audit"),
        "previous": url_for("records.due", page=page - 1) if page > 1 else None,
        "next": url_for("records.due", page=page + 1) if first + ON_A_PAGE < len(due.audits) else None,
    }


def _due_audits(audits: Sequence[DueAudit]) -> Table:
    columns = (
        Column("Audit", is_heading=True),
        Column("Audit date", Kind.DATE),
        Column("Audit stream"),
        Column("Audit tool"),
        Column("Held back because"),
    )
    rows: list[Sequence[Value]] = [
        (audit.reference, audit.audit_date, audit.stream, audit.tool, _why(audit)) for audit in audits
    ]
    return Table("Due today", columns, rows)


def _why(audit: DueAudit) -> str:
    return audit.held_back.label if audit.held_back else ""


def rules_page(rules: Sequence[RetentionRule]) -> dict[str, Any]:
    return {
        "rules": [
            {
                "stream": rule.stream.name if rule.stream else "Every stream",
                "tool": rule.tool.name if rule.tool else "Every tool",
                "years": plural(rule.years, "year"),
                "about": rule_in_words(rule),
                "remove": url_for("records.forget_rule", rule_id=rule.id),
            }
            for rule in rules
        ]
    }


def rule_in_words(rule: RetentionRule) -> str:
    """> Dip sample, every tool: the text is kept for 6 years"""
    stream = rule.stream.name if rule.stream else "Every stream"
    tool = rule.tool.name if rule.tool else "every tool"
    return f"{stream}, {tool}: the text is kept for {plural(rule.years, 'year')}"


def holds_page(holds: Sequence[HoldRow]) -> dict[str, Any]:
    return {
        "standing": [_hold(hold) for hold in holds if hold.lifted_at is None],
        "lifted": [_hold(hold) for hold in holds if hold.lifted_at is not None],
    }


def _hold(hold: HoldRow) -> dict[str, Any]:
    return {
        "case": hold.case_reference or "Removed with the case",
        "reason": hold.reason or "Removed with the case",
        "placed": f"{hold.placed_by}, {format_instant(hold.placed_at)}",
        "lifted": f"{hold.lifted_by}, {format_instant(hold.lifted_at)}" if hold.lifted_at else "",
        "lift": url_for("records.lift", hold_id=hold.id),
    }


def _proposals(proposals: Sequence[Purge | Erasure], name: str) -> TableView:
    columns = (
        Column("What", is_heading=True),
        Column("Proposed by"),
        Column("Proposed", Kind.TIME),
        Column("What became of it"),
    )
    rows: list[Sequence[Value]] = []
    for proposal in proposals:
        what = Figure(proposal_in_words(proposal), Kind.TEXT, href=url_of(proposal))
        rows.append((what, proposal.proposed_by.name, proposal.proposed_at, outcome(proposal)))
    return table_view(Table(name, columns, rows), id=name.split()[0].lower(), name=name, is_titled=False)


def outcome(proposal: Purge | Erasure) -> str:
    """> Ada Okafor agreed, 3 April 2026 at 10:00"""
    if proposal.decided_at is None:
        return "Waits for somebody else"
    when = format_instant(proposal.decided_at)
    if proposal.decided_by is None:
        return f"Withdrawn, {when}"
    return f"{proposal.decided_by.name} {'agreed' if proposal.was_agreed else 'refused'}, {when}"
