"""A file of values of measures, long (one row a value) or wide (one row a measure, one column a period)."""

from qa_app.domain.measure_values import TypedValue
from qa_app.domain.measures import ComparatorKind
from qa_app.importers.audit_cells import free_text, words
from qa_app.importers.audit_columns import NOT_THERE
from qa_app.importers.problems import Problems
from qa_app.importers.progress import ROWS_BETWEEN_REPORTS, Progress, told_to_nobody
from qa_app.importers.sheet import Cell, Sheet
from qa_app.importers.value_columns import ValueColumns, periods_meant, value_columns
from qa_app.importers.value_file import FileMeasure, ValueCell, ValuesFile

LONGEST_NAME = 300
LONGEST_BAND = 40
FIELDS = ("numerator", "denominator", "value", "status", "reason", "source")


def read_values(sheet: Sheet, *, progress: Progress = told_to_nobody) -> ValuesFile:
    """Every value that is not blank; a blank, a dash or [x] is never 0 and no value at all."""
    file = ValuesFile(rows=len(sheet.rows))
    columns = value_columns(sheet, file.problems)
    if columns is not None:
        file.is_wide = columns.is_wide
        known = (name for name, place in columns.places.items() if place != NOT_THERE)
        file.headings = {name: columns.heading(name) for name in known}
        reader = _Reader(columns, file)
        for done, cells in enumerate(sheet.rows):
            if done % ROWS_BETWEEN_REPORTS == 0:
                progress(done, file.rows)
            if any(cells):
                reader.read(sheet.first_row + done, cells)
        if not file.cells and not file.problems:
            sentence = "No row has a value: write them, then bring the file in"
            file.problems.add(sheet.first_row, "value", "", sentence)
    progress(file.rows, file.rows)
    return file


class _Reader:
    """Reads one row after the other into the file."""

    def __init__(self, columns: ValueColumns, file: ValuesFile) -> None:
        self.columns = columns
        self.file = file
        self.problems: Problems = file.problems
        self.long = {name: columns.heading(name) for name in (*FIELDS, "period")}
        self.wide = {
            place: ({"value": columns.headings[place]}, meant) for place, meant in columns.periods.items()
        }

    def read(self, row: int, cells: list[Cell]) -> None:
        if self.columns.is_wide:
            self._read_wide(row, cells)
        else:
            self._read_long(row, cells)

    def _read_long(self, row: int, cells: list[Cell]) -> None:
        typed = TypedValue(*(str(self._cell(cells, name)) for name in FIELDS))
        if typed.is_blank:
            return
        key = self._measure(row, cells)
        written = self._cell(cells, "period")
        meant = periods_meant(written)
        if not meant:
            sentence = "Write a month as Dec 2016, a quarter as Q3 2016-17 or a reporting year as 2016-17"
            self.problems.add(row, self.columns.heading("period"), written, sentence)
        if key and meant:
            self._add(ValueCell(row, key, meant, typed, self.long, str(written)))

    def _read_wide(self, row: int, cells: list[Cell]) -> None:
        key = self._measure(row, cells)
        if not key:
            return
        measure = self.file.measures[key]
        if measure.row != row:
            sentence = f"Row {measure.row} is about this measure too: keep one of them"
            self.problems.add(row, measure.column, measure.name, sentence)
            return
        self._read_about(row, cells, measure)
        for place, (columns, meant) in self.wide.items():
            typed = TypedValue(value=str(cells[place]))
            if not typed.is_blank:
                self._add(ValueCell(row, key, meant, typed, columns))

    def _read_about(self, row: int, cells: list[Cell], measure: FileMeasure) -> None:
        """What else the row of a wide file says."""
        fields = ("requires_improvement", "good", "outstanding")
        low, middle, high = (self._words(row, cells, name, longest=LONGEST_BAND) for name in fields)
        measure.bands = (low, middle, high)
        measure.status = self._words(row, cells, "status", longest=LONGEST_BAND)
        comment = self._cell(cells, "comment")
        measure.comment = free_text(row, self.columns.heading("comment"), comment, self.problems)
        for kind in ComparatorKind:
            if reached := self._words(row, cells, kind.value, longest=LONGEST_BAND):
                measure.comparators[kind] = reached
        measure.periods = list(self.columns.periods.values())

    def _add(self, cell: ValueCell) -> None:
        measure = self.file.measures[cell.measure]
        measure.printed.append(cell.typed.value)
        measure.is_counted = measure.is_counted or bool(cell.typed.denominator)
        if not self.columns.is_wide:
            measure.periods.append(cell.periods)
        self.file.cells.append(cell)

    def _measure(self, row: int, cells: list[Cell]) -> str:
        """The key of the measure that the row is about; "" where it names none."""
        name = self._words(row, cells, "measure", longest=LONGEST_NAME)
        code = self._words(row, cells, "code", longest=LONGEST_NAME)
        key = (code or name).casefold()
        column = self.columns.heading("code" if code else "measure")
        if not key:
            self.problems.add(row, column, "", "Write the code or the name of the measure")
        elif key not in self.file.measures:
            theme = self._words(row, cells, "theme", longest=LONGEST_NAME)
            self.file.measures[key] = FileMeasure(name or code, row, column, code=code, theme=theme)
        return key

    def _words(self, row: int, cells: list[Cell], name: str, *, longest: int) -> str:
        cell = self._cell(cells, name)
        return words(row, self.columns.heading(name), cell, self.problems, longest=longest)

    def _cell(self, cells: list[Cell], name: str) -> Cell:
        return cells[self.columns.places.get(name, NOT_THERE)]
