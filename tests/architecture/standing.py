"""The whole council behind a served application, put back after whatever was done to it."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from flask import Flask
from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from qa_app.database import sqlite_module
from qa_app.extensions import db
from qa_app.features.imports import routes as imports
from qa_app.features.reports import making
from qa_app.models import Base, WebSession
from qa_app.services.setting_up import set_up
from tests.architecture.council import Council, Who, found_council
from tests.conftest import unguarded
from tests.factories import PASSWORD
from tests.web.page import Page

Rows = dict[str, list[tuple[Any, ...]]]

BESIDE = frozenset({"sent_form", "trail_entry", "trail_seal", "web_session"})
"""The tables in which a look and a form leave something, whatever came of them."""


@contextmanager
def nothing_beside() -> Iterator[None]:
    """No thread goes on at what a request began, because it would write to what was put back meanwhile."""
    with patch.object(making, "draw_beside"), patch.object(imports, "check_beside"):
        yield


@dataclass(frozen=True)
class Cookie:
    """Somebody’s session, and the token that its forms carry."""

    value: str
    csrf_token: str


class Standing:
    """Everybody has signed in; each request comes with the cookie that they had then."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            self.engine: Engine = db.engine
        with Session(self.engine) as session:
            set_up(session)
            session.commit()
            self.council: Council = found_council(session)
        self.cookies = {who: self._signed_in(who) for who in Who}
        with Session(self.engine) as session:
            by_person = {each.person_id: each.id for each in session.scalars(select(WebSession))}
        self.council.sessions = {who: by_person[person] for who, person in self.council.people.items()}
        self.before = self.rows()
        self._copy = sqlite_module().connect(":memory:", check_same_thread=False)
        if self.is_sqlite:
            with self._driver() as connection:
                connection.backup(self._copy)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    def put_back(self) -> None:
        if self.is_sqlite:
            with self._driver() as connection:
                self._copy.backup(connection)
        else:
            self._put_back_rows(changed(self.before, self.rows()))
        self.app.extensions.pop("kept", None)

    def _put_back_rows(self, names: list[str]) -> None:
        with self.engine.begin() as connection, unguarded(connection):
            for table in (Base.metadata.tables[name] for name in names):
                connection.execute(table.delete())
                columns = table.columns.keys()
                rows = [dict(zip(columns, row, strict=True)) for row in self.before[table.name]]
                if rows:
                    connection.execute(insert(table), rows)

    @contextmanager
    def _driver(self) -> Iterator[Any]:
        connection = self.engine.raw_connection()
        yield connection.driver_connection
        connection.close()

    def rows(self) -> Rows:
        """Every row of every table."""
        with self.engine.connect() as connection:
            return {
                table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
                for table in Base.metadata.sorted_tables
            }

    def ask(
        self, who: Who, method: str, path: str, data: Mapping[str, Any] | None = None, *, csrf: bool = True
    ) -> TestResponse:
        """A form that is posted carries the CSRF token of the session, unless it is left out."""
        cookie = self.cookies[who]
        client = self.app.test_client()
        client.set_cookie("qa-session", cookie.value)
        if method not in ("GET", "HEAD", "OPTIONS"):
            data = {**({"csrf_token": cookie.csrf_token} if csrf else {}), **(data or {})}
        with nothing_beside():
            answer: TestResponse = client.open(path, method=method, data=data)
        return answer

    def _signed_in(self, who: Who) -> Cookie:
        client = self.app.test_client()
        page = Page(client.get("/sign-in"))
        token = page.form()["csrf_token"]
        if who is not Who.STRANGER:
            values = {"email": self.council.emails[who], "password": PASSWORD, "csrf_token": token}
            assert client.post("/sign-in", data=values).status_code == 302
            token = Page(client.get("/account")).tree.xpath("//input[@name='csrf_token']/@value")[0]
        cookie = client.get_cookie("qa-session")
        assert cookie is not None
        return Cookie(cookie.value, token)


def changed(before: Rows, after: Rows, *, but: Iterable[str] = ()) -> list[str]:
    """The tables with other rows than before."""
    return [name for name in before if name not in set(but) and before[name] != after[name]]
