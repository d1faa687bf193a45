"""What can be done in the XML of a workbook: entities, other encodings, depth, links to elsewhere."""

from tests.data_builders.crafted.crafted import (
    DAMAGED,
    ENTITIES,
    LARGE,
    LINKS,
    SHEET,
    STYLES,
    TEXTS,
    TYPES,
    WORKBOOK,
    Crafted,
    changed,
    good_parts,
    heavy,
    read,
    refused,
    workbook,
)

DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
FILE_OF_THE_SERVER = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
OF_ANOTHER_SERVER = b'<!DOCTYPE r SYSTEM "http://127.0.0.1:9/evil.dtd">'
LAUGHS = (
    b'<!DOCTYPE r [<!ENTITY a0 "lol">'
    + b"".join(b'<!ENTITY a%d "%s">' % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, 10))
    + b"]>"
)
LONG_NAME = b'<!DOCTYPE r [<!ENTITY x "' + b"x" * 100_000 + b'">]>'
PARTS = {
    "types": (TYPES, b"</Types>"),
    "links": (LINKS, b"</Relationships>"),
    "workbook": (WORKBOOK, b"</workbook>"),
    "styles": (STYLES, b"</styleSheet>"),
    "texts": (TEXTS, b"</sst>"),
    "sheet": (SHEET, b"</worksheet>"),
}


def with_entities(part: str, end: bytes, definition: bytes, use: bytes) -> bytes:
    """The definition before the root of the part, and what it defines at its end."""
    return changed(part, (DECLARATION, DECLARATION + definition), (end, use + end))


def in_every_part(what: str, definition: bytes, use: bytes) -> dict[str, Crafted]:
    return {
        f"{what} in the {name}": refused(
            ENTITIES, lambda part=part, end=end: with_entities(part, end, definition, use)
        )
        for name, (part, end) in PARTS.items()
    }


def in_another_encoding(part: str, encoding: str) -> bytes:
    """Where bytes are looked for, this hides them."""
    xml = good_parts()[part].replace(DECLARATION, b"").decode()
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'
    hidden = (LAUGHS.decode() + xml).encode(encoding)
    first = declared.encode(encoding) if encoding.startswith("utf-16") else declared.encode()
    return workbook({part: first + hidden})


def deep(part: str, place: bytes, depth: int) -> bytes:
    return changed(part, (place, b"<a>" * depth + b"</a>" * depth + place))


def never_closed(part: str, place: bytes, depth: int) -> bytes:
    return changed(part, (place, b"<a>" * depth))


def leading_to(target: bytes, mode: bytes = b"") -> bytes:
    return changed(LINKS, (b'Target="worksheets/sheet1.xml"', b'Target="' + target + b'"' + mode))


FILES = {
    **in_every_part("a file of the server", FILE_OF_THE_SERVER, b"<x>&x;</x>"),
    **in_every_part("a definition on another server", OF_ANOTHER_SERVER, b""),
    **in_every_part("a billion laughs", LAUGHS, b"<x>&a9;</x>"),
    **in_every_part("one long entity many times", LONG_NAME, b"<x>" + b"&x;" * 1_000 + b"</x>"),
    "entities of the workbook in EBCDIC": refused(DAMAGED, lambda: in_another_encoding(WORKBOOK, "cp037")),
    "entities of the workbook in UTF-16": refused(DAMAGED, lambda: in_another_encoding(WORKBOOK, "utf-16")),
    "entities of the workbook in UTF-7": refused(DAMAGED, lambda: in_another_encoding(WORKBOOK, "utf-7")),
    "entities of the texts in UTF-16": refused(DAMAGED, lambda: in_another_encoding(TEXTS, "utf-16-le")),
    "entities of the sheet in EBCDIC": refused(DAMAGED, lambda: in_another_encoding(SHEET, "cp037")),
    "entities in a part that nobody reads": read(
        lambda: workbook({"docProps/core.xml": DECLARATION + LAUGHS + b"<c>&a9;</c>"})
    ),
    "a million elements deep in the workbook": heavy(
        refused(LARGE, lambda: never_closed(WORKBOOK, b"</sheets>", 1_000_000))
    ),
    "100,000 elements deep in the workbook": read(lambda: deep(WORKBOOK, b"</sheets>", 100_000)),
    "100,000 elements deep in the sheet": read(lambda: deep(SHEET, b"<sheetData>", 100_000)),
    "100,000 elements deep in the texts": read(lambda: deep(TEXTS, b"</sst>", 100_000)),
    "a million elements deep in the styles": heavy(
        refused(LARGE, lambda: never_closed(STYLES, b"</styleSheet>", 1_000_000))
    ),
    "an element with 100,000 attributes": read(
        lambda: changed(
            WORKBOOK, (b"<sheets>", b"<sheets" + b"".join(b' a%d=""' % n for n in range(100_000)) + b">")
        ),
    ),
    "a sheet on another server": refused(
        DAMAGED, lambda: leading_to(b"http://127.0.0.1:9/sheet1.xml", b' TargetMode="External"')
    ),
    "a sheet that is a file of the server": refused(DAMAGED, lambda: leading_to(b"file:///etc/passwd")),
    "a sheet above the package": refused(DAMAGED, lambda: leading_to(b"../../../../etc/passwd")),
    "a sheet that is another part": refused("The file ", lambda: leading_to(b"../docProps/core.xml")),
    "no workbook": refused(DAMAGED, lambda: workbook({WORKBOOK: None})),
    "no links": refused(DAMAGED, lambda: workbook({LINKS: None})),
    "no sheet": refused(DAMAGED, lambda: workbook({SHEET: None})),
    "no types": refused(DAMAGED, lambda: workbook({TYPES: None})),
    "no texts": refused(DAMAGED, lambda: workbook({TEXTS: None})),
    "no styles": read(lambda: workbook({STYLES: None})),
    "the types of a document": refused(
        DAMAGED,
        lambda: changed(TYPES, (b"spreadsheetml.sheet.main", b"wordprocessingml.document.main.not")),
    ),
    "a workbook that is not XML": refused(DAMAGED, lambda: workbook({WORKBOOK: b"\x00\x01\x02"})),
    "texts that are not XML": refused(DAMAGED, lambda: workbook({TEXTS: b"<sst><si><t>reference"})),
}
