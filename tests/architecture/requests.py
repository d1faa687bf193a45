"""Every request that the application knows, without naming any row that exists."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter

NOTHING = {"RowNumber": 2**31 - 1, "UnicodeConverter": "nothing", "PathConverter": "nothing"}
"""What stands for a row that does not exist, by the converter of the address."""


@dataclass(frozen=True)
class Known:
    """One address and one way of asking for it."""

    endpoint: str
    method: str
    path: str

    def __str__(self) -> str:
        return f"{self.method} {self.path} ({self.endpoint})"


def known_requests(app: Flask, *methods: str) -> Iterator[Known]:
    adapter = app.url_map.bind("localhost")
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule)):
        values = {name: _nothing(rule._converters[name]) for name in rule.arguments}
        for method in methods:
            if method in (rule.methods or ()):
                yield Known(rule.endpoint, method, adapter.build(rule.endpoint, values, method=method))


def _nothing(converter: BaseConverter) -> object:
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return NOTHING[type(converter).__name__]
