"""A list to choose from, as `components/select.html` shows it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Select:
    """One list of a form: its options are (value, label), and which is chosen."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str
    error: str = ""


def select_with(
    name: str,
    label: str,
    offered: Sequence[tuple[str, str]],
    chosen: str,
    *,
    shown: str = "",
    error: str = "",
) -> Select:
    """What is chosen stands in the list, as `shown` or as it is, also where the list does not offer it."""
    options = (*offered,) if chosen in dict(offered) else (*offered, (chosen, shown or chosen))
    return Select(name, label, options, chosen, error)
