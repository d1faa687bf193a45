"""What happened, in words."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import url_for

from qa_app.domain.tables import Column, Kind, Table
from qa_app.features.trail.choosing import Asked
from qa_app.queries.trail import Entries, TrailPage, TrailRow
from qa_app.web.formatters import by_whom, format_instant

ENTRIES = {
    Entries.CHANGES: "Changes",
    Entries.LOOKS: "Looks at case text",
    Entries.ALL: "Both",
}


def trail_list(found: TrailPage, asked: Asked, *, actions: Sequence[str]) -> dict[str, Any]:
    typed: dict[str, Any] = {name: value for name, value in asked.typed.items() if value}
    return {
        "typed": asked.typed,
        "problems": asked.problems,
        "actions": [("", "Anything"), *((action, _capital(action)) for action in actions)],
        "entries": [(kind.value, label, kind is asked.choice.entries) for kind, label in ENTRIES.items()],
        "rows": [_row(row) for row in found.rows],
        "previous": url_for("trail.index", page=asked.page - 1, **typed) if asked.page > 1 else None,
        "next": url_for("trail.index", page=asked.page + 1, **typed) if found.has_more else None,
        "csv": url_for("trail.as_csv", **typed),
    }


def trail_table(rows: Iterable[TrailRow]) -> Table:
    columns = (
        Column("When", Kind.TIME),
        Column("Who"),
        Column("What they did"),
        Column("About"),
        Column("Details"),
        Column("From where"),
    )
    return Table(
        title="Trail",
        columns=columns,
        rows=(
            (
                row.happened_at,
                by_whom(row.person),
                _capital(row.action),
                about(row),
                "; ".join(changes(row.before, row.after)),
                row.address,
            )
            for row in rows
        ),
    )


def about(row: TrailRow) -> str:
    """> Audit A-00012 or > Jane Smith or > Measure Visits in time; nothing where it was done to oneself"""
    if row.subject == "person":
        return "" if row.is_about_oneself else row.name or "Person"
    return f"{_capital(row.subject)} {row.name or ''}".strip()


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """> ["Status: from in progress to submitted", "Roles: Auditor", "Team: was North"]"""
    lines = []
    for key in [*before, *(key for key in after if key not in before)]:
        label = _capital(key.replace("_", " "))
        if key not in before:
            lines.append(f"{label}: {_words(after[key])}")
        elif key not in after:
            lines.append(f"{label}: was {_words(before[key])}")
        else:
            lines.append(f"{label}: from {_words(before[key])} to {_words(after[key])}")
    return lines


def _row(row: TrailRow) -> dict[str, Any]:
    return {
        "when": format_instant(row.happened_at),
        "who": by_whom(row.person),
        "action": _capital(row.action),
        "about": about(row),
        "changes": changes(row.before, row.after),
        "address": row.address,
    }


def _words(value: Any) -> str:
    match value:
        case None | "" | [] | {}:
            return "none"
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(map(_words, value))
        case dict():
            return ", ".join(f"{key} {_words(inner)}" for key, inner in value.items())
        case _:
            return str(value)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
