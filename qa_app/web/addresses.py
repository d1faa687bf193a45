"""The numbers in addresses."""

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1
"""What PostgreSQL calls an integer; it would refuse the query for a larger one."""


class RowNumber(IntegerConverter):
    """> /people/7: a number that no row can have leads to no page."""

    def __init__(self, rules: Map, **named: Any) -> None:
        super().__init__(rules, **{"max": LARGEST} | named)


def set_up_addresses(app: Flask) -> None:
    app.url_map.converters["int"] = RowNumber
