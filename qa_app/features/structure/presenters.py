"""What the pages about service areas, teams and streams lay out."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from qa_app.domain.plurals import plural
from qa_app.models import ServiceArea, Team
from qa_app.queries.structure import Part, PartRow
from qa_app.services.structure import KINDS

IN_USE = {"text": "In use", "classes": "govuk-tag--green"}
OUT_OF_USE = {"text": "Out of use", "classes": "govuk-tag--grey"}


def structure_page(areas: Sequence[PartRow], streams: Sequence[PartRow]) -> dict[str, Any]:
    return {
        "areas": [_row(row, "areas", url_for("structure.show", area_id=row.id)) for row in areas],
        "areas_count": plural(len(areas), "service area"),
        "streams": [_row(row, "streams") for row in streams],
        "streams_count": plural(len(streams), "stream"),
    }


def area_page(area: ServiceArea, teams: Sequence[PartRow]) -> dict[str, Any]:
    return {
        "area": area,
        "state": IN_USE if area.active else OUT_OF_USE,
        "teams": [_row(row, "teams") for row in teams],
        "teams_count": plural(len(teams), "team"),
    }


def naming_page(part: Part) -> dict[str, Any]:
    return {
        "title": f"Rename a {KINDS[type(part)]}",
        "button": "Save the name",
        "note": "Every table prints the new name, for past periods too. Files that are brought in must use it"
        " from now on.",
        "back": address_of(part),
    }


def adding_page(kind: str, *, within: ServiceArea | None = None) -> dict[str, Any]:
    return {
        "title": f"Add a {kind}",
        "button": f"Add the {kind}",
        "note": f"The new team is part of {within.name}." if within else "",
        "back": address_of(within) if within else url_for("structure.index"),
    }


def address_of(part: Part) -> str:
    """The page that shows it."""
    if isinstance(part, Team):
        return url_for("structure.show", area_id=part.service_area_id)
    if isinstance(part, ServiceArea):
        return url_for("structure.show", area_id=part.id)
    return url_for("structure.index")


def _row(row: PartRow, kind: str, href: str = "") -> dict[str, Any]:
    return {
        "href": href,
        "name": row.name,
        "active": row.active,
        "state": IN_USE if row.active else OUT_OF_USE,
        "audits": f"{row.audits:,}",
        "teams": f"{row.teams:,}",
        "rename": url_for("structure.rename", kind=kind, part_id=row.id),
        "switch": url_for(
            "structure.stop" if row.active else "structure.start_again", kind=kind, part_id=row.id
        ),
        "switch_label": "Stop using" if row.active else "Use again",
    }
