"""Which page of a long list is asked for."""

from collections.abc import Mapping


def page_number(args: Mapping[str, str]) -> int:
    """Counted from 1; the first where the address makes no sense."""
    text = args.get("page", "")
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1
