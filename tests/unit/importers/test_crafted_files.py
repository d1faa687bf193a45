"""Files made to do harm, and good ones with chance damage; `run.py prove uploads` sends all of them."""

import io
import zipfile

import pytest

from qa_app.importers import apart
from qa_app.importers.apart import read_apart
from qa_app.importers.limits import MEGABYTE, limits_for
from qa_app.importers.problems import UnreadableFile
from qa_app.importers.sheet import Sheet, read_sheet
from qa_app.importers.xlsx_package import checked_package
from tests.data_builders.crafted import CRAFTED
from tests.data_builders.mutations import mutations
from tests.uploading import measured_workers

STRICT = limits_for(0)


def outcome(read, content: bytes, name: str) -> str:
    """The sentence of a refusal; "" for a sheet that is one."""
    try:
        sheet = read(content, name)
    except UnreadableFile as error:
        return str(error)
    assert {len(row) for row in sheet.rows} == {len(sheet.headings) + 1}
    return ""


def is_as_expected(refused: str, said: str) -> bool:
    return said.startswith(refused) and bool(said) == bool(refused)


@pytest.mark.parametrize("title", [title for title, crafted in CRAFTED.items() if not crafted.is_heavy])
def test_a_crafted_file_is_refused_with_a_sentence_or_read(title):
    crafted = CRAFTED[title]

    said = outcome(read_sheet, crafted.build(), crafted.name)

    assert is_as_expected(crafted.refused, said), said


APART = [
    *(title for title, crafted in CRAFTED.items() if crafted.is_heavy),
    *("a bomb in the sheet", "parts that quote each other", "a billion laughs in the texts"),
    *("a file of the server in the workbook", "100,000 elements deep in the sheet"),
    *("17 billion cells, it says", "a cell in the far corner", "200,000 cells without an end"),
    *("one text in a million cells", "one line of 19 MB in quotation marks", "a million empty lines"),
    *("a workbook with a password", "half a character", "a date before all time", "UTF-16 with its mark"),
]


@pytest.mark.parametrize("title", APART)
def test_what_reads_a_crafted_file_takes_five_seconds_and_256_megabytes_at_most(title, monkeypatch, tmp_path):
    crafted = CRAFTED[title]
    monkeypatch.setattr(apart, "limits_for", lambda size: STRICT)

    with measured_workers(tmp_path) as workers:
        said = outcome(read_apart, crafted.build(), crafted.name)
        took = workers.took

    assert is_as_expected(crafted.refused, said), said
    assert STRICT.memory == 256 * MEGABYTE
    assert all(each.megabytes <= 256 and each.seconds <= 5 for each in took), took


def test_forty_good_files_with_chance_damage():
    outcomes = {outcome(read_apart, content, name) for _, name, content in mutations(40, seed=11)}

    assert "" in outcomes
    assert len(outcomes) > 3


def test_a_process_reads_what_would_be_read_here():
    for _, name, content in mutations(12, seed=5):
        try:
            here: Sheet | str = read_sheet(content, name)
        except UnreadableFile as error:
            here = str(error)
        try:
            there: Sheet | str = read_apart(content, name)
        except UnreadableFile as error:
            there = str(error)
        assert there == here


def test_every_other_part_is_left_behind():
    """Of a workbook with macros, links and pictures the reader is given one sheet and what belongs to it."""
    package = checked_package(CRAFTED["a workbook with macros"].build(), STRICT, may_have_macros=True)

    with zipfile.ZipFile(io.BytesIO(package.content)) as handed_on:
        assert handed_on.namelist() == [
            "_rels/.rels",
            "xl/workbook.xml",
            "xl/_rels/workbook.xml.rels",
            "xl/worksheets/sheet1.xml",
            "xl/sharedStrings.xml",
            "xl/styles.xml",
        ]


@pytest.mark.parametrize(
    ("size", "seconds", "megabytes"),
    [
        (0, 4, 256),
        (MEGABYTE, 4, 256),
        (MEGABYTE + 1, 7, 304),
        (10 * MEGABYTE, 31, 688),  # 100,000 audits
        (20 * MEGABYTE, 61, 1168),  # the largest file, as it comes
        (1024 * MEGABYTE, 120, 2048),
    ],
)
def test_a_long_file_may_take_more(size, seconds, megabytes):
    limits = limits_for(size)

    assert (limits.seconds, limits.memory) == (seconds, megabytes * MEGABYTE)
