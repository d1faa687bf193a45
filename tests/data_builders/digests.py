"""What a database holds, in few words: two that hold the same have the same digests."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, MetaData

from tests.data_builders.any_rows import rows_of

Digests = Mapping[str, Mapping[str, str]]


def digests(connection: Connection) -> Digests:
    """By table and column; all rows in the order of the table's key."""
    tables = MetaData()
    tables.reflect(connection)
    return {
        table.name: {
            column.name: _digest([row[number] for row in rows]) for number, column in enumerate(table.columns)
        }
        for table in tables.sorted_tables
        if table.name != "alembic_version"
        for rows in [rows_of(connection, table)]
    }


def differing(before: Digests, after: Digests) -> list[str]:
    """> person.name, of the columns that there are in both."""
    return [
        f"{table}.{column}"
        for table, columns in before.items()
        for column, digest in columns.items()
        if after.get(table, {}).get(column, digest) != digest
    ]


def columns_of(held: Digests) -> set[str]:
    """> person.name"""
    return {f"{table}.{column}" for table, columns in held.items() for column in columns}


def _digest(values: list[Any]) -> str:
    return hashlib.sha256("\n".join(map(_text, values)).encode()).hexdigest()


def _text(value: Any) -> str:
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(UTC).replace(tzinfo=None)
    if isinstance(value, dict | list):
        return json.dumps(value, sort_keys=True)
    return repr(value)
