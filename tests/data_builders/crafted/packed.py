"""What can be done to a packed file: bombs, parts that lie about themselves, names that lead elsewhere."""

import io
import struct
import zipfile
import zlib
from functools import cache

from qa_app.importers.limits import limits_for
from tests.data_builders.crafted.crafted import (
    DAMAGED,
    LARGE,
    LINKS,
    SHEET,
    WORKBOOK,
    good_parts,
    packed,
    read,
    refused,
    workbook,
)

LOCKED = "This workbook has a password."
MEGABYTE = 2**20
TOO_MUCH = limits_for(0).unpacked + 1


def bomb() -> bytes:
    return workbook({"xl/media/image1.bin": bytes(TOO_MUCH)})


def bomb_in_the_sheet() -> bytes:
    sheet = good_parts()[SHEET]
    return workbook({SHEET: sheet.replace(b"<sheetData>", b"<sheetData>" + b" " * TOO_MUCH)})


def many_small_bombs() -> bytes:
    return workbook({f"xl/media/image{number}.bin": bytes(MEGABYTE) for number in range(50)})


def bomb_within_bombs() -> bytes:
    inner = packed({"zeros.bin": bytes(TOO_MUCH)})
    for depth in range(5):
        inner = packed({f"{copy}-{depth}.zip": inner for copy in range(10)})
    return workbook({"xl/embeddings/package1.zip": inner})


def sheet_that_claims_to_be_short() -> bytes:
    sheet = good_parts()[SHEET] + b" " * TOO_MUCH
    content = workbook({SHEET: sheet})
    return content.replace(struct.pack("<I", len(sheet)), struct.pack("<I", 1_000))


def sheet_that_claims_to_be_long() -> bytes:
    sheet = good_parts()[SHEET]
    return workbook().replace(struct.pack("<I", len(sheet)), struct.pack("<I", len(sheet) + 1))


def parts_that_overlap(*, quoted: bool) -> bytes:
    """Many entries of the directory that share the bytes of one compressed part.

    Quoted, each begins with a block that copies the header of the next as it stands, and so is a whole
    part in itself; else all lead to the very same header.
    """
    kernel = zlib.compressobj(9, zlib.DEFLATED, -15)
    plain = bytes(MEGABYTE)
    stream = kernel.compress(plain) + kernel.flush()
    good = workbook()
    end = good.rindex(b"PK\x05\x06")
    begin, count = struct.unpack("<I", good[end + 16 : end + 20])[0], 30
    body, directory = good[:begin], good[begin:end]
    names = [f"xl/media/image{number}.bin".encode() for number in range(count)]
    entries = []
    part, crc, size, local = stream, zlib.crc32(plain), len(plain), b""
    chain = b""
    for name in reversed(names):
        if chain and quoted:
            header = chain[: 30 + struct.unpack("<H", chain[26:28])[0]]
            block = b"\x00" + struct.pack("<HH", len(header), len(header) ^ 0xFFFF)
            part = block + chain
            plain = header + plain
            crc, size = zlib.crc32(plain), len(plain)
        fields = (20, 0, 8, 0, 33, crc, len(part), size, len(name), 0)
        local = b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", *fields) + name
        chain = local + part if quoted or not chain else chain
        entries.append((name, fields, len(chain)))
    for name, fields, length in entries:
        offset = len(body) + len(chain) - length if quoted else len(body)
        directory += (
            b"PK\x01\x02"
            + struct.pack("<H", 20)
            + struct.pack("<HHHHHIIIHH", *fields)
            + struct.pack("<HHHII", 0, 0, 0, 0, offset)
            + name
        )
    entries_now = len(good_parts()) + count
    closing = struct.pack("<HHHHIIH", 0, 0, entries_now, entries_now, len(directory), len(body + chain), 0)
    return body + chain + directory + b"PK\x05\x06" + closing


def with_part_twice(name: str) -> bytes:
    file = io.BytesIO(workbook())
    with zipfile.ZipFile(file, "a") as package:
        package.writestr(name, b"<worksheet/>")
    return file.getvalue()


