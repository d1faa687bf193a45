"""Which column of an audit-level file holds what."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from qa_app.domain.audit_tool import AuditTool, Question, QuestionKind
from qa_app.importers.problems import Problems
from qa_app.importers.sheet import Sheet

ABOUT_THE_AUDIT = (
    *("reference", "audit date", "service area", "team", "stream", "tool", "case reference"),
    *("auditor", "moderator", "moderation date"),
)
OPTIONAL = frozenset({"team", "moderator", "moderation date"})
NOT_THERE = -1
"""The place of a column that the file does not have: the blank cell at the end of every row."""


@dataclass(frozen=True)
class KnownTool:
    """A version of an audit tool that audits can stand on, with its ids as the database has them."""

    version_id: int
    tool: AuditTool
    question_ids: Mapping[str, int]


class AuditColumns:
    """The headings of a file, whatever their case, spaces, hyphens and order."""

    def __init__(self, headings: Sequence[str]) -> None:
        self.headings = headings
        self._places: dict[str, int] = {}
        for place, heading in enumerate(headings):
            if heading:
                self._places.setdefault(plain(heading), place)

    def place(self, heading: str) -> int:
        return self._places.get(plain(heading), NOT_THERE)

    def about(self, questions: Iterable[Question]) -> set[int]:
        """The places of every column about these questions."""
        return {self.place(heading) for heading in _headings_of_all(questions)} - {NOT_THERE}


def headings_of(question: Question) -> tuple[str | None, str | None, str | None]:
    """Of its answer, its revision and its evidence: > planning, > planning moderated, > planning evidence

    A text question has only its words, in the column of its code. A code that is also the name of a
    column about the audit has “question” before it.
    """
    code = question.code if plain(question.code) not in _ABOUT else f"question {question.code}"
    if question.kind is QuestionKind.TEXT:
        return None, None, code
    return code, f"{code} moderated", f"{code} evidence"


def plain(heading: str) -> str:
    """> auditdate, from “Audit date”, “audit_date” or “AUDIT-DATE”"""
    return _BETWEEN_WORDS.sub("", heading).casefold()


_BETWEEN_WORDS = re.compile(r"[\s_-]+")
_ABOUT = frozenset(map(plain, ABOUT_THE_AUDIT))


def check_headings(sheet: Sheet, tools: Sequence[KnownTool], problems: Problems) -> None:
    """Columns that are missing, there twice, or known to nobody."""
    columns = AuditColumns(sheet.headings)
    for name in ABOUT_THE_AUDIT:
        if name not in OPTIONAL and columns.place(name) == NOT_THERE:
            problems.add(sheet.heading_row, name, "", f"Add a column with the heading “{name}”")
    asked = _headings_of_all(question for known in tools for question in known.tool.questions)
    known = {plain(heading): heading for heading in (*ABOUT_THE_AUDIT, *asked)}
    seen: set[str] = set()
    for place, heading in enumerate(sheet.headings):
        if not heading:
            _check_unnamed(sheet, place, problems)
        elif plain(heading) in seen:
            problems.add(sheet.heading_row, heading, heading, "Two columns have this heading: remove one")
        elif plain(heading) not in known:
            problems.add(sheet.heading_row, heading, heading, _unknown(heading, known))
        seen.add(plain(heading))


def _headings_of_all(questions: Iterable[Question]) -> Iterator[str]:
    for question in questions:
        yield from filter(None, headings_of(question))


def _check_unnamed(sheet: Sheet, place: int, problems: Problems) -> None:
    for number, row in enumerate(sheet.rows, start=sheet.first_row):
        if row[place]:
            sentence = "This column has no heading: give it one, or remove what is in it"
            problems.add(number, f"column {place + 1}", row[place], sentence)
            return


def _unknown(heading: str, known: Mapping[str, str]) -> str:
    near = get_close_matches(plain(heading), known, n=1, cutoff=0.75)
    meant = f" Did you mean “{known[near[0]]}”?" if near else ""
    return f"No audit tool asks this: remove the column, or give it the code of a question.{meant}"
