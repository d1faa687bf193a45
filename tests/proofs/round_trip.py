"""Ten thousand texts typed into a form come back from database, page, CSV, workbook and PDF as they were.

What a form keeps of a text is said in `domain/free_text.py`; a cell that would begin a formula has an
apostrophe before it; a PDF shows what its fonts have not as its number, and breaks lines where it must, so
that there the characters that are no space are compared, of texts that turn to the right and back without
their order. Nothing is ever a formula, or markup.

`--texts N` (10,000, half on each database), `--seed N`.
"""

import argparse
import csv
import io
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

import openpyxl
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from openpyxl.utils.escape import unescape
from pypdf import PdfReader
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from qa_app import migrate
from qa_app.domain.free_text import clean_text
from qa_app.domain.roles import Role
from qa_app.domain.workflow import AuditStatus
from qa_app.exports.csv_file import FORMULA_STARTS
from qa_app.exports.pdf import fonts
from qa_app.extensions import db
from qa_app.factory import create_app
from qa_app.models import Audit, Judgement, Question
from qa_app.services.setting_up import set_up
from tests.factories import PASSWORD, a_person, a_service_area, a_stream, a_tool, a_tool_version, an_audit
from tests.proofs._serving import databases, settings_for
from tests.unit.exports.texts import in_a_csv_cell
from tests.web.conftest import token

ON_A_FORM = 50
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\u200f\u202e]")
FOOT = re.compile(r"AuditA-\d+Testshire·drawn\d+[A-Z][a-z]+\d+at\d\d:\d\dPage\d+of\d+")

BEGINNINGS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "'",
    "=cmd|' /C calc'!A0",
    "@SUM(A1)",
    "<",
    "&lt;",
    "{{7*7}}",
    "{%",
    '"',
    "",
)
PIECES = (
    *("The child was seen alone", "<script>alert(1)</script>", "<b>", "</textarea>", "&amp;", "{{7*7}}"),
    *("\" onload='x'", "_x000B_", "\r\n", "\n", "\t", " ", "  ", ",", ";", '"', "'", "\\", "`", "$1", "-- "),
    *(
        "\u05e9\u05dc\u05d5\u05dd",
        "\u0645\u0631\u062d\u0628\u0627",
        "\u202e",
        "\u200f",
        "\u2028",
        "\ufb01",
        "\u0663",
    ),
    *("\U0001f469\u200d\U0001f467", "e\u0301", "\u0141\u00f3d\u017a", "Ll\u0177n", "\u738b", "\u00bd"),
    *("\x00", "\x0b", "\x1b[31m", "\ud800", "\ufffe", "007", "1e309", "2016-12-12", "[z]", "nan"),
    *("https://example.org/?a=b&c=d", "%0d%0a", "' OR 1=1 --"),
)


