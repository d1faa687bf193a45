"""Notes numbered through a report, as the worksheets refer to them: > [note 1]"""

from qa_app.domain.tables import Report, Table


class NumberedNotes:
    """The same note below two tables has one number."""

    def __init__(self, report: Report) -> None:
        tables = [section.table for section in report.sections if section.table]
        every = [*report.notes, *(note for table in tables for note in table.notes)]
        self.all = tuple(dict.fromkeys(every))

    def marks(self, table: Table) -> str:
        """> [note 1] [note 3], or nothing"""
        return " ".join(f"[note {self.all.index(note) + 1}]" for note in table.notes)
