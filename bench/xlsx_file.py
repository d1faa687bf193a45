"""A workbook of 100,000 audits, streamed."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench import clock
from bench.measuring import compare_processes
from bench.results import Result, memory, ratio
from bench.scales import Scale

ROWS = 100_000
HEADINGS = (
    *("Reference", "Audit date", "Service area", "Team", "Case reference", "Auditor"),
    *("Assessment", "Overall judgement", "Evidence", "Days to submit"),
)


def run(scale: Scale) -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as folder:
        ours, bare = Path(folder) / "ours.xlsx", Path(folder) / "bare.xlsx"
        found = compare_processes(
            ["bench.xlsx_file:write_ours", str(ours)],
            ["bench.xlsx_file:write_bare", str(bare)],
            rounds=2,
        )
        sizes = ", ".join(f"{path.stat().st_size / 1e6:.1f} MB" for path in (ours, bare))
    yield ratio(f"{ROWS:,} rows of {len(HEADINGS)} columns (files of {sizes})", found, at_most=1.2)
    yield memory("peak memory", found.ours.peak_mb, at_most_mb=60, beside=found.bare.peak_mb)


def rows() -> Iterator[tuple[str | int | date, ...]]:
    """What a council's audits look like; both sides write the same."""
    first = date(2017, 4, 1)
    evidence = "The plan is clear and dated, was shared with the family, and most of it was done on time."
    grades = ("Outstanding", "Good", "Requires Improvement", "Inadequate")
    for number in range(ROWS):
        yield (
            f"A-2017-{number:06}",
            first + timedelta(number % 2900),
            f"Service area {number % 12}",
            f"Team {number % 36}",
            f"W{number * 7 % 900_000:06}",
            f"Auditor {number % 85}",
            grades[number * 3 % 4],
            grades[number * 7 % 4],
            f"{evidence} {number % 997}",
            number % 30,
        )


def write_ours(path: str) -> None:
    from qa_app.domain.tables import Column, Kind, Report, Section, Table
    from qa_app.exports.xlsx import xlsx_file

    clock.start()
    kinds = {"Audit date": Kind.DATE, "Days to submit": Kind.COUNT}
    columns = tuple(Column(heading, kinds.get(heading, Kind.TEXT)) for heading in HEADINGS)
    table = Table("Audits", columns, rows())
    drawn_at = datetime(2025, 4, 1, tzinfo=UTC)
    report = Report(
        "Audits", drawn_at=drawn_at, author="Benchmark", sections=(Section("Audits", table=table),)
    )
    xlsx_file(report, path)


def write_bare(path: str) -> None:
    import xlsxwriter

    clock.start()
    workbook = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = workbook.add_worksheet("Audits")
    text, heading = workbook.add_format({"text_wrap": True}), workbook.add_format({"bold": True})
    day, number = (workbook.add_format({"num_format": shape}) for shape in ("d mmmm yyyy", "#,##0"))
    for column, words in enumerate(HEADINGS):
        sheet.write_string(0, column, words, heading)
    for row, values in enumerate(rows(), 1):
        for column, value in enumerate(values):
            match value:
                case str():
                    sheet.write_string(row, column, value, text)
                case date():
                    sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001 - Excel has no zones
                case _:
                    sheet.write_number(row, column, value, number)
    workbook.close()
