"""The fonts of the document, embedded, and what they can show.

FiraGO (SIL Open Font Licence, from the package pymupdf-fonts) has Latin, Greek, Cyrillic, Hebrew, Arabic,
Thai, Devanagari and Georgian; Cascadia Mono adds ticks and shapes. A character that neither has, as
Chinese or most emoji, is printed as > [U+1F642] rather than as an empty box. Arabic letters are not
joined.
"""

import io
from functools import cache
from itertools import groupby

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

from qa_app.exports.pdf.direction import as_drawn

TAB = "    "


class Face:
    """One weight: a font, a second for what the first lacks, and how wide every character is."""

    def __init__(self, name: str, font: bytes, fallback: bytes) -> None:
        self.name = name
        self.fallback = f"{name}-symbols"
        first, second = TTFont(name, io.BytesIO(font)), TTFont(self.fallback, io.BytesIO(fallback))
        registerFont(first)
        registerFont(second)
        own = _widths(first)
        self._widths = _widths(second) | own
        self._own = frozenset(own)

    def width(self, text: str, size: float) -> float:
        """In points; `text` must be printable."""
        return size * sum(map(self._widths.__getitem__, text))

    def printable(self, text: str) -> str:
        """What can be shown: tabs as spaces, and > [U+000B] for what no font has. Line ends stay."""
        if text.isascii() and text.isprintable():
            return text
        return "".join([self._shown(character) for character in text])

    def runs(self, text: str) -> list[tuple[str, str]]:
        """Printable text in pieces that one font can draw, from left to right: [(font, piece)]."""
        if text.isascii():
            return [(self.name, text)]
        text = as_drawn(text)
        if self._own.issuperset(text):
            return [(self.name, text)]
        by_font = groupby(text, lambda character: self.name if character in self._own else self.fallback)
        return [(font, "".join(characters)) for font, characters in by_font]

    def _shown(self, character: str) -> str:
        if character == "\t":
            return TAB
        if character == "\n" or (character in self._widths and character >= " "):
            return character
        return f"[U+{ord(character):04X}]"


def _widths(font: TTFont) -> dict[str, float]:
    """Of every character the font has, as a share of the size of the type."""
    return {chr(code): width / 1000 for code, width in font.face.charWidths.items()}


@cache
def regular() -> Face:
    from pymupdf_fonts import CascadiaMono_Regular, FiraGO_Regular

    return Face("FiraGO", FiraGO_Regular.fontbuffer, CascadiaMono_Regular.fontbuffer)


@cache
def bold() -> Face:
    from pymupdf_fonts import CascadiaMono_Bold, FiraGO_Bold

    return Face("FiraGO-Bold", FiraGO_Bold.fontbuffer, CascadiaMono_Bold.fontbuffer)


@cache
def italic() -> Face:
    from pymupdf_fonts import CascadiaMono_Italic, FiraGO_Italic

    return Face("FiraGO-Italic", FiraGO_Italic.fontbuffer, CascadiaMono_Italic.fontbuffer)


@cache
def bold_italic() -> Face:
    from pymupdf_fonts import CascadiaMono_BoldItalic, FiraGO_BoldItalic

    return Face("FiraGO-BoldItalic", FiraGO_BoldItalic.fontbuffer, CascadiaMono_BoldItalic.fontbuffer)


def face(*, bold: bool, italic: bool) -> Face:
    """Read only when it is first wanted: a font takes longer to read than a page to draw."""
    return _FACES[bold, italic]()


_FACES = {(False, False): regular, (True, False): bold, (False, True): italic, (True, True): bold_italic}
