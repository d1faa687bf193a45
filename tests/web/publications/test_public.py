"""What is published for the public holds no small number, wherever one looks."""

import csv
import io
import re

import openpyxl
import pytest
from pypdf import PdfReader

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.measures import MeasureKind, Unit
from qa_app.domain.roles import Role
from qa_app.models import ScorecardLine
from tests.factories import a_service_area, an_audit
from tests.factories.measures import a_measure, a_measure_value
from tests.factories.scorecards import a_comment
from tests.web.publications.conftest import CHOICE, published_part


@pytest.fixture
def areas(council, session):
    """North 40 of 56 of Q3 2016-17, South 3 of 8, and 4 children reported missing."""
    south = a_service_area("South")
    session.add(south)
    session.flush()
    session.add_all(
        an_audit(
            council.version, judged={"smart": met, "overall": met}, service_area=area, stream=council.stream
        )
        for area, answers in ((south, [1] * 3 + [2] * 5), (council.area, [1] * 26 + [2] * 10))
        for met in answers
    )
    measures = [
        a_measure(
            f"Plans are SMART in {area.name}",
            code=f"a-{area.name.lower()}",
            kind=MeasureKind.AUDIT,
            audit_definition=AuditDefinition(Counts.MET, ("smart",), area=area.id).as_json(),
        )
        for area in (council.area, south)
    ]
    missing = a_measure("Children missing", code="m1", unit=Unit.NUMBER)
    session.add_all([*measures, missing])
    session.flush()
    session.add_all(
        [a_measure_value(missing, "Q3 2016-17", "4"), a_comment(missing, text="All four are back.")]
    )
    council.card.themes[1].lines += [
        ScorecardLine(position=place, number=str(place), measure=measure)
        for place, measure in enumerate([*measures, missing], start=2)
    ]
    session.commit()
    return council


@pytest.fixture
def lead(sign_in):
    return sign_in(Role.QA_LEAD)


def test_the_internal_one_has_them_or_the_test_below_proves_nothing(get, lead, areas, publish):
    part = published_part(get(publish()))

    assert "38%" in part
    assert "of 8" in part
    assert "All four are back." in part


@pytest.mark.parametrize("layout", ["quarterly", "board", "comparison", "indicators", "core"])
def test_no_small_number_is_on_the_page_or_in_a_file(client, get, lead, areas, publish, layout):
    address = publish("public", choice=CHOICE.replace("quarterly", layout))

    texts = [published_part(get(address))]
    texts.append(client.get(f"{address}/export/csv").get_data(as_text=True))
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}/export/xlsx").get_data()))
    texts += [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    pdf = PdfReader(io.BytesIO(client.get(f"{address}/export/pdf").get_data()))
    texts += [page.extract_text() for page in pdf.pages]

    for text in texts:
        for small in ("38%", "37.5", "0.375", "3 of 8", "All four"):
            assert small not in text, (layout, small)
    assert "[c]" in texts[0]
    assert "[c]" in texts[1]
    assert "suppressed" in get(address).text


def test_the_row_of_a_small_number_has_no_figure_in_the_csv(client, lead, areas, publish):
    address = publish("public")
    rows = list(
        csv.DictReader(io.StringIO(client.get(f"{address}/export/csv").get_data().decode("utf-8-sig")))
    )

    for name in ("Children missing", "Plans are SMART in South"):
        row = next(row for row in rows if name in row.values())
        assert row["Q3 2016-17"] == "[c]"
        assert not re.search(r"better|worse|Outstanding|Good|Inadequate", row["Status"] or "")
    others = {name: row for row in rows for name in row.values() if name == "Plans are SMART"}
    north = next(row for row in rows if "Plans are SMART in North" in row.values())
    # Of the total and the North at least one is withheld too, or they would tell the South's.
    assert "[c]" in (others["Plans are SMART"]["Q3 2016-17"], north["Q3 2016-17"])


def test_the_preview_warns_of_numbers_in_words(get, lead, areas):
    page = get(f"/scorecards/{areas.card.id}/publish?{CHOICE}&profile=public")

    assert "Small numbers are suppressed in figures, not in words" in page.text
    assert "All four are back." not in page.text
