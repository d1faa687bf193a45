"""What the list of publications and the page of one lay out."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from qa_app.domain.periods import parse_reporting_period
from qa_app.features.publications.choosing import KINDS
from qa_app.features.publications.comparing import Comparison
from qa_app.models import Person, Publication, PublicationKind
from qa_app.queries.publications import PublicationPage, PublicationRow
from qa_app.services.publishing import changes_of, is_unchanged, may_publish, published_page
from qa_app.web.change_view import changes_view
from qa_app.web.formatters import by_whom, format_instant
from qa_app.web.report_view import report_view

UNCHANGED = "unchanged since it was published"
CHANGED = (
    "not what was published: somebody changed it in the database. Tell your administrator, and do not rely"
    " on it"
)


def list_page(found: PublicationPage, *, page: int, asked: Mapping[str, str]) -> dict[str, Any]:
    words: dict[str, Any] = dict(asked)

    def address(number: int) -> str:
        return url_for("publications.index", page=number, **words)

    return {
        "rows": [_row(row) for row in found.rows],
        "previous": address(page - 1) if page > 1 else None,
        "next": address(page + 1) if found.has_more else None,
    }


def publication_page(
    publication: Publication,
    revisions: Sequence[PublicationRow],
    comparison: Comparison | None,
    *,
    reader: Person,
) -> dict[str, Any]:
    """`comparison` is with today's figures, of the revision that holds; None for an earlier one."""
    by = publication.published_by
    later = next((row for row in revisions if not row.is_superseded), None)
    revises = comparison is not None and comparison.can_be_revised and may_publish(reader)
    is_revision = publication.number > 1
    return {
        "publication": publication,
        "period": str(parse_reporting_period(publication.period)),
        "facts": [
            ("Published", format_instant(publication.published_at)),
            ("By", by_whom(by.name if by else None)),
            ("For", publication.profile.label),
            ("Revision", f"{publication.number} of {len(revisions)}"),
        ],
        "digest": UNCHANGED if is_unchanged(publication) else CHANGED,
        "later": _row(later) if later and later.id != publication.id else None,
        "since": comparison.sentence if comparison else "",
        "since_changes": changes_view(comparison.changes, reader=reader) if comparison else None,
        "revise": preview_address(publication) if revises else None,
        "is_revision": is_revision,
        "own_changes": changes_view(changes_of(publication), reader=reader) if is_revision else None,
        "view": report_view(published_page(publication)),
        "revisions": [_row(row) for row in revisions],
    }


def preview_address(publication: Publication) -> str:
    """Where the same is shown as it would be published today, with what a revision changes."""
    words: dict[str, Any] = {**publication.choice, "profile": publication.profile.value}
    if publication.kind is PublicationKind.JUDGEMENTS:
        return url_for("judgements.publish", **words)
    return url_for("scorecards.publish", scorecard_id=publication.subject_id, **words)


def _row(row: PublicationRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "href": url_for("publications.show", publication_id=row.id),
        "title": row.title,
        "kind": KINDS[row.kind],
        "period": str(parse_reporting_period(row.period)),
        "profile": row.profile.label,
        "revision": f"{row.number}",
        "state": "superseded" if row.is_superseded else "current",
        "when": format_instant(row.published_at),
        "by": by_whom(row.published_by),
        "note": row.note,
    }
