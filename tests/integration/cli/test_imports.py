import pytest
from click.testing import CliRunner
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from qa_app.cli.imports import import_command
from qa_app.models import Audit, MeasureComparator, MeasureValue, PublishedFigure
from tests.conftest import SECRET
from tests.data_builders.audit_files import audits, csv_file
from tests.data_builders.cheshire_east import PUBLISHED
from tests.data_builders.publications import SEFTON_BOARD, SEFTON_CHAT
from tests.factories import a_tool, a_tool_version


@pytest.fixture
def run(monkeypatch, database_url, session):
    monkeypatch.setenv("SECRET_KEY", SECRET)
    monkeypatch.setenv("DATABASE_URL", database_url)

    def command(*arguments: str):
        session.commit()
        return CliRunner().invoke(import_command, [str(argument) for argument in arguments])

    return command


@pytest.fixture
def file(tmp_path, session):
    a_tool_version(session, a_tool("assessment", code="case-file"))

    def write(*changes, name="audits.csv"):
        path = tmp_path / name
        path.write_bytes(csv_file(audits(*changes)))
        return path

    return write


def count(session: Session, model) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(model))


def test_audits_are_added_and_counted(run, file, session):
    result = run("audits", file({}, {}), "--add-missing")

    assert result.exit_code == 0, result.output
    assert result.output.splitlines() == [
        "Added 2 audits",
        "Added 4 judgements",
        "Added 1 person who cannot sign in",
        "Added 1 service area",
        "Added 1 stream",
    ]
    assert count(session, Audit) == 2


def test_a_check_adds_nothing(run, file, session):
    result = run("audits", file({}), "--add-missing", "--check")

    assert result.exit_code == 0, result.output
    assert result.output.startswith("Would add 1 audit\n")
    assert count(session, Audit) == 0


@pytest.mark.parametrize("check", [(), ("--check",)])
def test_problems_are_listed_and_the_exit_code_is_1(run, file, session, check):
    result = run("audits", file({"overall": "Great"}), *check)

    assert result.exit_code == 1
    missing = "correct it, or choose to add what is missing"
    assert result.stderr.splitlines() == [
        "Row 2, overall “Great”: Write one of these: Outstanding, Good, Requires Improvement, Inadequate",
        f"Row 2, service area “North”: There is no such service area: {missing}",
        f"Row 2, stream “Monthly”: There is no such stream: {missing}",
        "Error: The file has 3 problems, so nothing was added.",
    ]
    assert count(session, Audit) == 0


def test_the_same_file_again_says_so(run, file):
    run("audits", file({}), "--add-missing")

    result = run("audits", file({}), "--add-missing")

    assert result.exit_code == 0
    assert result.output == "This very file was brought in before, so nothing was changed.\n"


def test_the_same_audits_in_another_file_say_so(run, file):
    run("audits", file({}, {}), "--add-missing")

    result = run("audits", file({}, name="fewer.csv"), "--add-missing")

    assert result.exit_code == 0
    assert result.output.splitlines() == [
        "Here already, unchanged: 1",
        "Nothing to add: nothing was changed.",
    ]


def test_a_file_that_cannot_be_read(run, tmp_path):
    path = tmp_path / "audits.xlsx"
    path.write_bytes(b"not a workbook")

    result = run("audits", path)

    assert result.exit_code == 1
    assert "this is not an Excel workbook" in result.stderr


def test_a_file_that_is_too_large(run, tmp_path):
    path = tmp_path / "audits.csv"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)

    result = run("audits", path)

    assert result.exit_code == 1
    assert "audits.csv has 200 MB and the most is 100 MB. Split it into smaller files." in result.stderr


