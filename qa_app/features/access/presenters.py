"""Who can see what, and who has looked, in words."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from flask import url_for

from qa_app.domain.roles import Permission, Role, permissions_of
from qa_app.domain.tables import Column, Figure, Kind, Report, Section, Table, Value
from qa_app.features.access.choosing import Asked
from qa_app.queries.access import AccessRow
from qa_app.queries.looks import LookPage, LookRow
from qa_app.web.formatters import format_instant

TITLE = "Who can see what"
NOTES = (
    "Who may not sign in sees nothing and is not listed.",
    "Case text is what auditors and moderators write about a child’s record. Everybody listed who reads"
    " tables reads them of the service areas they see.",
)


def access_table(rows: Iterable[AccessRow], *, leads_to_people: bool = False) -> Table:
    columns = (
        Column("Name", is_heading=True),
        Column("Roles"),
        Column("Service areas"),
        Column("Case text"),
        Column("Signs in with"),
        Column("Two-step sign-in"),
        Column("Last signed in", Kind.TIME),
        Column("Signed in now", Kind.COUNT),
        Column("Tokens for programs", Kind.COUNT),
        Column("E-mail address"),
    )
    return Table(TITLE, columns, [_cells(row, leads_to_people) for row in rows], notes=NOTES)


def access_report(rows: Iterable[AccessRow], *, author: str, drawn_at: datetime) -> Report:
    return Report(
        title=TITLE,
        drawn_at=drawn_at,
        author=author,
        sections=(Section(TITLE, table=access_table(rows)),),
    )


def _cells(row: AccessRow, leads_to_people: bool) -> Sequence[Value]:
    href = url_for("people.show", person_id=row.id) if leads_to_people else ""
    return (
        Figure(row.name, Kind.TEXT, href=href),
        ", ".join(role.label for role in Role if role in row.roles) or "None",
        "All" if row.scope.areas is None else ", ".join(row.areas) or "None",
        case_text(row),
        _signs_in_with(row),
        "On" if row.second_factor else "Off",
        row.last_signed_in or "Never",
        row.open_sessions,
        row.tokens,
        row.email,
    )


def case_text(row: AccessRow) -> str:
    """> Own audits"""
    if Permission.READ_AUDIT not in permissions_of(row.roles):
        return "None"
    if row.scope.case_areas is None:
        return "All audits"
    return "Audits of these service areas, and own" if row.scope.case_areas else "Own audits"


def _signs_in_with(row: AccessRow) -> str:
    ways = [("Password", row.has_password), ("Single sign-on", row.single_sign_on)]
    return ", ".join(way for way, has in ways if has) or "Nothing yet"


def looks_list(found: LookPage, asked: Asked) -> dict[str, Any]:
    typed: dict[str, Any] = {name: value for name, value in asked.typed.items() if value}
    return {
        "typed": asked.typed,
        "problems": asked.problems,
        "rows": [_look(row) for row in found.rows],
        "previous": url_for("access.looks", page=asked.page - 1, **typed) if asked.page > 1 else None,
        "next": url_for("access.looks", page=asked.page + 1, **typed) if found.has_more else None,
        "csv": url_for("access.looks_csv", **typed),
    }


def looks_table(rows: Iterable[LookRow]) -> Table:
    """A row for each audit, because somebody who computes asks for one."""
    columns = (
        Column("When", Kind.TIME),
        Column("Who"),
        Column("What they did"),
        Column("Audit"),
        Column("Network address"),
    )
    return Table("Looks at audits", columns, (cells for row in rows for cells in _one_by_one(row)))


def _one_by_one(row: LookRow) -> Iterator[Sequence[Value]]:
    for reference in row.audits or [""]:
        yield row.happened_at, row.person, _capital(row.action), reference, row.address


def _look(row: LookRow) -> dict[str, Any]:
    return {
        "when": format_instant(row.happened_at),
        "who": row.person,
        "action": _capital(row.action),
        "audits": row.audits,
        "address": row.address,
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
