"""Text with headings, lists and emphasis, as it was meant: a page, a document and a worksheet each lay it
out in their own way, so that what somebody typed is never mark-up of theirs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

BULLET = "•"
INDENT = "    "


@dataclass(frozen=True)
class Run:
    """Words in one style; a line break in them is meant. `href` is an address of the web or of e-mail."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""


@dataclass(frozen=True)
class Paragraph:
    kind: ClassVar[str] = "paragraph"

    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """`level` counts from 1, below the heading that the whole text stands under."""

    kind: ClassVar[str] = "heading"

    runs: tuple[Run, ...]
    level: int = 1


@dataclass(frozen=True)
class Bullets:
    kind: ClassVar[str] = "bullets"

    items: tuple[tuple["Block", ...], ...]


@dataclass(frozen=True)
class Numbers:
    """A numbered list, whose first number is the one that was typed."""

    kind: ClassVar[str] = "numbers"

    items: tuple[tuple["Block", ...], ...]
    first: int = 1


@dataclass(frozen=True)
class Quote:
    kind: ClassVar[str] = "quote"

    blocks: tuple["Block", ...]


Block = Paragraph | Heading | Bullets | Numbers | Quote


def plain(runs: Sequence[Run]) -> str:
    """Without style, with the address of a link behind its words: > the guide (https://example.org)"""
    return "".join(run.text + beside(run) for run in runs)


def beside(run: Run) -> str:
    """What paper prints behind a link, unless its words are its address: > (https://example.org)"""
    address = run.href.removeprefix("mailto:")
    return f" ({address})" if address and run.text.strip() not in (address, run.href) else ""


def plain_lines(blocks: Sequence[Block], indent: str = "") -> Iterator[str]:
    """A line for every paragraph, heading and point, for a worksheet: > • Visits were on time"""
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                yield from (f"{indent}{line}" for line in plain(block.runs).split("\n"))
            case Quote():
                yield from plain_lines(block.blocks, indent + INDENT)
            case Bullets() | Numbers():
                for mark, item in zip(marks(block), block.items, strict=True):
                    first, *others = [*plain_lines(item)] or [""]
                    yield f"{indent}{mark} {first}".rstrip()
                    yield from (f"{indent}{INDENT}{line}" for line in others)


def marks(block: Bullets | Numbers) -> tuple[str, ...]:
    """What stands before each point: > •, or > 3."""
    if isinstance(block, Bullets):
        return (BULLET,) * len(block.items)
    return tuple(f"{number}." for number in range(block.first, block.first + len(block.items)))
