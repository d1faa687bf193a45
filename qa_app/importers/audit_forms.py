"""How the rows of one audit tool are read: which column answers which of its questions."""

from typing import NamedTuple

from qa_app.domain.audit_tool import Question
from qa_app.importers.audit_cells import UNANSWERED, Grades, free_text
from qa_app.importers.audit_columns import NOT_THERE, AuditColumns, KnownTool, headings_of
from qa_app.importers.audit_file import Answer
from qa_app.importers.problems import Problems
from qa_app.importers.sheet import Cell

_UNREAD = -2


class _Columns(NamedTuple):
    """One question: the places of its columns, and how what stands there is read."""

    question_id: int
    answer_at: int
    moderated_at: int
    evidence_at: int
    answers: Grades
    moderated: Grades
    evidence: str


class AuditForm:
    """The columns of a file as one audit tool reads them."""

    def __init__(
        self, known: KnownTool, columns: AuditColumns, of_questions: set[int], problems: Problems
    ) -> None:
        """`of_questions` are the places of every column about a question, whichever tool asks it."""
        self.version_id = known.version_id
        self.code = known.tool.code
        self.name = known.tool.name
        self._problems = problems
        asked = [self._columns(known, question, columns) for question in known.tool.questions]
        self._asked = [
            at for at in asked if (at.answer_at, at.moderated_at, at.evidence_at) != (NOT_THERE,) * 3
        ]
        self._overall = next(at for at in asked if at.answers.question.is_overall)
        others = sorted(of_questions - columns.about(known.tool.questions))
        self._others = [(place, columns.headings[place]) for place in others]
        self._told_of_overall = False

    def read(self, row: int, cells: list[Cell]) -> tuple[tuple[Answer, ...], str]:
        """The answers, and the heading of the first that was revised in moderation, else ""."""
        answers, revised = [], ""
        for question in self._asked:
            cell = cells[question.answer_at]
            value = question.answers.seen.get(cell, _UNREAD)
            if value == _UNREAD:
                value = question.answers.read(row, cell)
            moderated, evidence = None, ""
            if cells[question.moderated_at]:
                moderated = self._moderated(row, cells, question, value)
                revised = revised or question.moderated.column
            if cells[question.evidence_at]:
                evidence = free_text(row, question.evidence, cells[question.evidence_at], self._problems)
            if value != UNANSWERED:
                answers.append(Answer(question.question_id, value, moderated, evidence))
            elif evidence:
                answers.append(Answer(question.question_id, None, None, evidence))
        if not cells[self._overall.answer_at]:
            self._ask_for_overall(row)
        for place, heading in self._others:
            if cells[place]:
                sentence = f"The audit tool “{self.name}” does not ask this: leave the cell blank"
                self._problems.add(row, heading, cells[place], sentence)
        return tuple(answers), revised

    def _columns(self, known: KnownTool, question: Question, columns: AuditColumns) -> _Columns:
        answer, moderated, evidence = (heading or "" for heading in headings_of(question))
        scale = known.tool.scale
        return _Columns(
            question_id=known.question_ids[question.code],
            answer_at=columns.place(answer),
            moderated_at=columns.place(moderated),
            evidence_at=columns.place(evidence),
            answers=Grades(answer, question, scale, self._problems),
            moderated=Grades(moderated, question, scale, self._problems),
            evidence=evidence,
        )

    def _moderated(self, row: int, cells: list[Cell], question: _Columns, value: int) -> int | None:
        """None where moderation left the judgement as it was."""
        cell = cells[question.moderated_at]
        position = question.moderated.seen.get(cell, _UNREAD)
        if position == _UNREAD:
            position = question.moderated.read(row, cell)
        if not cells[question.answer_at]:
            sentence = f"Write the auditor’s own judgement under “{question.answers.column}” as well"
            self._problems.add(row, question.moderated.column, cell, sentence)
        return None if position in (UNANSWERED, value) else position

    def _ask_for_overall(self, row: int) -> None:
        """Once for the file where the column is missing, for each row where the cell is blank."""
        column = self._overall.answers.column
        if self._overall.answer_at != NOT_THERE:
            self._problems.add(row, column, "", "Write the overall judgement: every audit has one")
        elif not self._told_of_overall:
            self._told_of_overall = True
            sentence = f"Add a column “{column}” with the overall judgement: every audit has one"
            self._problems.add(row, column, "", sentence)