def test_a_template_is_filled_in_and_brought_in(run, file, tmp_path, session):
    file()
    printed = run("audits", "--template", "case-file")
    assert printed.exit_code == 0, printed.output
    assert printed.stdout_bytes.startswith(b"\xef\xbb\xbfreference,audit date,service area,")
    path = tmp_path / "template.xlsx"
    assert run("audits", "--template", "case-file", "--output", path).output == f"Wrote {path}\n"
    filled = tmp_path / "filled.csv"
    filled.write_bytes(printed.stdout_bytes.replace(b"EXAMPLE-1", b"A-1"))

    unfilled = run("audits", path, "--add-missing")
    added = run("audits", filled, "--add-missing")

    assert "Row 2, reference “EXAMPLE-1”: This is the example of the template: remove it" in unfilled.stderr
    assert added.exit_code == 0, added.output
    assert count(session, Audit) == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("audits",), "Name the file with the audits, or an audit tool with --template."),
        (("audits", "--template", "none"), "There is no audit tool none in use. In use: case-file."),
    ],
)
def test_what_is_missing_is_asked_for(run, file, arguments, sentence):
    file()

    result = run(*arguments)

    assert result.exit_code in (1, 2)
    assert sentence in result.stderr


def test_history_names_the_six_columns_that_contradict_themselves(run, session):
    result = run("history", PUBLISHED)

    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert [line.split(":")[1].strip() for line in lines if line.startswith("Warning: ")] == [
        "ChECS, Q2 2015-16",
        "ChECS, Q3 2015-16",
        "CIN/CP Macc, Q2 2016-17",
        "Combined Assessment, Q4 2015-16",
        "Child in Need Plans, Q1 2016-17",
        "Strategy Meetings and Sec 47, Q1 2016-17",
    ]
    assert lines[6:] == ["Added 268 figures", "Added 13 tables", "Added 7 periods"]
    assert count(session, PublishedFigure) == 268


def test_history_is_replaced_when_asked(run, tmp_path, session):
    run("history", PUBLISHED)
    corrected = tmp_path / "corrected.csv"
    corrected.write_bytes(PUBLISHED.read_bytes().replace(b"Good,21,,", b"Good,22,,"))

    refused = run("history", corrected)
    replaced = run("history", corrected, "--replace")

    assert refused.exit_code == 1
    assert "has 21% here: correct it, or replace that file" in refused.stderr
    assert replaced.exit_code == 0, replaced.output
    assert "Replaced what was loaded from cheshire_east_judgements.csv" in replaced.output
    assert count(session, PublishedFigure) == 268


def test_values_are_added_with_all_that_the_file_says(run, session):
    checked = run("values", SEFTON_BOARD, "--add-missing", "--all", "--comparator-year", "2021-22", "--check")
    assert count(session, MeasureValue) == 0
    added = run("values", SEFTON_BOARD, "--add-missing", "--all", "--comparator-year", "2021-22")
    again = run("values", SEFTON_BOARD)

    assert checked.exit_code == added.exit_code == 0, checked.output + added.output
    assert checked.output.startswith("Would add 59 values\n")
    assert added.output.splitlines() == [
        "Added 59 values",
        "Added 32 measures",
        "Added 10 comparators",
        "Added 26 comments or statuses",
    ]
    assert set(session.scalars(select(MeasureComparator.starting_year))) == {2021}
    assert again.output == "This very file was brought in before, so nothing was changed.\n"


def test_values_of_unknown_measures_are_named_and_the_exit_code_is_1(run, session):
    result = run("values", SEFTON_CHAT)

    assert result.exit_code == 1
    assert result.stderr.splitlines()[0] == (
        "Row 2, measure “Referrals per 10,000”: There is no such measure: correct it, or choose to add what"
        " is missing."
    )
    assert result.stderr.splitlines()[-1] == "Error: The file has 18 problems, so nothing was added."


def test_values_are_replaced_when_asked(run, tmp_path, session):
    run("values", SEFTON_CHAT, "--add-missing")
    corrected = tmp_path / "corrected.csv"
    corrected.write_bytes(
        SEFTON_CHAT.read_bytes().replace(b'Referrals per 10,000",829', b'Referrals per 10,000",830')
    )

    refused = run("values", corrected)
    replaced = run("values", corrected, "--replace")

    assert "829 is here already, from “sefton_chat.csv”" in refused.stderr
    assert "Added 1 revised value" in replaced.output.splitlines()


def test_a_database_that_is_not_set_up(run, monkeypatch, tmp_path, file):
    path = file({})
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'new.sqlite3'}")

    result = run("audits", path)

    assert result.exit_code == 1
    assert result.stderr.endswith("Run: qa-app upgrade\n")
