"""The names of service areas, teams and streams, as tables print them and files write them."""

from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.free_text import clean_text
from qa_app.domain.judgement_choice import Grouping

NAME_LIMIT = 100

TOTALS = frozenset(
    grouping.total_label.casefold() for grouping in Grouping if grouping.total_label is not None
)


def clean_part_name(text: str) -> str:
    """On one line, without outer or double spaces.

    Raises InvalidInput about `name` for none, for one too long, and for the name of a table's total, which
    would be printed twice and meant differently.
    """
    name = " ".join(clean_text(text, limit=NAME_LIMIT, field="name").split())
    if not name:
        raise InvalidInput([Problem("name", "Enter a name")])
    if name.casefold() in TOTALS:
        raise InvalidInput(
            [Problem("name", f"Tables call the total of all groups “{name}”: choose another name")]
        )
    return name


def same_name(one: str, other: str) -> bool:
    """Whether a reader, and a file that is brought in, would take them for one name."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
