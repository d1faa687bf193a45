"""Plain Markdown read into rich text: headings, lists, emphasis, quotes and links, and nothing else.

HTML, pictures and code have no meaning here and are kept as they were typed, so that no word is ever
lost; a link leads to the web or to an e-mail address, and anything else that looks like one is text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from qa_app.domain.rich_text import Block, Bullets, Heading, Numbers, Paragraph, Quote, Run

SCHEMES = frozenset({"http", "https", "mailto"})

DEEPEST = 20
"""Lists and quotes within one another; a text that goes deeper is shown as it was typed."""

NOT_READ = (
    *("code", "fence", "backticks", "html_block", "html_inline", "image"),
    # Each would make words disappear: a rule and a reference print nothing, and > &amp; is shorter.
    *("hr", "reference", "entity"),
)


def read_markdown(text: str) -> tuple[Block, ...]:
    tokens = _reader().parse(text)
    if any(token.level > DEEPEST for token in tokens):
        return _as_typed(text)
    return tuple(_stepwise(_blocks(iter(tokens))))


class _Reader(MarkdownIt):
    """Follows few kinds of links, and leaves their addresses as they were typed."""

    def validateLink(self, url: str) -> bool:
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        return parts.scheme in SCHEMES and bool(parts.path if parts.scheme == "mailto" else parts.netloc)

    def normalizeLink(self, url: str) -> str:
        return url

    def normalizeLinkText(self, link: str) -> str:
        return link


@cache
def _reader() -> MarkdownIt:
    return _Reader("commonmark", {"maxNesting": 2 * DEEPEST}).disable(list(NOT_READ))


def _as_typed(text: str) -> tuple[Block, ...]:
    return tuple(Paragraph((Run(part.strip("\n")),)) for part in text.split("\n\n") if part.strip())


def _stepwise(blocks: Iterator[Block]) -> Iterator[Block]:
    """Headings go down one level at a time, because whoever listens to a page goes by them."""
    last = 0
    for block in blocks:
        if isinstance(block, Heading):
            last = min(block.level, last + 1)
            block = replace(block, level=last)
        yield block


def _blocks(tokens: Iterator[Token], *, within: bool = False) -> Iterator[Block]:
    """Reads on until what was opened before is closed; `within` a list or a quote nothing is a heading."""
    for token in tokens:
        match token.type:
            case "paragraph_open":
                yield Paragraph(_inline(tokens))
            case "heading_open" if within:
                yield Paragraph(tuple(replace(run, bold=True) for run in _inline(tokens)))
            case "heading_open":
                yield Heading(_inline(tokens), level=int(token.tag[1:]))
            case "bullet_list_open":
                yield Bullets(tuple(_items(tokens)))
            case "ordered_list_open":
                yield Numbers(tuple(_items(tokens)), first=int(token.attrs.get("start", 1)))
            case "blockquote_open":
                yield Quote(tuple(_blocks(tokens, within=True)))
            case _:
                return


def _items(tokens: Iterator[Token]) -> Iterator[tuple[Block, ...]]:
    while next(tokens).type == "list_item_open":
        yield tuple(_blocks(tokens, within=True))


def _inline(tokens: Iterator[Token]) -> tuple[Run, ...]:
    """The words of a paragraph or heading that has been opened, which this closes."""
    words = next(tokens)
    next(tokens)
    return tuple(_joined(_runs(words.children or [])))


def _runs(tokens: Sequence[Token]) -> Iterator[Run]:
    bold = italic = 0
    href = title = ""
    for before, token in zip([None, *tokens], tokens, strict=False):
        match token.type:
            case "strong_open" | "strong_close":
                bold += token.nesting
            case "em_open" | "em_close":
                italic += token.nesting
            case "link_open":
                href, title = str(token.attrs["href"]), str(token.attrs.get("title", ""))
            case "link_close":
                if before is not None and before.type == "link_open":
                    yield Run(href, bold > 0, italic > 0, href)
                if title:
                    yield Run(f" ({title})", bold > 0, italic > 0, href)
                href = title = ""
            case "softbreak":
                yield Run(" ", bold > 0, italic > 0, href)
            case "hardbreak":
                yield Run("\n", bold > 0, italic > 0, href)
            case _:
                yield Run(token.content, bold > 0, italic > 0, href)


def _joined(runs: Iterator[Run]) -> Iterator[Run]:
    """Neighbours of one style in one run, and none without words."""
    last = Run("")
    for run in runs:
        if (run.bold, run.italic, run.href) == (last.bold, last.italic, last.href):
            last = Run(last.text + run.text, run.bold, run.italic, run.href)
            continue
        if last.text:
            yield last
        last = run
    if last.text:
        yield last
