"""Text into lines of a width. Words are kept whole where they fit; nothing is lost where they do not."""

from qa_app.exports.pdf.fonts import Face


def wrapped(text: str, face: Face, size: float, width: float) -> list[str]:
    """Printable lines of at most `width` points; line ends in the text are kept."""
    text = face.printable(text.replace("\r\n", "\n").replace("\r", "\n"))
    if "\n" not in text and face.width(text, size) <= width:
        return [text]
    lines: list[str] = []
    for line in text.split("\n"):
        lines += _one_line_wrapped(line.rstrip(" "), face, size, width)
    return lines


def longest_line(text: str, face: Face, size: float) -> float:
    """How wide, in points, `text` is when nothing is wrapped."""
    return max(face.width(line, size) for line in face.printable(text.replace("\r", "\n")).split("\n"))


def longest_word(text: str, face: Face, size: float) -> float:
    """The narrowest, in points, that `text` can be without breaking a word."""
    words = face.printable(text.replace("\r", "\n")).split()
    return max((face.width(word, size) for word in words), default=0.0)


def _one_line_wrapped(line: str, face: Face, size: float, width: float) -> list[str]:
    if face.width(line, size) <= width:
        return [line]
    lines, current, used = [], "", 0.0
    space = face.width(" ", size)
    for word in line.split(" "):
        needed = face.width(word, size)
        if current and used + space + needed > width:
            lines.append(current)
            current, used = "", 0.0
        if needed > width:
            *full, word = _broken(word, face, size, width)
            lines += full
            needed = face.width(word, size)
        current, used = (f"{current} {word}", used + space + needed) if current else (word, needed)
    return [*lines, current]


def _broken(word: str, face: Face, size: float, width: float) -> list[str]:
    """A word wider than the line, in pieces of at least one character."""
    pieces, start, used = [], 0, 0.0
    for end, character in enumerate(word):
        needed = face.width(character, size)
        if end > start and used + needed > width:
            pieces.append(word[start:end])
            start, used = end, 0.0
        used += needed
    return [*pieces, word[start:]]
