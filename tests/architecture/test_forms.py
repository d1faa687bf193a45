"""Every form of every page: it takes its own fields and no others, and whatever is typed stays text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from lxml import html
from sqlalchemy import Boolean, Column, Integer, inspect
from werkzeug.test import TestResponse

from qa_app.models import Base, base
from tests.architecture.page_forms import ASKED, PageForm, as_it_stands_now, forms_of_all_pages, pages_of
from tests.architecture.standing import BESIDE, Rows, Standing, changed

TAKEN = frozenset({200, 302, 303})

BY_CHANCE = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\.\d+(\+00:00)?|\b[0-9a-f]{16,64}\b|\$argon2id[^'\"]*"
)
"""What is another each time: instants, digests and salts, hashes of passwords."""

NO_CHANGE = BESIDE | {"sign_in_attempt"}
"""What is noted of a password that was asked for is no change either; all else is one."""

NAMES_OF_CHANCE = re.compile("token|secret|one_use")

PAYLOAD = "javascript:qa()//'\" onqa=1>--><qa-x onqa=1>{{7*191}}"
"""Wherever it is not text it makes an element, an attribute, a link that is a program, or 1337."""

PAYLOADS = "\n\n".join(
    (
        PAYLOAD,
        "<qa-x onqa=1>",
        "' onqa=1 '",
        "</title></script><qa-x>",
        "[x](javascript:qa(1))",
        "![x](x' onqa=1 '.png)",
        "<javascript:qa(1)>",
        "<![CDATA[<qa-x>]]>",
        "&lt;qa-x onqa=1&gt;",
        "{% set x = 7*191 %}{{x}}${7*191}<%=7*191%>#{7*191}",
    )
)


@pytest.fixture(scope="module")
def forms(founded: Standing) -> Iterator[list[PageForm]]:
    found = list(forms_of_all_pages(founded))
    founded.put_back()
    yield found
    founded.put_back()


def value_for(column: Column[Any]) -> str:
    """What somebody might try to have in it."""
    match column.type:
        case Boolean():
            return "true"
        case Integer():
            return "2"
        case base.UtcDateTime():
            return "2016-01-01"
    return "final" if column.name == "status" else "administrator"


def names_of_the_models() -> dict[str, str]:
    """Every column and relationship there is, with something to put in it."""
    names = {}
    for mapper in Base.registry.mappers:
        names |= {each.key: value_for(each.columns[0]) for each in mapper.column_attrs}
        names |= {each.key: "2" for each in inspect(mapper).relationships}
    return names


def rows(standing: Standing) -> Rows:
    """As the database has them, but for columns that hold something else each time."""
    found = {}
    with standing.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            columns = ", ".join(each.name for each in table.columns if not NAMES_OF_CHANCE.search(each.name))
            selected = connection.exec_driver_sql(f'SELECT {columns} FROM "{table.name}"')  # noqa: S608 - ours
            found[table.name] = [tuple(row) for row in selected.all()]
    return found


def new_rows(before: Rows, after: Rows) -> dict[str, list[str]]:
    """What the changed tables hold now, without what is by chance."""
    return {
        name: sorted(BY_CHANCE.sub("", repr(row)) for row in after[name]) for name in changed(before, after)
    }


@dataclass(frozen=True)
class Outcome:
    """How a form was answered, what the tables hold that it changed, and what it left in the trail."""

    status: int
    rows: dict[str, list[str]]
    entries: list[dict[str, Any]]


@pytest.fixture(scope="module")
def outcomes(founded: Standing, forms: list[PageForm]) -> list[tuple[PageForm, Outcome, Outcome]]:
    """Of each form as it is, and with the names of all columns that no field of it has."""
    names, before, found = names_of_the_models(), rows(founded), []
    for form in forms:
        more = {name: value for name, value in names.items() if name not in form.sent}
        found.append((form, *(_outcome(founded, before, form, added) for added in ({}, more))))
    return found


def _outcome(standing: Standing, before: Rows, form: PageForm, added: dict[str, str]) -> Outcome:
    with standing.ask(form.who, "POST", form.action, form.with_values(added)) as answer:
        status = answer.status_code
    after = rows(standing) if status in TAKEN else before
    standing.put_back()
    columns = [column.name for column in Base.metadata.tables["trail_entry"].columns]
    added_rows = set(after["trail_entry"]) - set(before["trail_entry"])
    entries = [dict(zip(columns, row, strict=True)) for row in added_rows]
    return Outcome(status, new_rows(before, after), [each for each in entries if not each["is_look"]])


def test_a_form_takes_its_own_fields_and_no_others(outcomes):
    """The names of columns that no field has are sent with each form, and nothing comes of it."""
    otherwise = [
        f"{form}: {as_it_is.status}, {with_more.status}, {differing(as_it_is.rows, with_more.rows)}"
        for form, as_it_is, with_more in outcomes
        if (as_it_is.status, as_it_is.rows) != (with_more.status, with_more.rows)
    ]

    assert otherwise == []
    assert sum(with_more.status in TAKEN for _, _, with_more in outcomes) > 75


def differing(these: dict[str, list[str]], those: dict[str, list[str]]) -> list[str]:
    return sorted(table for table in these | those if these.get(table) != those.get(table))


def test_what_changes_anything_is_in_the_trail(founded, outcomes):
    """With who did it, when and from where."""
    without, changing = [], 0
    for form, outcome, _ in outcomes:
        if not outcome.rows.keys() - NO_CHANGE:
            continue
        changing += 1
        who = founded.council.people.get(form.who)
        if not any(
            (each["person_id"], each["address"], bool(each["happened_at"])) == (who, "127.0.0.1", True)
            for each in outcome.entries
        ):
            without.append(f"{form}: {sorted(outcome.rows)}, {outcome.entries}")

    assert without == []
    assert changing > 60


def foreign(answer: TestResponse) -> str:
    """What a page has in it that somebody typed; nothing where all of it is text."""
    if answer.mimetype != "text/html" or not answer.get_data():
        return ""
    tree = html.document_fromstring(answer.get_data(as_text=True))
    found = tree.xpath("//*[name()='qa-x' or @onqa]|//@href[starts-with(., 'javascript:')]")
    typed = "".join(tree.xpath("//text()")) + "".join(tree.xpath("//@value"))
    return f"{found}{'1337' if '1337' in typed else ''}" if found or "1337" in typed else ""


def test_what_is_typed_into_any_field_stays_text(founded, forms):
    """Where a form comes back, and then on whatever page shows what was taken."""
    faults, into = [], set()
    for form in (each for each in forms if each.typed):
        for names in (form.typed, *((name,) for name in form.typed)):
            form = as_it_stands_now(founded, form) or form
            values = {name: PAYLOADS if name in form.of_lines else PAYLOAD for name in names}
            with founded.ask(form.who, "POST", form.action, form.with_values(values)) as answer:
                if answer.status_code >= 500 or foreign(answer):
                    faults.append(f"{form}: {answer.status_code} {foreign(answer)} with {values}")
            if answer.status_code in TAKEN:
                into |= {(form.endpoint, name) for name in names}
            if names == form.typed and answer.status_code in TAKEN:
                break  # else each by itself: one of them takes no text but a date or a number
    for who in ASKED:
        for page in pages_of(founded, who):
            with founded.ask(who, "GET", page) as answer:
                if answer.status_code >= 500 or foreign(answer):
                    faults.append(f"{page} for {who}: {answer.status_code} {foreign(answer)}")

    assert faults == []
    assert len(into) > 85