@dataclass
class Trip:
    """How many texts came back by each way, and what did not."""

    came: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def compare(self, way: str, wanted: str, got: str) -> None:
        if wanted == got:
            self.came[way] += 1
        else:
            self.faults.append(f"{way}: {wanted!r} came back as {got!r}")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="round-trip", description=__doc__)
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    whole, trip = 0, Trip()
    for kind in ("sqlite", "postgresql"):
        with databases(kind) as url:
            whole += travel(url, texts=options.texts // 2, seed=options.seed, trip=trip)
        print(f"{kind}: {dict(trip.came)}", flush=True)
    for fault in trip.faults[:20]:
        print(fault, file=sys.stderr)
    ways = ", ".join(f"{way} {times:,}" for way, times in trip.came.items())
    print(f"Of {whole:,} texts came back: {ways}; {len(trip.faults)} otherwise")
    return 0 if not trip.faults and set(trip.came.values()) == {whole} else 1


def travel(url: str, *, texts: int, seed: int, trip: Trip) -> int:
    """There and back on this database. How many texts there were: whole forms of them."""
    app = create_app(settings_for(url))
    chance, audits = random.Random(seed), max(1, texts // ON_A_FORM)
    with app.app_context():
        migrate.upgrade(db.engine)
        ids, auditor, lead = _laid(audits)
    client = signed_in(app, auditor)
    typed = {audit: [a_text(chance) for _ in range(ON_A_FORM)] for audit in ids}
    kept = {audit: [_kept(text) for text in sent] for audit, sent in typed.items()}
    for audit, wanted in kept.items():
        _type(client, audit, typed[audit])
        _compare_all(trip, "database", wanted, _in_database(app, audit))
        _compare_all(trip, "form", wanted, _on_form(client, audit))
    with app.app_context(), Session(db.engine) as session, session.begin():
        session.execute(update(Audit).values(status=AuditStatus.FINAL))
    reading = signed_in(app, lead)
    for audit, wanted in kept.items():
        _compare_all(trip, "page", [text.strip() for text in wanted], _on_page(reading, audit))
        _compare_pdf(trip, wanted, reading, audit)
    everything = [text for wanted in kept.values() for text in wanted]
    _compare_all(trip, "CSV", list(map(in_a_csv_cell, everything)), list(_in_csv(reading)))
    _compare_all(trip, "workbook", everything, list(_in_workbook(reading)))
    with app.app_context():
        db.engine.dispose()
    return audits * ON_A_FORM


def a_text(chance: random.Random) -> str:
    """A beginning that is awkward, and a few pieces that are; now and then any characters at all."""
    anything = "".join(chr(chance.randrange(1, 0x3000)) for _ in range(chance.randrange(12)))
    pieces = chance.choices(PIECES, k=chance.randint(1, 6))
    return f"{chance.choice(BEGINNINGS)}{''.join(pieces)}{anything}."


def _kept(text: str) -> str:
    return clean_text(_as_sent(text))


def _laid(audits: int) -> tuple[list[int], str, str]:
    """So many audits of a tool with as many boxes as fit on a form, and who fills them in and reads them."""
    with Session(db.engine) as session, session.begin():
        set_up(session)
        codes = [f"text-{number:02}" for number in range(ON_A_FORM)]
        version = a_tool_version(session, a_tool(texts=codes))
        auditor, lead = a_person(Role.AUDITOR), a_person(Role.QA_LEAD)
        shared = {"service_area": a_service_area("North"), "stream": a_stream("Monthly"), "auditor": auditor}
        rows = [an_audit(version, status=AuditStatus.IN_PROGRESS, judged={}, **shared) for _ in range(audits)]
        session.add_all([lead, *rows])
        session.flush()
        return [row.id for row in rows], str(auditor.email), str(lead.email)


def signed_in(app: Flask, email: str) -> FlaskClient:
    client = app.test_client()
    client.post("/sign-in", data={"csrf_token": token(client), "email": email, "password": PASSWORD})
    return client


def _page(client: FlaskClient, path: str) -> html.HtmlElement:
    """Raises RuntimeError where there is an element or an attribute that somebody typed."""
    answer = client.get(path)
    tree = html.document_fromstring(answer.get_data(as_text=True))
    if answer.status_code != 200 or tree.xpath("//main//b|//script[not(@src)]|//*[@onload]"):
        raise RuntimeError(f"{path} was answered {answer.status_code}, or has markup that was typed")
    return tree


def _type(client: FlaskClient, audit: int, texts: Sequence[str]) -> None:
    form = _page(client, f"/audits/{audit}/all").xpath("//form[.//textarea]")[0]
    values = {name: form.fields[name] for name in ("csrf_token", "one_use", "version")}
    boxes = form.xpath(".//textarea/@name")
    values |= dict(zip([name for name in boxes if name != "text-overall"], texts, strict=True))
    answer = client.post(f"/audits/{audit}/all", data={name: _as_sent(text) for name, text in values.items()})
    if answer.status_code != 302:
        raise RuntimeError(f"Saving was answered {answer.status_code}")


def _as_sent(text: str) -> str:
    """A browser has no way to send half a surrogate pair."""
    return text.encode("utf-8", "replace").decode()


def _in_database(app: Flask, audit: int) -> list[str]:
    statement = (
        select(Judgement.evidence)
        .join(Question, Question.id == Judgement.question_id)
        .where(Judgement.audit_id == audit)
        .order_by(Question.code)
    )
    with app.app_context(), Session(db.engine) as session:
        return list(session.scalars(statement))


def _on_form(client: FlaskClient, audit: int) -> list[str]:
    boxes = _page(client, f"/audits/{audit}/all").xpath("//textarea[not(@name='text-overall')]")
    return [box.text_content().removeprefix("\n") for box in boxes]


def _on_page(client: FlaskClient, audit: int) -> list[str]:
    words = _page(client, f"/audits/{audit}").xpath("//p[contains(@class,'app-words')]")
    return [each.text_content().strip() for each in words]


def _in_csv(client: FlaskClient) -> Iterator[str]:
    content = _taken_out(client, "csv").decode("utf-8-sig")
    for row in csv.DictReader(io.StringIO(content, newline=""), strict=True):
        cells = [text for heading, text in row.items() if heading.startswith("text-")]
        if any(text[:1] in FORMULA_STARTS for text in row.values()):
            raise RuntimeError("A cell of the CSV file begins a formula")
        yield from cells


def _in_workbook(client: FlaskClient) -> Iterator[str]:
    with closing(openpyxl.load_workbook(io.BytesIO(_taken_out(client, "xlsx")))) as book:
        sheet = book["Audits"]
        rows = list(sheet.iter_rows())
    start = next(number for number, row in enumerate(rows) if row[0].value == "reference")
    wanted = [number for number, cell in enumerate(rows[start]) if str(cell.value).startswith("text-")]
    for row in rows[start + 1 :]:
        if any(cell.data_type == "f" for cell in row):
            raise RuntimeError("A cell of the workbook is a formula")
        yield from (unescape(str(row[number].value)) for number in wanted)


def _taken_out(client: FlaskClient, extension: str) -> bytes:
    answer = client.post(f"/audits/taken-out.{extension}", data={"csrf_token": token(client)})
    if answer.status_code != 200:
        raise RuntimeError(f"Taking out was answered {answer.status_code}")
    return answer.get_data()


def _compare_all(trip: Trip, way: str, wanted: Sequence[str], got: Sequence[str]) -> None:
    if len(wanted) != len(got):
        trip.faults.append(f"{way}: {len(got)} of {len(wanted)} texts")
        return
    for one, other in zip(wanted, got, strict=True):
        trip.compare(way, one, other)


def _compare_pdf(trip: Trip, wanted: Sequence[str], client: FlaskClient, audit: int) -> None:
    reader = PdfReader(io.BytesIO(client.get(f"/audits/{audit}/audit.pdf").get_data()))
    read = "".join("".join(page.extract_text().split()) for page in reader.pages)
    _, *found = re.split(r"Text\d\d", FOOT.sub("", read))
    if len(found) != len(wanted):
        trip.faults.append(f"PDF: {len(found)} of {len(wanted)} texts")
        return
    for text, got in zip(wanted, found, strict=True):
        printed = "".join(fonts.regular().printable(text).split())
        if RIGHT_TO_LEFT.search(printed) and Counter(printed) == Counter(got):
            got = printed  # whoever reads the file back has to guess where a line turns round
        trip.compare("PDF", printed, got)
