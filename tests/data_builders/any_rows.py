"""Rows for a database of any schema: read from the database itself, so they do not follow the models."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Connection, MetaData, Row, Table, insert, select

FIRST_ID = 1_000
"""Out of the way of the rows that the app gives numbers to."""

ONE_ROW = frozenset({"moderation_setting", "alembic_version"})

HARD_TEXT = "“Zoë” said: don't\n;-- \U0001f9d2 שלום %s {{ x }} "

VALUES: Sequence[tuple[type[Any], Callable[[int], Any]]] = (
    (sa.JSON, lambda n: {"number": n, "text": HARD_TEXT, "list": [1, None, True]}),
    (sa.Boolean, lambda n: n % 2 == 0),
    (sa.SmallInteger, lambda n: n % 3 + 1),
    (sa.BigInteger, lambda n: n * 10_000_000_000),
    (sa.Integer, lambda n: n),
    (sa.DateTime, lambda n: datetime(2016, 12, 5, 14, 2, 3, n, tzinfo=UTC)),
    (sa.Date, lambda n: date(2016, 12, 5) + timedelta(days=n)),
    (sa.LargeBinary, lambda n: bytes(range(256)) * n),
    (sa.Float, lambda n: n / 3),
)


def add_rows(connection: Connection, *, each: int = 3) -> None:
    """To every table so many rows, which point at each other; what may be empty is so in every third."""
    tables = MetaData()
    tables.reflect(connection)
    for table in tables.sorted_tables:
        if table.name in ONE_ROW:
            continue
        there = len(rows_of(connection, table))
        for number in range(there + 1, there + each + 1):
            connection.execute(insert(table).values(_row(connection, table, number)))


def rows_of(connection: Connection, table: Table) -> Sequence[Row[Any]]:
    return connection.execute(select(table).order_by(*table.primary_key.columns)).all()


def _row(connection: Connection, table: Table, number: int) -> Mapping[str, Any]:
    row = _pointing(connection, table, number)
    for column in table.columns:
        if column.name not in row:
            row[column.name] = _value(column, number)
    return row


def _pointing(connection: Connection, table: Table, number: int) -> dict[str, Any]:
    """Where it points: its own number in the other table, and another one where it points there twice."""
    row: dict[str, Any] = {}
    pointed_at: list[Table] = []
    for key in sorted(table.foreign_key_constraints, key=lambda key: str(key.name)):
        target = key.referred_table
        may_be_empty = all(column.nullable for column in key.columns)
        if target is table or (may_be_empty and number % 3 == 0):
            row |= dict.fromkeys(key.column_keys)
            continue
        others = rows_of(connection, target)
        found = others[(number - 1 - pointed_at.count(target)) % len(others)]
        pointed_at.append(target)
        for element in key.elements:
            row[element.parent.name] = getattr(found, element.column.name)
    return row


def _value(column: Column[Any], number: int) -> Any:
    if column.primary_key and isinstance(column.type, sa.Integer):
        return FIRST_ID + number
    if column.nullable and number % 3 == 0 and column.name not in ("value", "percent"):
        return sa.null()
    for kind, value in VALUES:
        if isinstance(column.type, kind):
            return value(number)
    length = getattr(column.type, "length", None)
    return f"{number} {column.name} {HARD_TEXT}"[:length]
