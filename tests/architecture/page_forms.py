"""Every form that the pages show to anybody, filled in as a person might who wants it to be taken."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from lxml import html
from werkzeug.datastructures import MultiDict

from tests.architecture.answers import Answer, expected_answer, requests_of
from tests.architecture.council import Who
from tests.architecture.standing import Standing
from tests.factories import PASSWORD

ASKED = (Who.STRANGER, Who.QA_LEAD, Who.ADMINISTRATOR, Who.SEVERAL)
"""Between them they find every form there is."""

SAID = {
    "email": "nia.newcomer@testshire.example",
    "password": PASSWORD,
    "current": PASSWORD,
    "new": "Ladder-Copper-Thistle-91",
    "again": "Ladder-Copper-Thistle-91",
    "case_reference": "C-4711",
    "cases": "C-4711",
    "date": "12/12/2016",
    "due_on": "31/12/2030",
    "number": "3",
    "year": "2015-16",
    "period": "Dec 2016",
    "low": "50",
    "high": "60",
    "tolerance": "5",
    "holds_from": "",
    "requires_improvement": "60-69",
    "good": "70-79",
    "outstanding": "80 or more",
}
"""By the name of a field, the last word of it, or the kind of thing that is typed."""

NUMBERS = count(1)

TYPED = frozenset({"text", "search", "email", "tel", "url"})


@dataclass(frozen=True)
class PageForm:
    """One form of one page: who sees it, where it goes, what is sent, and in which fields one types."""

    who: Who
    page: str
    endpoint: str
    action: str
    sent: MultiDict[str, str]
    typed: tuple[str, ...]
    of_lines: frozenset[str]
    """Those among them that take several lines."""

    def __str__(self) -> str:
        return f"{self.endpoint} from {self.page}"

    @property
    def key(self) -> tuple[str, frozenset[str]]:
        """What makes it another form than others: what it does, and with which fields."""
        return self.endpoint, frozenset(self.sent)

    def with_values(self, values: dict[str, str]) -> dict[str, Any]:
        """What is sent, with other values in some of its fields."""
        return {name: self.sent.getlist(name) for name in self.sent if name != "csrf_token"} | values


def forms_of_all_pages(standing: Standing) -> Iterator[PageForm]:
    """Each once, though many pages may show it."""
    seen = set()
    for who in ASKED:
        for page in pages_of(standing, who):
            for form in _forms_of(standing, who, page):
                if form.key not in seen and form.endpoint != "account.sign_out":
                    seen.add(form.key)
                    yield form


def as_it_stands_now(standing: Standing, form: PageForm) -> PageForm | None:
    """The same form of the same page, of what has changed meanwhile; None where it is gone."""
    now = _forms_of(standing, form.who, form.page)
    return next((each for each in now if (each.action, each.key) == (form.action, form.key)), None)


def _forms_of(standing: Standing, who: Who, page: str) -> Iterator[PageForm]:
    with standing.ask(who, "GET", page) as answer:
        if answer.mimetype != "text/html" or answer.status_code != 200:
            return
        tree = html.document_fromstring(answer.get_data(as_text=True))
    adapter = standing.app.url_map.bind("localhost")
    for form in tree.xpath("//form[translate(@method,'POST','post')='post']"):
        action = str(form.get("action") or page)
        endpoint = adapter.match(action.partition("?")[0], method="POST")[0]
        of_lines = frozenset(form.xpath(".//textarea/@name"))
        yield PageForm(who, page, endpoint, action, _filled_in(form), tuple(_typed(form)), of_lines)


def pages_of(standing: Standing, who: Who) -> list[str]:
    return [
        request.path
        for request in requests_of(standing.app, standing.council, who)
        if request.method == "GET" and expected_answer(request, who) is Answer.ALLOWED
    ]


def _filled_in(form: html.FormElement) -> MultiDict[str, str]:
    """As it stands, with something in what was left empty and one of what is to be chosen from."""
    sent: MultiDict[str, str] = MultiDict(form.form_values())
    for field in form.xpath(".//input[@name]|.//textarea[@name]|.//select[@name]"):
        name = field.get("name")
        if set(sent.getlist(name)) - {"", "0"} or field.get("type") in ("file", "hidden", "submit"):
            continue
        if field.tag == "select":
            sent[name] = next((each for each in field.value_options if each not in ("", "0")), "")
        elif field.get("type") in ("radio", "checkbox"):
            sent[name] = field.get("value", "on")
        else:
            sent[name] = _said(name, field)
    return sent


def _said(name: str, field: html.HtmlElement) -> str:
    if name == "code":
        return f"like-no-other-{next(NUMBERS)}"
    kinds = (name, name.rpartition("-")[2], name.rpartition("_")[2], field.get("type"))
    if field.get("inputmode") in ("numeric", "decimal"):
        kinds = (*kinds, "number")
    return next((SAID[kind] for kind in kinds if kind in SAID), "Some words")


def _typed(form: html.FormElement) -> Iterator[str]:
    for field in form.xpath(".//input[@name]|.//textarea[@name]"):
        if field.tag == "textarea" or field.get("type", "text") in TYPED:
            yield field.get("name")
