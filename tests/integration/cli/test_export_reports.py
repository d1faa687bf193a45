import io

import openpyxl
import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from qa_app.cli.export import export_command
from qa_app.domain.quarter_report import TextBlock
from tests.conftest import SECRET
from tests.factories import a_measure, a_measure_value, a_report_text, a_scorecard


@pytest.fixture
def run(monkeypatch, database_url, session):
    monkeypatch.setenv("SECRET_KEY", SECRET)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("COUNCIL_NAME", "Testshire")

    def command(*arguments: str):
        session.commit()
        return CliRunner().invoke(export_command, [str(argument) for argument in arguments])

    return command


@pytest.fixture(autouse=True)
def scorecard(session):
    measure = a_measure("Plans in time")
    session.add(measure)
    session.flush()
    session.add(a_measure_value(measure, value="81"))
    session.add(row := a_scorecard({"Timeliness": [measure]}, title="Board scorecard"))
    session.flush()
    return row


def test_a_scorecard_in_each_format(run, tmp_path):
    about = ("scorecard", "--scorecard", "board SCORECARD", "--period", "Q3 2016/17")

    for extension, beginning in (("csv", b"\xef\xbb\xbfTheme"), ("xlsx", b"PK"), ("pdf", b"%PDF")):
        file = tmp_path / f"scorecard.{extension}"
        done = run(*about, "--format", extension, "--output", file)
        assert done.exit_code == 0, done.output
        assert done.output == f"{file}: {file.stat().st_size:,} bytes\n"
        assert file.read_bytes().startswith(beginning)

    csv = (tmp_path / "scorecard.csv").read_text("utf-8-sig")
    assert "Plans in time" in csv
    assert "Q3 2016-17" in csv


def test_a_scorecard_for_the_public_withholds_small_numbers(run, session, scorecard, tmp_path):
    few = a_measure("Visits alone")
    session.add(few)
    session.flush()
    session.add(a_measure_value(few, numerator="3", denominator="40"))
    session.add(a_scorecard({"Timeliness": [few]}, title="Small numbers"))
    about = ("scorecard", "--scorecard", "Small numbers", "--period", "2016-17-Q3", "--output")

    run(*about, tmp_path / "inside.csv")
    run(*about, tmp_path / "public.csv", "--public")

    assert "[c]" not in (tmp_path / "inside.csv").read_text("utf-8-sig")
    assert "[c]" in (tmp_path / "public.csv").read_text("utf-8-sig")


def test_a_scorecard_in_a_layout_and_of_fewer_periods(run, tmp_path):
    file = tmp_path / "scorecard.csv"

    run(
        *("scorecard", "--scorecard", "Board scorecard", "--period", "2016-17-Q3"),
        *("--layout", "board", "--periods", 2, "--output", file),
    )

    headings = file.read_text("utf-8-sig").splitlines()[0]
    assert "Q3 2016-17" in headings
    assert "Q1 2016-17" not in headings


def test_a_report_as_a_document_and_as_a_workbook(run, session, scorecard, tmp_path):
    session.add(a_report_text(scorecard, "Recruit **now**.", TextBlock.NEXT_STEPS))
    about = ("report", "--scorecard", "Board scorecard", "--period", "2016-17-Q3", "--output")

    for name in ("report.pdf", "report.xlsx"):
        done = run(*about, tmp_path / name)
        assert done.exit_code == 0, done.output

    reader = PdfReader(io.BytesIO((tmp_path / "report.pdf").read_bytes()), strict=True)
    assert reader.metadata.title == "Quality report, Q3 2016-17"
    assert any("Recruit now." in page.extract_text() for page in reader.pages)
    assert "Next steps" in openpyxl.load_workbook(tmp_path / "report.xlsx").sheetnames


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("--scorecard", "Another", "--period", "2016-17-Q3", "--output", "a.pdf"),
            "There is: Board scorecard",
        ),
        (
            ("--scorecard", "Board scorecard", "--period", "2016-17-Q3", "--output", "a.doc"),
            "ends neither in",
        ),
        (("--scorecard", "Board scorecard", "--period", "2016-12", "--output", "a.pdf"), "Dec 2016 is none"),
    ],
)
def test_what_cannot_be_made_is_said_in_a_sentence(run, arguments, sentence, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    done = run("report", *arguments)

    assert done.exit_code == 1
    assert sentence in f"{done.output}{done.exception}"
    assert list(tmp_path.iterdir()) == []
