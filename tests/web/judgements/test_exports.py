"""Every export says exactly what the page says."""

import csv
import io
from fractions import Fraction

import openpyxl
import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from qa_app.cli import cli
from qa_app.domain.percentages import rounded_percent
from qa_app.domain.roles import Role
from qa_app.models import ServiceArea
from tests.web.judgements.conftest import block_rows

CHOICE = "to=2016-17-Q3&periods=2&layout=percent-and-count"


@pytest.fixture
def exported(client, sign_in, audits):
    sign_in(Role.VIEWER)

    def fetch(extension, choice=CHOICE):
        answer = client.get(f"/judgements/export/{extension}?{choice}")
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].count("charset") == (extension == "csv")
        assert f'.{extension}"' in answer.headers["Content-Disposition"] or answer.headers[
            "Content-Disposition"
        ].endswith(f".{extension}")
        return answer.get_data()

    return fetch


def test_csv_is_tidy_and_unrounded(exported):
    rows = list(csv.DictReader(io.StringIO(exported("csv").decode("utf-8-sig"))))

    assert list(rows[0])[:7] == ["group", "period", "grade", "count", "audited", "percent", "direction"]
    north = {(row["period"], row["grade"]): row for row in rows if row["group"] == "North"}
    good = north["2016-17-Q3", "Good"]
    assert (good["count"], good["audited"], good["direction"]) == ("2", "3", "up")
    assert float(good["percent"]) == pytest.approx(200 / 3)
    assert north["2016-17-Q2", "Good"]["direction"] == ""
    south = next(row for row in rows if row["group"] == "South" and row["period"] == "2016-17-Q2")
    assert (south["count"], south["audited"], south["percent"]) == ("0", "0", "[z]")  # never 0%
    assert {row["judged"] for row in rows} == {"final"}
    assert {row["filter"] for row in rows} == {"None"}
    assert all(row["drawn_at"] for row in rows)


def test_every_figure_of_the_page_is_in_the_csv(get, exported):
    rows = list(csv.DictReader(io.StringIO(exported("csv").decode("utf-8-sig"))))
    page = get(f"/judgements?{CHOICE}")

    for name in ("All service areas", "North", "South"):
        shown = block_rows(page, name)
        for grade in ("Outstanding", "Good", "Requires Improvement", "Inadequate", "Good or better"):
            of_grade = [row for row in rows if row["group"] == name and row["grade"] == grade]
            assert [_as_shown(row) for row in of_grade] == shown[grade][:-1]
            assert of_grade[-1]["direction"] == shown[grade][-1].lstrip("↑↓= ")


def _as_shown(row):
    if row["percent"] == "[z]":
        return "N/A"
    return f"{rounded_percent(Fraction(100 * int(row['count']), int(row['audited'])))}% ({row['count']})"


def test_workbook_holds_numbers_and_names_itself(exported):
    book = openpyxl.load_workbook(io.BytesIO(exported("xlsx")))

    counts = {row[:2]: row[2:] for row in book["Counts"].iter_rows(values_only=True) if row[1]}
    assert counts["North", "Good"] == (1, 2, "↑ up")
    assert counts["South", "Audited"][:2] == (0, 2)
    percentages = {row[:2]: row[2:] for row in book["Percentages"].iter_rows(values_only=True) if row[1]}
    assert percentages["South", "Good"][0] == "[z]"
    assert isinstance(percentages["North", "Good"][1], float)
    cover = " ".join(
        str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell
    )
    for named in ("Q2 2016-17 to Q3 2016-17", "Final judgement", "3 of 7 audits", "version 1 (7 audits)"):
        assert named in cover
    assert not any(sheet.merged_cells.ranges for sheet in book)


def test_document_prints_what_the_page_shows(get, exported):
    reader = PdfReader(io.BytesIO(exported("pdf")))
    text = "\n".join(page.extract_text() for page in reader.pages)
    page = get(f"/judgements?{CHOICE}")

    assert _bookmarks(reader)[1:4] == ["All service areas", "North", "South"]
    assert reader.metadata.title == "Overall judgement by service area"
    for cells in block_rows(page, "North").values():
        for cell in cells:
            assert cell in text
    assert "Testshire" in text
    assert "Page 1 of" in text


@pytest.mark.parametrize("extension", ["csv", "xlsx", "pdf"])
def test_figures_of_some_areas_name_them_as_their_filter(client, sign_in, session, audits, extension):
    south = session.query(ServiceArea).filter_by(name="South").one()
    sign_in(Role.VIEWER, areas=[south])

    content = client.get(f"/judgements/export/{extension}?{CHOICE}").get_data()

    if extension == "csv":
        said = content.decode("utf-8-sig")
    elif extension == "xlsx":
        cover = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        said = " ".join(str(cell) for row in cover.iter_rows(values_only=True) for cell in row)
    else:
        said = PdfReader(io.BytesIO(content)).pages[0].extract_text()
    assert "Only service areas: South" in said
    assert "North" not in said


@pytest.mark.parametrize("extension", ["csv", "xlsx", "pdf"])
def test_the_command_exports_the_same_without_a_browser(
    exported, database_url, session, tmp_path, monkeypatch, extension
):
    session.commit()
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SECRET_KEY", "a secret of the tests, longer than thirty-two characters")
    file = tmp_path / f"tables.{extension}"
    words = ["--by", "service-area", "--of", "overall", "--to", "2016-17-Q3", "--periods", "2"]

    ran = CliRunner().invoke(
        cli,
        [
            "export",
            "judgements",
            *words,
            "--layout",
            "percent-and-count",
            "--format",
            extension,
            "--output",
            str(file),
        ],
    )

    assert ran.exit_code == 0, ran.output
    assert _facts_of(file.read_bytes(), extension) == _facts_of(exported(extension), extension)


def _facts_of(content, extension):
    """What a file says, but for the minute it was drawn in."""
    if extension == "csv":
        rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
        return [{name: value for name, value in row.items() if name != "drawn_at"} for row in rows]
    if extension == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        return [list(book[name].values) for name in ("Percentages", "Counts", "Good or better", "Moderation")]
    return _bookmarks(PdfReader(io.BytesIO(content)))


def _bookmarks(reader):
    """The titles of the bookmarks, whatever their depth; the first is the document's own."""
    found, waiting = [], list(reader.outline)
    while waiting:
        entry = waiting.pop(0)
        if isinstance(entry, list):
            waiting[:0] = entry
        else:
            found.append(entry.title)
    return found
