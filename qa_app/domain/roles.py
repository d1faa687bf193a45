"""Who may do what: one table of roles and permissions; silence is refusal."""

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    AUDITOR = "auditor"
    MODERATOR = "moderator"
    QA_LEAD = "qa lead"
    VIEWER = "viewer"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """> QA lead"""
        return "QA lead" if self is Role.QA_LEAD else self.value.capitalize()


class Permission(StrEnum):
    """What a page asks of the person who opens it."""

    PUBLIC = "anybody, signed in or not"
    SIGNED_IN = "anybody signed in"
    RECORD_AUDIT = "fill in and submit one's own audits"
    READ_AUDIT = "read audits, with their case text, within one's scope"
    EXTRACT_AUDITS = "take audits out as a file, with their case text"
    ALLOCATE_AUDIT = "give audits to auditors, return and withdraw them"
    MODERATE = "moderate others' audits"
    READ_MODERATION = "see what awaits moderation, and how far auditors and moderators agree"
    SET_MODERATION = "set the rules that choose audits for moderation"
    BUILD_TOOLS = "build and release audit tools"
    READ_TABLES = "read and export the judgement tables"
    LABEL_PERIODS = "set the month labels of the judgement tables"
    FEED_TABLES = "read the judgement tables with a token, as a program does"
    FEED_SCORECARDS = "read scorecards with a token, as a program does"
    READ_SCORECARDS = "read and export scorecards, and comment on the measures one is responsible for"
    MANAGE_MEASURES = "set up measures, what they are held against, and scorecards"
    ENTER_VALUES = "enter the values of measures, and what is found and said of a quarter"
    PUBLISH = "publish scorecards and tables"
    IMPORT = "bring in files"
    MANAGE_PEOPLE = "add people, set their roles and what they see"
    MANAGE_STRUCTURE = "set up service areas, teams and streams"
    READ_TRAIL = "read who did what and when"
    READ_ACCESS = "see who can see what, and who has looked at which audit"
    MANAGE_RECORDS = "hold, take out and remove all that is kept about one child's case"
    REMOVE_RECORDS = "propose, and agree, to remove the case text of audits whose time is up"
    READ_HEALTH = "see how the service and its database are doing"


ALLOWED: dict[Role, frozenset[Permission]] = {
    Role.AUDITOR: frozenset(
        {
            Permission.RECORD_AUDIT,
            Permission.READ_AUDIT,
            Permission.READ_TABLES,
            Permission.READ_SCORECARDS,
        }
    ),
    Role.MODERATOR: frozenset(
        {
            Permission.MODERATE,
            Permission.READ_MODERATION,
            Permission.READ_AUDIT,
            Permission.READ_TABLES,
            Permission.READ_SCORECARDS,
        }
    ),
    Role.QA_LEAD: frozenset(
        {
            Permission.READ_AUDIT,
            Permission.ALLOCATE_AUDIT,
            Permission.EXTRACT_AUDITS,
            Permission.READ_MODERATION,
            Permission.SET_MODERATION,
            Permission.BUILD_TOOLS,
            Permission.READ_TABLES,
            Permission.LABEL_PERIODS,
            Permission.READ_SCORECARDS,
            Permission.MANAGE_MEASURES,
            Permission.ENTER_VALUES,
            Permission.PUBLISH,
            Permission.IMPORT,
            Permission.MANAGE_STRUCTURE,
            Permission.READ_TRAIL,
            Permission.READ_ACCESS,
            Permission.MANAGE_RECORDS,
            Permission.REMOVE_RECORDS,
        }
    ),
    Role.VIEWER: frozenset({Permission.READ_TABLES, Permission.READ_SCORECARDS}),
    # An administrator runs the system and has no business in a child's record.
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.MANAGE_PEOPLE,
            Permission.MANAGE_STRUCTURE,
            Permission.READ_TRAIL,
            Permission.READ_ACCESS,
            Permission.REMOVE_RECORDS,
            Permission.READ_HEALTH,
        }
    ),
}


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    """Everything these roles may do together, for a person who is signed in."""
    own = frozenset({Permission.PUBLIC, Permission.SIGNED_IN})
    return own.union(*(ALLOWED[role] for role in roles))
