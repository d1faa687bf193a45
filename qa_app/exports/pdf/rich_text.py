"""Rich text on paper: words of several styles in one line, points with their marks before them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from qa_app.domain.rich_text import Block, Bullets, Heading, Numbers, Paragraph, Quote, Run, beside, marks
from qa_app.exports.chart_colours import BLACK
from qa_app.exports.pdf import fonts
from qa_app.exports.pdf.fonts import Face
from qa_app.exports.pdf.lines import wrapped
from qa_app.exports.pdf.marks import Line, Link, Rule, Words
from qa_app.exports.pdf.paper import LEADING, MARGIN, Paper

LINK_BLUE = "#1d70b8"
INDENT = 16.0  # points
BELOW_PARAGRAPH, BELOW_POINT, ABOVE_HEADING = 6.0, 3.0, 4.0
LARGER = {1: 1.3, 2: 1.15}  # a heading, by its level, than the text
WITH_A_HEADING = 3  # lines below it on the same page
NARROWEST = 60.0  # points, however deep a list is
_WORD = re.compile(r" +|[^ ]+")


def write_blocks(paper: Paper, blocks: Sequence[Block], *, size: float, indent: float = 0.0) -> None:
    for block in blocks:
        match block:
            case Heading(runs, level):
                larger = size * LARGER.get(level, 1.0)
                paper.skip(0 if paper.is_fresh else ABOVE_HEADING)
                paper.keep((larger + WITH_A_HEADING * size) * LEADING)
                _write_runs(paper, [replace(run, bold=True) for run in runs], larger, indent)
                paper.skip(BELOW_POINT)
            case Paragraph(runs):
                _write_runs(paper, runs, size, indent)
                paper.skip(BELOW_PARAGRAPH)
            case Quote(inner):
                write_blocks(paper, inner, size=size, indent=indent + INDENT)
            case Bullets() | Numbers():
                _write_points(paper, block, size, indent)
                paper.skip(BELOW_POINT)


def _write_points(paper: Paper, block: Bullets | Numbers, size: float, indent: float) -> None:
    written = marks(block)
    room = max(INDENT, max(fonts.regular().width(mark, size) for mark in written) + size / 2)
    for mark, inner in zip(written, block.items, strict=True):
        match inner:
            case (Paragraph(first), *others):
                pass
            case _:
                first, others = (), [*inner]
        _write_runs(paper, first, size, indent + room, mark=mark, room=room)
        paper.skip(BELOW_POINT)
        write_blocks(paper, others, size=size, indent=indent + room)


def _write_runs(
    paper: Paper, runs: Sequence[Run], size: float, indent: float, *, mark: str = "", room: float = 0.0
) -> None:
    left = min(indent, paper.width - NARROWEST)
    for line in _lines(runs, size, paper.width - left):
        paper.keep(size * LEADING)
        x, y = MARGIN + left, paper.y - size
        words = tuple(Words(run.text, run.bold, run.italic, LINK_BLUE if run.href else BLACK) for run in line)
        paper.put(Line(x, y, size, words, mark, room))
        mark, room = "", 0.0
        for run in line:
            width = _face(run).width(run.text, size)
            if run.href:
                paper.put(Rule(x, y - 1.5, width, 0.5, LINK_BLUE))
                paper.put(Link(x, y - 3, width, size * LEADING, run.href))
            x += width
        paper.skip(size * LEADING)


def _lines(runs: Sequence[Run], size: float, width: float) -> Iterator[list[Run]]:
    """Runs that fit into one line each; a word is kept whole, of however many styles, where it fits."""
    for meant in _parted(runs):
        line: list[Run] = []
        used = 0.0
        for word in _words(meant):
            needed = sum(_face(run).width(run.text, size) for run in word)
            if word[0].text.isspace() and not line:
                continue
            if line and not word[0].text.isspace() and used + needed > width:
                yield _joined(line)
                line, used = [], 0.0
            for piece in word if needed <= width else _broken(word, size, width):
                more = _face(piece).width(piece.text, size)
                if line and needed > width and used + more > width:
                    yield _joined(line)
                    line, used = [], 0.0
                line.append(piece)
                used += more
        yield _joined(line)


def _parted(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """The runs of each line that is meant to be one."""
    line: list[Run] = []
    for run in _printable(runs):
        first, *others = run.text.split("\n")
        line.append(replace(run, text=first))
        for text in others:
            yield line
            line = [replace(run, text=text)]
    yield line


def _words(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Words, and the spaces between them, each as the runs that it is made of."""
    word: list[Run] = []
    for run in runs:
        for text in _WORD.findall(run.text):
            if word and (text.isspace() or word[-1].text.isspace()):
                yield word
                word = []
            word.append(replace(run, text=text))
    if word:
        yield word


def _printable(runs: Sequence[Run]) -> Iterator[Run]:
    """What the fonts can show, with the address of a link behind it."""
    for run in runs:
        for text, href in ((run.text, run.href), (beside(run), "")):
            if text:
                yield replace(run, text=_face(run).printable(text), href=href)


def _broken(word: Sequence[Run], size: float, width: float) -> Iterator[Run]:
    for run in word:
        for text in wrapped(run.text, _face(run), size, width):
            yield replace(run, text=text)


def _joined(line: Sequence[Run]) -> list[Run]:
    """Neighbours of one style in one piece, as a reader or a search takes them."""
    return [
        Run("".join(run.text for run in same), *style)
        for style, same in groupby(line, lambda run: (run.bold, run.italic, run.href))
    ]


def _face(run: Run) -> Face:
    return fonts.face(bold=run.bold, italic=run.italic)
