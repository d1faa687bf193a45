"""The pages in the navigation, and who is offered them."""

from dataclasses import dataclass

from flask import request, url_for

from qa_app.domain.roles import Permission
from qa_app.web.current import is_signed_in, signed_in


@dataclass(frozen=True)
class Entry:
    label: str
    endpoint: str
    permission: Permission


ENTRIES = (
    Entry("My work", "home.index", Permission.SIGNED_IN),
    Entry("Judgement tables", "judgements.index", Permission.READ_TABLES),
    Entry("Scorecards", "scorecards.index", Permission.READ_SCORECARDS),
    Entry("Measures", "measures.index", Permission.READ_SCORECARDS),
    Entry("Published", "publications.index", Permission.READ_SCORECARDS),
    Entry("Audits", "audits.index", Permission.READ_AUDIT),
    Entry("Moderation", "moderation.index", Permission.READ_MODERATION),
    Entry("Audit tools", "audit_tools.index", Permission.BUILD_TOOLS),
    Entry("Bring in files", "imports.index", Permission.IMPORT),
    Entry("Feeds", "feeds.index", Permission.READ_SCORECARDS),
    Entry("People", "people.index", Permission.MANAGE_PEOPLE),
    Entry("Access", "access.index", Permission.READ_ACCESS),
    Entry("Service areas", "structure.index", Permission.MANAGE_STRUCTURE),
    Entry("Records", "records.index", Permission.REMOVE_RECORDS),
    Entry("Trail", "trail.index", Permission.READ_TRAIL),
    Entry("System", "health.details", Permission.READ_HEALTH),
)


@dataclass(frozen=True)
class Link:
    label: str
    href: str
    current: bool


def navigation() -> list[Link]:
    """The links this person may follow, in order; nothing for a stranger."""
    if not is_signed_in():
        return []
    allowed = signed_in().permissions
    here = (request.endpoint or "").partition(".")[0]
    return [
        Link(entry.label, url_for(entry.endpoint), current=entry.endpoint.partition(".")[0] == here)
        for entry in ENTRIES
        if entry.permission in allowed
    ]
