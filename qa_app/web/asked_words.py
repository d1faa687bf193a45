"""What was typed into a field of an address."""

from collections.abc import Mapping

from qa_app.domain.errors import InvalidInput
from qa_app.domain.free_text import clean_text


def asked_words(args: Mapping[str, str], name: str, *, limit: int = 200) -> str:
    """Without outer spaces; nothing where it cannot be searched for."""
    try:
        return clean_text(args.get(name, ""), limit=limit).strip()
    except InvalidInput:
        return ""
