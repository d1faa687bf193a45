"""What is wrong with a file, at its place, so that all of it can be put right in one go."""

from dataclasses import dataclass, field

from qa_app.domain.errors import DomainError
from qa_app.domain.free_text import clean_text

MOST_SHOWN = 500
LONGEST_VALUE = 60


class UnreadableFile(DomainError):
    """The file as a whole cannot be used; the sentence says what to do."""


@dataclass(frozen=True)
class RowProblem:
    """One cell that cannot be used. `row` counts as a spreadsheet does: the first line of the file is 1."""

    row: int
    column: str
    value: str
    what_to_do: str


@dataclass
class Problems:
    """All the problems of a file, of which the first 500 are kept to be shown."""

    total: int = 0
    shown: list[RowProblem] = field(default_factory=list)

    def add(self, row: int, column: str, value: object, what_to_do: str) -> None:
        self.total += 1
        if len(self.shown) < MOST_SHOWN:
            self.shown.append(RowProblem(row, column, shortened(str(value)), what_to_do))

    def __bool__(self) -> bool:
        return self.total > 0

    def in_order(self) -> list[RowProblem]:
        """As somebody reads the file, from the top."""
        return sorted(self.shown, key=lambda problem: problem.row)


def shortened(text: str) -> str:
    """> the first sixty characters of what was typed, on one line, then an ellipsis…"""
    words = " ".join(clean_text(text[: LONGEST_VALUE * 4]).split())
    return words if len(words) <= LONGEST_VALUE else f"{words[: LONGEST_VALUE - 1]}…"
