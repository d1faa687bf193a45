"""What a table that was printed before the system is about."""

from enum import StrEnum


class TableKind(StrEnum):
    """Which groups have a table each: what councils print as “audit stream” may be areas or streams."""

    AUDIT_STREAM = "audit stream"
    QUALITY_OF_WORK = "quality of work"
    SERVICE_AREA = "service area"
    TEAM = "team"
    STREAM = "stream"
    TOOL = "tool"
    DOMAIN = "domain"
