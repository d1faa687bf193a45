"""Text cut into what a cell holds, so that none of it is lost."""

from collections.abc import Iterator

# Excel counts UTF-16 units: an emoji is two. (Excel specifications and limits, Microsoft.)
LONGEST_IN_A_CELL = 32_767


def fits(text: str, limit: int = LONGEST_IN_A_CELL) -> bool:
    return len(text) <= limit // 2 or utf16_length(text) <= limit


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def pieces(text: str, limit: int) -> Iterator[str]:
    """Pieces of at most `limit` UTF-16 units that joined are the text."""
    start = 0
    while start < len(text):
        end = start + limit
        while not fits(text[start:end], limit):
            end -= max(1, (utf16_length(text[start:end]) - limit) // 2)
        yield text[start:end]
        start = end
