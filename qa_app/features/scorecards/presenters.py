"""What the list of scorecards and the page of one lay out."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from flask import url_for

from qa_app.domain.plurals import plural
from qa_app.domain.roles import Permission
from qa_app.domain.scorecard import Scorecard
from qa_app.domain.scorecard_periods import latest_finished
from qa_app.domain.tables import Report
from qa_app.queries.scorecard_exceptions import OwedComment
from qa_app.queries.scorecards import ScorecardRow
from qa_app.web.report_view import report_view


def list_page(
    rows: Sequence[ScorecardRow], owed: Sequence[OwedComment], *, builds: bool, today: date
) -> dict[str, Any]:
    """Those out of use are listed for whoever can use them again."""
    count = Counter(each.scorecard_id for each in owed)
    return {
        "builds": builds,
        "scorecards": [_row(row, count[row.id], builds=builds, today=today) for row in rows if row.active],
        "stopped": [
            {"title": row.title, "build": url_for("scorecards.build", scorecard_id=row.id)}
            for row in rows
            if builds and not row.active
        ],
    }


def reading_page(scorecard: Scorecard, report: Report, *, may: Collection[Permission]) -> dict[str, Any]:
    asked = sum(bool(line.exception) for line in scorecard.lines)
    owed = sum(line.owes_comment for line in scorecard.lines)
    return {
        "view": report_view(report),
        "builds": Permission.MANAGE_MEASURES in may,
        "exceptions": f"{plural(asked, 'line asks', 'lines ask')} for a comment, {owed} still without one"
        if asked
        else "",
    }


def _row(row: ScorecardRow, owed: int, *, builds: bool, today: date) -> dict[str, Any]:
    latest = latest_finished(row.frequency, today)
    return {
        "id": row.id,
        "title": row.title,
        "purpose": row.purpose,
        "about": f"{plural(row.lines, 'line')}, {row.frequency.label.lower()}",
        "href": url_for("scorecards.show", scorecard_id=row.id),
        "periods": [
            {
                "name": str(period),
                "href": url_for("scorecards.show", scorecard_id=row.id, period=period.key),
            }
            for period in latest.ending(3)[::-1]
        ],
        "build": url_for("scorecards.build", scorecard_id=row.id) if builds else None,
        "owed": f"{plural(owed, 'comment')} still owed for {latest}" if owed else "",
        "exceptions": url_for("scorecards.exceptions", scorecard_id=row.id, period=latest.key),
    }