def with_a_link_for_a_sheet() -> bytes:
    """As an unpacking program would make a link to somewhere else on the disk."""
    parts, file = dict(good_parts()), io.BytesIO()
    parts.pop(SHEET)
    link = zipfile.ZipInfo(SHEET)
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(file, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
        package.writestr(link, "/etc/passwd")
    return file.getvalue()


def damaged_in_the_middle() -> bytes:
    content = bytearray(workbook())
    place = content.index(b"sheet1.xml") + 60
    content[place : place + 30] = bytes(30)
    return bytes(content)


def with_another_checksum() -> bytes:
    crc = struct.pack("<I", zlib.crc32(good_parts()[SHEET]))
    return workbook().replace(crc, struct.pack("<I", 1))


def said_to_be_locked() -> bytes:
    content = bytearray(workbook())
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(sign)
        while at != -1:
            content[at + place] |= 1
            at = content.find(sign, at + 4)
    return bytes(content)


def with_two_directories() -> bytes:
    """Whoever looks from the front finds one workbook, whoever looks from the end another."""
    return workbook({SHEET: b"<worksheet/>"}) + workbook()


def with_absurd_sizes() -> bytes:
    size = struct.pack("<I", len(good_parts()[SHEET]))
    return workbook().replace(size, b"\xff\xff\xff\xff")


def with_a_directory_somewhere_else() -> bytes:
    content = workbook()
    end = content.rindex(b"PK\x05\x06")
    return content[: end + 16] + struct.pack("<I", 7) + content[end + 20 :]


@cache
def many_entries(count: int) -> bytes:
    """The directory of a packed file with so many empty parts, without the time to pack them."""
    local = b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 33, 0, 0, 0, 1, 0) + b"a"
    entries = b"".join(
        b"PK\x01\x02"
        + struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, 0, 0, 33, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0)
        + b"%07d" % number
        for number in range(count)
    )
    ending = struct.pack("<HHHHIIH", 0, 0, count & 0xFFFF, count & 0xFFFF, len(entries), len(local), 0)
    return local + entries + b"PK\x05\x06" + ending


def with_sheets(count: int) -> bytes:
    links = b"".join(
        b'<Relationship Id="s%d" Type="http://x/worksheet" Target="worksheets/sheet%d.xml"/>' % (n, n)
        for n in range(2, count + 1)
    )
    sheets = b"".join(b'<sheet name="S%d" sheetId="%d" r:id="s%d"/>' % (n, n, n) for n in range(2, count + 1))
    parts = dict(good_parts())
    parts[LINKS] = parts[LINKS].replace(b"</Relationships>", links + b"</Relationships>")
    parts[WORKBOOK] = parts[WORKBOOK].replace(b"</sheets>", sheets + b"</sheets>")
    empty = b"<worksheet/>"
    return packed(parts | {f"xl/worksheets/sheet{n}.xml": empty for n in range(2, count + 1)})


FILES = {
    "a bomb": refused(LARGE, bomb),
    "a bomb in the sheet": refused(LARGE, bomb_in_the_sheet),
    "many small bombs": refused(LARGE, many_small_bombs),
    "a bomb within bombs, which nobody unpacks": read(bomb_within_bombs),
    "a packed file in a packed file": refused(
        "This is a packed file, but there is no Excel workbook in it.", lambda: packed({"a.xlsx": workbook()})
    ),
    "a sheet that claims to be short": refused(DAMAGED, sheet_that_claims_to_be_short),
    "a sheet that claims to be long": refused(DAMAGED, sheet_that_claims_to_be_long),
    "parts that are one and the same": refused(DAMAGED, lambda: parts_that_overlap(quoted=False)),
    "parts that quote each other": refused(DAMAGED, lambda: parts_that_overlap(quoted=True)),
    "100,000 parts": refused(LARGE, lambda: many_entries(100_000)),
    "10,000 sheets": refused(LARGE, lambda: with_sheets(10_000)),
    "1,500 sheets, of which one is read": read(lambda: with_sheets(1_500)),
    "a part twice": refused(DAMAGED, lambda: with_part_twice("XL/worksheets/Sheet1.xml")),
    "a part twice, with the other slash": refused(
        DAMAGED, lambda: with_part_twice("xl\\worksheets\\sheet1.xml")
    ),
    "a part that leads out of the folder": read(lambda: workbook({"../../../../tmp/evil.sh": b"#!/bin/sh"})),
    "a part with an absolute path": read(lambda: workbook({"/etc/cron.d/evil": b"* * * * * root evil"})),
    "a part of another drive": read(lambda: workbook({"C:\\Windows\\evil.dll": b"MZ"})),
    "a part without a name": read(lambda: workbook({" ": b"x"})),
    "a link in the place of a sheet": refused(DAMAGED, with_a_link_for_a_sheet),
    "a file cut off": refused(DAMAGED, lambda: workbook()[:-400]),
    "a file cut off at half": refused(DAMAGED, lambda: workbook()[: len(workbook()) // 2]),
    "the beginning and no more": refused(DAMAGED, lambda: b"PK\x03\x04"),
    "damage in the middle": refused(DAMAGED, damaged_in_the_middle),
    "another checksum": refused(DAMAGED, with_another_checksum),
    "a packing that no spreadsheet program uses": refused(
        DAMAGED, lambda: workbook(compression=zipfile.ZIP_LZMA)
    ),
    "a password of the packing": refused(LOCKED, said_to_be_locked),
    "two directories": read(with_two_directories),
    "absurd sizes": refused(LARGE, with_absurd_sizes),
    "a directory that is somewhere else": refused(DAMAGED, with_a_directory_somewhere_else),
    "a long remark at the end": read(lambda: workbook()[:-2] + struct.pack("<H", 60_000) + b"x" * 60_000),
    "a remark that looks like many endings": refused(
        DAMAGED, lambda: workbook()[:-2] + struct.pack("<H", 60_000) + b"PK\x05\x06" * 15_000
    ),
}
