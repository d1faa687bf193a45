"""The judgement tables of the public, as their files print them, and an attacker who has those files."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_app.domain.directions import Direction
from qa_app.domain.grade_counts import GradeCounts, Group, total_of
from qa_app.domain.judgement_choice import Grouping, JudgementChoice, Layout
from qa_app.domain.judgement_table import FormInPlay, JudgementTable, PeriodFacts, build_table
from qa_app.domain.periods import Quarter
from qa_app.domain.scales import FOUR_GRADES
from qa_app.exports.csv_file import csv_bytes
from qa_app.exports.xlsx import xlsx_bytes
from qa_app.presenters.judgements.document import document
from qa_app.presenters.judgements.public import public_table
from qa_app.presenters.judgements.rows import tidy_table
from qa_app.presenters.judgements.workbook import workbook
from tests.attacker import Attacker

Q2, Q3 = Quarter(2016, 2), Quarter(2016, 3)
GRADES = FOUR_GRADES.labels
GOOD = FOUR_GRADES.good_or_better
AT = datetime(2017, 1, 20, tzinfo=UTC)
TOTAL = "All service areas"


def table_of(*groups: dict[Quarter, tuple[int, ...]], by=Grouping.SERVICE_AREA) -> JudgementTable:
    """Areas A, B, C … with these counts, and their total."""
    choice = JudgementChoice(by, Q3, periods=2, layout=Layout.PERCENT_AND_COUNT)
    made = [
        Group(
            name=chr(ord("A") + number),
            code=str(number),
            columns={period: GradeCounts(counts) for period, counts in group.items()},
            asks=frozenset({"overall"}),
        )
        for number, group in enumerate(groups)
    ]
    audited = {period: sum(sum(group.get(period, ())) for group in groups) for period in (Q2, Q3)}
    facts = {
        period: PeriodFacts(period, audits=audited.get(period, 0), moderated=audited.get(period, 0) // 2)
        for period in Q3.ending(5)
    }
    return build_table(
        choice,
        scale=FOUR_GRADES,
        facts=facts,
        groups=made,
        total=total_of(choice, made),
        forms=[FormInPlay("Case file audit", 1, sum(audited.values()))],
    )


def csv_rows(table: JudgementTable) -> list[dict[str, str]]:
    content = csv_bytes(tidy_table(table, title="Test", drawn_at=AT, limited_to=None))
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def parts_of(name: str, groups: set[str]) -> set[str]:
    return groups if name == TOTAL else {name}


def said_by(rows: list[dict[str, str]], groups: set[str], period: str):
    """What the rows print of one period, as sums of cells, and what they withhold."""
    printed, withheld = {}, set()
    for row in rows:
        if row["period"] != period:
            continue
        grades = GRADES[:GOOD] if row["grade"] == FOUR_GRADES.good_or_better_label else [row["grade"]]
        counted = frozenset((part, grade) for part in parts_of(row["group"], groups) for grade in grades)
        audited = frozenset((part, grade) for part in parts_of(row["group"], groups) for grade in GRADES)
        for cells, text in ((counted, row["count"]), (audited, row["audited"])):
            if text == "[c]":
                withheld.add(cells)
            else:
                printed[cells] = int(text)
        if row["count"] == "[c]" or row["audited"] == "[c]":
            assert row["percent"] == "[c]", row
    return printed, withheld


counts = st.tuples(*[st.sampled_from([0, 0, 1, 2, 5, 6, 9, 14])] * 4)
groups_drawn = st.lists(st.fixed_dictionaries({Q2: counts, Q3: counts}), min_size=1, max_size=4)


@settings(max_examples=25, deadline=None)
@given(groups_drawn)
def test_nothing_suppressed_in_the_csv_can_be_worked_back(drawn):
    table = public_table(table_of(*drawn))
    rows = csv_rows(table)
    groups = {row["group"] for row in rows} - {TOTAL}

    for period in (Q2.key, Q3.key):
        printed, withheld = said_by(rows, groups, period)
        assert [number for number in printed.values() if 0 < number < 6] == []
        attacker = Attacker([(group, grade) for group in sorted(groups) for grade in GRADES], printed)
        for cells in withheld:
            low, high = attacker.range_of(cells)
            assert low < high, (cells, low)


@settings(max_examples=15, deadline=None)
@given(groups_drawn)
def test_the_workbook_and_the_document_print_no_more_than_the_csv(drawn):
    table = public_table(table_of(*drawn))
    withheld = {
        (row["group"], row["grade"], row["period"], what)
        for row in csv_rows(table)
        for what in ("count", "percent")
        if row[what] == "[c]"
    }
    named = {"title": "Test", "author": "Testshire", "drawn_at": AT, "limited_to": None}

    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(workbook(table, **named))))
    for sheet, what in (("Percentages", "percent"), ("Counts", "count")):
        for group, grade, *cells in book[sheet].iter_rows(values_only=True):
            for period, cell in zip((Q2, Q3), cells, strict=False):
                if (group, grade, period.key, what) in withheld:
                    assert cell == "[c]"
    report = document(table, **named)
    for section in report.sections:
        for grade, before, now, _way in section.table.rows:
            for period, cell in ((Q2, before), (Q3, now)):
                if (section.heading, grade, period.key, "percent") in withheld:
                    assert cell == "[c]"
        # The sentences speak of “Good or better” in the latest period, and the chart of every grade.
        if (section.heading, "Good or better", Q3.key, "percent") in withheld:
            assert not any(character.isdigit() for said in section.paragraphs
                           for character in said.replace(str(Q2), "").replace("Q3 2015-16", ""))  # fmt: skip
        for bar, period in zip(section.chart.bars, (Q2, Q3), strict=True):
            if any((section.heading, grade, period.key, "percent") in withheld for grade in GRADES):
                assert (bar.shares, bar.counts) == ((), None)


def test_what_is_withheld_is_no_longer_in_the_table():
    table = public_table(table_of({Q2: (9, 14, 7, 8), Q3: (3, 20, 10, 8)}, {Q3: (20, 30, 40, 50)}))
    block = next(block for block in table.blocks if block.name == "A")

    assert block.columns[-1].counts[0] == 0
    assert block.columns[-1].percent(1) is None
    assert block.directions[0] is Direction.SUPPRESSED
    assert block.columns[0].counts == (9, 14, 7, 8)


def test_of_a_small_group_nothing_is_said():
    table = public_table(table_of({Q3: (0, 3, 0, 0)}, {Q3: (9, 9, 9, 9)}, {Q3: (20, 30, 40, 50)}))
    rows = [row for row in csv_rows(table) if row["group"] == "A" and row["period"] == Q3.key]

    assert {(row["count"], row["audited"], row["percent"]) for row in rows} == {("[c]", "[c]", "[c]")}


def test_domains_add_up_to_nothing_and_are_each_for_themselves():
    table = public_table(table_of({Q3: (3, 20, 10, 8)}, {Q3: (20, 30, 40, 50)}, by=Grouping.DOMAIN))

    assert table.blocks[0].columns[-1].withheld.hides(1)
    assert not table.blocks[1].columns[-1].withheld


def test_sums_of_all_periods_are_not_printed():
    """With those of the other periods they would tell how many were audited in one."""
    table = public_table(table_of({Q2: (30, 30, 30, 30), Q3: (0, 3, 0, 0)}))
    report = workbook(table, title="Test", author="Testshire", drawn_at=AT, limited_to=None)
    facts = dict(report.facts)

    assert facts["Forms"] == "Case file audit, version 1"
    assert facts["Moderation"] == "[c] None is provisional."
    moderation = next(section for section in report.sections if section.heading == "Moderation")
    assert [str(row[1]) for row in moderation.table.rows] == ["120", "[c]"]


def test_every_export_says_that_it_is_for_the_public():
    table = public_table(table_of({Q3: (3, 20, 10, 8)}))
    report = document(table, title="Test", author="Testshire", drawn_at=AT, limited_to=None)

    assert ("For", "The public: small numbers are suppressed") in report.facts
    assert any(note.startswith("[c] suppressed:") for note in report.notes)


def test_percentages_published_without_counts_stay():
    table = table_of({Q2: (9, 14, 7, 8), Q3: (9, 14, 7, 8)})
    printed = GradeCounts((0, 0, 0, 0), published=(10, 40, 30, 20), is_imported=True)
    block = table.blocks[1]
    table = replace(table, blocks=(table.blocks[0], replace(block, columns=(printed, block.columns[1]))))

    shown = public_table(table).blocks[1].columns[0]

    assert shown == printed


@pytest.mark.parametrize("counts", [(9, 14, 7, 8), (0, 30, 0, 0), (0, 0, 0, 0)])
def test_without_small_numbers_the_tables_are_as_ever(counts):
    table = table_of({Q2: counts, Q3: counts})

    assert [block.columns for block in public_table(table).blocks] == [
        block.columns for block in table.blocks
    ]
