"""The numbers in addresses, and in what forms send; and the one character that no address may have."""

from typing import Any

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1
"""What PostgreSQL calls an integer; it would refuse the query for a larger one."""


def row_number(text: str) -> int | None:
    """A number as it was typed or sent; None for what is none, or one that no row can have."""
    if text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST)) and int(text) <= LARGEST:
        return int(text)
    return None


class RowNumber(IntegerConverter):
    """> /people/7: a number that no row can have leads to no page."""

    def __init__(self, rules: Map, **named: Any) -> None:
        super().__init__(rules, **{"max": LARGEST} | named)


def set_up_addresses(app: Flask) -> None:
    app.url_map.converters["int"] = RowNumber
    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    """Nobody can type one, and PostgreSQL takes no text that has one."""
    asked = (text for pair in request.args.items(multi=True) for text in pair)
    if "\0" in request.path or any("\0" in text for text in asked):
        abort(400)
