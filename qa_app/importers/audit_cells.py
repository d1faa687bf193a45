"""Single columns of an audit-level file. Few values are different, so each is read once."""

from datetime import date

from qa_app.domain.audit_tool import Question, QuestionKind
from qa_app.domain.errors import UnknownGrade
from qa_app.domain.free_text import TEXT_LIMIT, clean_text, unkept_character
from qa_app.domain.scales import NOT_APPLICABLE, STANDARD_ANSWERS, GradingScale
from qa_app.importers.audit_file import Name
from qa_app.importers.dates import UnusableDate, past_date
from qa_app.importers.problems import Problems
from qa_app.importers.sheet import Cell

UNANSWERED = -1


def words(row: int, column: str, cell: Cell, problems: Problems, *, longest: int) -> str:
    """A short text on one line; "" if it is blank or cannot be used."""
    text = str(cell)
    if not text.isprintable() and (unkept := unkept_character(text.translate(_LINE_BREAKS))) is not None:
        problems.add(row, column, text, _take_out(unkept))
        return ""
    text = " ".join(text.split())
    if len(text) > longest:
        problems.add(row, column, text, f"Shorten this to {longest} characters: it has {len(text):,}")
        return ""
    return text


def free_text(row: int, column: str, cell: Cell, problems: Problems) -> str:
    """What somebody wrote, whole, with every line break a newline; "" if it is blank or cannot be used."""
    text = str(cell)
    if text.isprintable() and len(text) <= TEXT_LIMIT:
        return text if text.strip() else ""
    # These three are line breaks in what people paste from a word processor.
    if (unkept := unkept_character(text.translate(_LINE_BREAKS))) is not None:
        problems.add(row, column, text, _take_out(unkept))
        return ""
    kept = clean_text(text, limit=len(text))
    if len(kept) > TEXT_LIMIT:
        problems.add(row, column, text, f"Shorten this to {TEXT_LIMIT:,} characters: it has {len(kept):,}")
        return ""
    return kept if kept.strip() else ""


_LINE_BREAKS = dict.fromkeys(map(ord, "\r\v\f"), "\n")


def _take_out(unkept: str) -> str:
    return f"Take out the control character {unkept}: it cannot be stored"


class Dates:
    """A column of dates; `None` is blank, or not a date that can be used."""

    def __init__(self, column: str, problems: Problems, *, today: date) -> None:
        self.column = column
        self.problems = problems
        self.today = today
        self._seen: dict[Cell, date | None] = {"": None}

    def read(self, row: int, cell: Cell) -> date | None:
        if cell in self._seen:
            return self._seen[cell]
        try:
            day = past_date(cell, today=self.today)
        except UnusableDate as error:
            self.problems.add(row, self.column, cell, str(error))
            return None
        self._seen[cell] = day
        return day


class Names:
    """A column of names, which differ in more than capitals and spaces; all of them are put in `found`."""

    def __init__(self, column: str, found: dict[str, Name], problems: Problems, *, longest: int) -> None:
        self.column = column
        self.found = found
        self.problems = problems
        self.longest = longest
        self._seen: dict[Cell, str] = {"": ""}

    def read(self, row: int, cell: Cell) -> str:
        """The key of the name; "" is blank, or no name that can be used."""
        key = self._seen.get(cell)
        if key is None:
            name = words(row, self.column, cell, self.problems, longest=self.longest)
            key = name.casefold()
            if key:
                self._seen[cell] = key
                self.found.setdefault(key, Name(name, row, self.column))
        return key


class Grades:
    """A column of answers to one question. What is in `seen` need not be read again."""

    def __init__(self, column: str, question: Question, scale: GradingScale, problems: Problems) -> None:
        self.column = column
        self.question = question
        self.scale = STANDARD_ANSWERS if question.kind is QuestionKind.STANDARD else scale
        self.problems = problems
        self.seen: dict[Cell, int] = {"": UNANSWERED}

    def read(self, row: int, cell: Cell) -> int:
        """The position, 0 for not applicable; UNANSWERED also for what cannot be used."""
        text = str(cell)
        if not text.strip():
            return UNANSWERED
        try:
            position = self.scale.position(text)
        except UnknownGrade:
            self.problems.add(row, self.column, text, f"Write one of these: {self._accepted}")
            return UNANSWERED
        if position == NOT_APPLICABLE and not self.question.allows_not_applicable:
            sentence = f"Not applicable is not allowed here. Write one of these: {self._accepted}"
            self.problems.add(row, self.column, text, sentence)
            return UNANSWERED
        self.seen[cell] = position
        return position

    @property
    def _accepted(self) -> str:
        """> Met, Not met, Not applicable"""
        also = ("Not applicable",) if self.question.allows_not_applicable else ()
        return ", ".join((*self.scale.labels, *also))
