"""Somebody who asks for anything, fills in anything, and never minds what is meant: each role in turn.

Addresses come from the application's own map, forms from its own pages; what is put into them is chance, from
a seed. Nothing may be answered with a fault of the server.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.routing import Rule

from qa_app.domain.feeds import LASTING, Feed
from qa_app.domain.roles import Role
from qa_app.extensions import db
from qa_app.models import Person
from qa_app.services.feed_tokens import make_token
from qa_app.web.clock import now
from tests.browser.council import EMAILS
from tests.factories import PASSWORD

TEXTS = (
    "", " ", "0", "1", "2", "-1", "2147483647", "2147483648", "9223372036854775808", "1e309", "NaN", "1.5",
    "½", "٣", "2016-17-Q3", "Q3 2016-17", "2016-12", "2016-13", "0000-00", "9999-99-Q9", "2024-02-30",
    "31/12/2016", "01/01/0001", "31/12/9999", "10000-01-01", "overall", "final", "service-area", "north",
    "<script>alert(1)</script>", "{{7*7}}", "=1+1", "' OR 1=1 --", "%00", "\0", "\x1b[31m", "\u202e",
    "\u2028", "\ud7ff", "👩‍👩‍👧", "e\u0301", "../../etc/passwd", "//example.org", "javascript:1", "a" * 300,
    "b\n" * 500, "[" * 200, "null", "[]", "{}", "true", "on", "all", "some", "viewer", "administrator",
)  # fmt: skip
FILES = (b"", b"a,b\n1,2\n", b"PK\x03\x04", b"{}", b"\xff\xfe\0", b"%PDF-1.7", b"x" * 70_000)
OTHER_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS", "HEAD")

# These end what the rest of the visit needs, or make files by the hour; the pages before them are asked for.
LEFT_OUT = frozenset({"account.sign_out", "static"})


@dataclass
class Form:
    """One form of a page: where it goes, and what its fields are offered with."""

    action: str
    method: str
    fields: list[tuple[str, list[str]]]
    has_file: bool


@dataclass
class Fuzzer:
    """`faults` are the requests that were answered with 5xx, without what was sent in them."""

    app: Flask
    seed: int
    asked: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.rules = [rule for rule in self.app.url_map.iter_rules() if rule.endpoint not in LEFT_OUT]
        self.token = "qafeed_x"
        self.forms: list[Form] = []
        self.names: list[str] = ["page", "to", "periods", "by", "of", "period", "layout", "profile"]

    def visit(self, role: Role | None, requests: int) -> None:
        client = self.app.test_client()
        if role is not None:
            self._sign_in(client, role)
        self.forms.clear()
        for _ in range(requests):
            if self.forms and self.chance.random() < 0.5:
                self._send(client, self.chance.choice(self.forms))
            else:
                self._ask(client, self.chance.choice(self.rules))

    def _sign_in(self, client: FlaskClient, role: Role) -> None:
        with self.app.app_context():
            person = db.session.scalars(select(Person).where(Person.email == EMAILS[role])).one()
            feeds = [feed for feed in Feed if feed.permission in person.permissions]
            if feeds:
                self.token = make_token(
                    db.session, name="F", feeds=feeds, days=min(LASTING), by=person, at=now()
                )
                db.session.commit()
        page = html.fromstring(client.get("/sign-in").get_data())
        values = {
            "csrf_token": page.xpath("//input[@name='csrf_token']/@value")[0],
            "email": EMAILS[role],
            "password": PASSWORD,
        }
        client.post("/sign-in", data=values)

    def _ask(self, client: FlaskClient, rule: Rule) -> None:
        method = (
            self.chance.choice(sorted(rule.methods or ()))
            if self.chance.random() < 0.8
            else (self.chance.choice(OTHER_METHODS))
        )
        path = re.sub(r"<[^>]*>", lambda part: self._part(part[0]), rule.rule)
        query = MultiDict(self._pairs(3)) if self.chance.random() < 0.5 else None
        named: dict[str, Any] = {}
        if method in ("POST", "PUT", "PATCH"):
            named = self._body(list(self._pairs(4)))
        self._open(client, rule.endpoint, method, path, query_string=query, headers=self._headers(), **named)

    def _send(self, client: FlaskClient, form: Form) -> None:
        pairs = []
        for name, offered in form.fields:
            if name == "csrf_token":
                pairs.append((name, offered[0]))
            elif (luck := self.chance.random()) < 0.55 and offered:
                pairs.append((name, self.chance.choice(offered)))
            elif luck < 0.92:
                pairs.append((name, self._text()))
        if self.chance.random() < 0.2:
            pairs.extend(self._pairs(2))
        sent: MultiDict[str, Any] = MultiDict(pairs)
        if form.method == "GET":
            self._open(client, "form", "GET", form.action, query_string=sent)
            return
        if form.has_file:
            sent.add("file", (BytesIO(self.chance.choice(FILES)), self._text() or "f.csv"))
        self._open(client, "form", "POST", form.action, data=sent)

    def _open(self, client: FlaskClient, name: str, method: str, path: str, **named: Any) -> None:
        self.asked += 1
        answer = client.open(path, method=method, **named)
        self.answers[answer.status_code] += 1
        if answer.status_code >= 500:
            self.faults.append(f"{answer.status_code} {method} {path[:80]!r} ({name})")
        if answer.mimetype == "text/html" and method == "GET":
            self._learn(answer.get_data(), path)
        answer.close()

    def _learn(self, page: bytes, path: str) -> None:
        if not page.strip():
            return
        for form in html.fromstring(page).forms:
            names = [(each.get("name"), list(_offered(each))) for each in form.xpath(".//*[@name]")]
            self.names = (self.names + [name for name, _ in names])[-200:]
            if "/sign-out" not in (form.action or ""):
                has_file = bool(form.xpath(".//input[@type='file']"))
                self.forms.append(Form(form.action or path.partition("?")[0], form.method, names, has_file))
        del self.forms[:-40]

    def _part(self, part: str) -> str:
        if "any(" in part:
            return self.chance.choice(part[part.index("(") + 1 : part.index(")")].replace(" ", "").split(","))
        if "int:" in part or "_id" in part:
            return str(self.chance.choice([*range(1, 30), 0, 2**31 - 1, 2**31, 2**70, -1, "x", "1.0"]))
        return self.chance.choice(
            ["2016-17-Q3", "overall", "introduction", "north", "ab%00c", "é", "a" * 300]
        )

    def _pairs(self, most: int) -> Iterator[tuple[str, str]]:
        for _ in range(self.chance.randint(0, most)):
            yield self.chance.choice(self.names), self._text()

    def _text(self) -> str:
        if self.chance.random() < 0.8:
            return self.chance.choice(TEXTS)
        ends = self.chance.choices((127, 0xD800), k=self.chance.randint(1, 40))
        return "".join(chr(self._below(end)) for end in ends)

    def _below(self, end: int) -> int:
        return self.chance.randrange(32, end)

    def _body(self, pairs: list[tuple[str, str]]) -> dict[str, Any]:
        match self.chance.randrange(4):
            case 0:
                return {"data": json.dumps(dict(pairs)), "content_type": "application/json"}
            case 1:
                return {"data": b"\xff\0--x\r\n", "content_type": "multipart/form-data; boundary=x"}
            case _:
                return {"data": MultiDict(pairs)}

    def _headers(self) -> dict[str, str]:
        if self.chance.random() < 0.5:
            return {"Authorization": f"Bearer {self.token}"}
        if self.chance.random() < 0.7:
            return {}
        return self.chance.choice([
            {"If-None-Match": "*"}, {"Range": "bytes=0-1"}, {"Accept": "application/json"},
            {"Authorization": "Bearer qafeed_x"}, {"Authorization": "Basic !"}, {"X-Forwarded-For": "1, 2"},
            {"Accept-Language": "\xff"}, {"User-Agent": "x" * 5_000}, {"Referer": "http://[::1"},
        ])  # fmt: skip


def _offered(element: Any) -> Iterator[str]:
    if element.tag == "select":
        yield from element.xpath(".//option/@value")
    elif element.tag == "textarea":
        yield element.text or ""
    else:
        yield element.get("value", "")
