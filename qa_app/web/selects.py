"""A list to choose from, as `components/select.html` shows it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Select:
    """One list of a form: its options are (value, label), and which is chosen."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str
    error: str = ""
