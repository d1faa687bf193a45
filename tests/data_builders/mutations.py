"""Good files with chance damage: bytes changed, left out, put in, moved; in the file, or in a part of it."""

import io
import random
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

import openpyxl

from tests.data_builders.audit_files import audits, csv_file, xlsx_file
from tests.data_builders.cheshire_east import PUBLISHED
from tests.data_builders.crafted.crafted import packed
from tests.data_builders.publications import CHESHIRE_EAST

ODD = (
    b"\0",
    b"\xff",
    b"<",
    b">",
    b"&",
    b'"',
    b"'",
    b"]]>",
    b"<!",
    b"\r",
    b"\n",
    b",",
    b"-",
    b"1e309",
    b"\xed\xa0\x80",
)


class Mutation(NamedTuple):
    """`kind` is the form that the file is for."""

    kind: str
    name: str
    content: bytes


def mutations(count: int, *, seed: int) -> Iterator[Mutation]:
    chance = random.Random(seed)
    for _ in range(count):
        kind, name, content = chance.choice(good_files())
        is_workbook = name.endswith(".xlsx")
        if is_workbook and chance.random() < 0.7:
            content = _with_a_part_damaged(content, chance)
        else:
            content = _damaged(content, chance)
        yield Mutation(kind, name, content)


@cache
def good_files() -> Sequence[Mutation]:
    rows = audits(
        {"moderator": "Sam", "overall moderated": "RI"},
        {"audit date": date(2016, 12, 5), "strengths": "Zoë 🙂 “=1+1”"},
        {"strengths": "two\nlines"},
    )
    book, saved = openpyxl.Workbook(), io.BytesIO()
    book.active.append(list(rows[1]))
    for each in rows:
        book.active.append([each.get(name, "") for name in rows[1]])
    book.save(saved)
    plain = [{**each, "audit date": "05/12/2016"} for each in rows]
    values = [{"measure": "Visits in time", "period": "Q3 2016-17", "numerator": 9, "denominator": 10}]
    return (
        Mutation("audits", "audits.xlsx", xlsx_file(rows)),
        Mutation("audits", "other.xlsx", saved.getvalue()),
        Mutation("audits", "audits.csv", csv_file(plain)),
        Mutation("audits", "audits.csv", csv_file(plain, encoding="utf-16", delimiter="\t")),
        Mutation("values", "values.xlsx", xlsx_file(values)),
        Mutation("values", CHESHIRE_EAST.name, CHESHIRE_EAST.read_bytes()),
        Mutation("history", PUBLISHED.name, PUBLISHED.read_bytes()),
    )


def _with_a_part_damaged(content: bytes, chance: random.Random) -> bytes:
    """Packed again, so that the damage reaches whatever reads the part."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = chance.choice(sorted(parts))
    match chance.randrange(8):
        case 0:
            del parts[name]
        case 1:
            parts[chance.choice(sorted(parts))] = parts[name]
        case _:
            parts[name] = _damaged(parts[name], chance)
    return packed(parts)


def _damaged(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randrange(len(damaged) + 1), chance.randint(1, 40)
        match chance.randrange(7):
            case 0:
                damaged[at : at + 1] = chance.randbytes(1)
            case 1:
                damaged[at : at + length] = chance.randbytes(length)
            case 2:
                damaged[at:at] = chance.choice(ODD) * chance.randint(1, 3)
            case 3:
                del damaged[at : at + length]
            case 4:
                damaged[at:at] = damaged[chance.randrange(len(damaged) + 1) :][: length * 20]
            case 5:
                damaged[at : at + 1] = (
                    bytes([damaged[at] ^ 1 << chance.randrange(8)]) if at < len(damaged) else b""
                )
            case _:
                if chance.random() < 0.3:
                    del damaged[at:]
    return bytes(damaged)
