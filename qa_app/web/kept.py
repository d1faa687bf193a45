"""What a page took long to put together, kept in this process for as long as nothing changes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar

from flask import current_app, g

from qa_app.extensions import db
from qa_app.queries.data_version import data_version
from qa_app.web.clock import today
from qa_app.web.current import current_scope, signed_in, web_session

MOST = 32
"""Pages of the largest scorecard take a few megabytes together."""

Made = TypeVar("Made")


class Keeper:
    """The pages made last, by everything that they depend on; one for each application."""

    def __init__(self) -> None:
        self._pages: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Hashable) -> object | None:
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def keep(self, key: Hashable, page: object) -> None:
        with self._lock:
            self._pages[key] = page
            while len(self._pages) > MOST:
                self._pages.popitem(last=False)


def kept(make: Callable[[], Made], *of: Hashable) -> Made:
    """What `make` makes of the database, for these arguments and the person signed in.

    It is made again after any change that was committed, on another day, and for anybody else. What is
    made must not be changed by whoever gets it, and holds no rows of the session.
    """
    keeper: Keeper = current_app.extensions.setdefault("kept", Keeper())
    person = signed_in()
    key = (version(), today(), web_session().id, current_scope(), person.permissions, of)
    found = keeper.find(key)
    if found is None:
        found = make()
        keeper.keep(key, found)
    return found  # type: ignore[return-value]  # what was kept under this key, `make` made


def version() -> str:
    """The data's version, asked for once in a request."""
    if "data_version" not in g:
        g.data_version = data_version(db.session)
    known: str = g.data_version
    return known
