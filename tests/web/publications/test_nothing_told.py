"""Whatever is drawn for the public, in any layout and kind of file, prints nothing that is suppressed."""

import io
import re
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.measures import MeasureKind, Unit
from qa_app.domain.roles import Role
from qa_app.domain.scorecard_choice import Against, Layout, Shown
from qa_app.models import Publication
from tests.factories import a_service_area, a_tool, a_tool_version, an_audit
from tests.factories.measures import a_measure, a_measure_value, a_target, a_threshold
from tests.factories.scorecards import a_comment, a_scorecard

WORDS = "Zebra"  # in whatever is said of a suppressed figure
TOLD = (
    WORDS, "1,777", "1777", "0.225", "0.2%", "87.65", "4.3217", "43,217",
    "of 23", "13%", "13.04", "0.13",
)  # fmt: skip


@pytest.fixture
def card(session):
    """Figures of few, each of numbers that stand nowhere else, and words about them."""
    share = a_measure("Share of few", code="A1")
    number = a_measure("Number", code="A2", unit=Unit.NUMBER)
    average = a_measure("Average over few", code="A3", unit=Unit.AVERAGE, decimals=2)
    rate = a_measure("Rate of few", code="A4", unit=Unit.RATE, decimals=4)
    version = a_tool_version(session, a_tool(standards=("smart",)))
    north, south = a_service_area("North"), a_service_area("South")
    session.add_all([north, south])
    session.flush()
    met = AuditDefinition(Counts.MET, ("smart",))
    audits = [
        a_measure(name, code=code, kind=MeasureKind.AUDIT, audit_definition=each.as_json())
        for name, code, each in (
            ("Audited", "B0", met),
            ("Audited north", "B1", replace(met, area=north.id)),
            ("Audited south", "B2", replace(met, area=south.id)),
        )
    ]
    session.add_all(
        an_audit(version, service_area=area, judged={"smart": value, "overall": 2})
        for area, value, times in ((north, 1, 3), (north, 2, 20), (south, 1, 30), (south, 2, 9))
        for _ in range(times)
    )
    card = a_scorecard(
        {"First": [share, number, average, rate], "Audits": audits},
        title="Board",
        periods=2,
        against=Against.BOTH,
        columns=[shown.value for shown in Shown],
    )
    session.add(card)
    session.flush()
    for measure in (share, number, average, rate):
        session.add_all([a_threshold(measure), a_target(measure)])
    for period in ("Q3 2015-16", "Q2 2016-17", "Q3 2016-17"):
        session.add_all(
            [
                a_measure_value(share, period, numerator="4", denominator="1777", reason=WORDS),
                a_measure_value(number, period, "3", reason=WORDS),
                a_measure_value(average, period, "87.65", numerator=None, denominator="3", reason=WORDS),
                a_measure_value(rate, period, numerator="2", denominator="43217", reason=WORDS),
            ]
        )
    for measure in (share, number, average, rate, audits[1]):
        session.add_all(
            a_comment(measure, period, text=WORDS, analysis=WORDS, action=WORDS, owner=WORDS)
            for period in ("2016-17-Q2", "2016-17-Q3")
            if measure is not audits[1] or period == "2016-17-Q3"  # before, there was nothing to count
        )
    session.commit()
    return card


def everything(client, url: str, query: str, *extensions: str) -> dict[str, str]:
    """The words of every kind of file."""
    found = {}
    for extension in extensions:
        answer = client.get(f"{url}/export/{extension}{query}")
        assert answer.status_code == 200
        found[extension] = _words(extension, answer.data)
    return found


def _words(extension: str, content: bytes) -> str:
    if extension == "pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if extension == "xlsx":
        book = load_workbook(io.BytesIO(content))
        return "\n".join(
            f"{cell.value} {cell.number_format}" for sheet in book for row in sheet.rows for cell in row
        )
    return content.decode("utf-8-sig")


def _is_in(tell: str, words: str) -> bool:
    """Not as part of a longer number: what is kept holds digests and fractions of seconds."""
    return bool(re.search(rf"(?<![0-9a-f]){re.escape(tell)}(?![0-9a-f])", words))


@pytest.mark.parametrize("periods", [1, 3])
@pytest.mark.parametrize("layout", [layout for layout in Layout if layout is not Layout.CATALOGUE])
def test_no_file_page_or_publication_tells(sign_in, get, send, client, session, card, layout, periods):
    sign_in(Role.QA_LEAD)
    url = f"/scorecards/{card.id}"
    query = f"?period=2016-17-Q3&layout={layout.value}&periods={periods}&profile=public"
    told = everything(client, url, query, "pdf", "xlsx", "csv", "figures")
    preview = get(f"{url}/publish{query}")
    told["preview"] = preview.text
    (seen,) = preview.tree.xpath("//main//input[@name='seen']/@value")
    send(f"{url}/publish{query}", {"note": "", "seen": seen})
    number = session.query(Publication).one().id
    told |= {
        f"published {name}": words
        for name, words in everything(client, f"/publications/{number}", "", "pdf", "xlsx", "csv").items()
    }
    told["published page"] = get(f"/publications/{number}").text
    told["kept"] = str(session.query(Publication).one().content)

    assert "no figure yet" not in told["published page"]  # there is, and it is not told
    for where, words in told.items():
        assert "[c]" in words, where
        assert [tell for tell in TOLD if _is_in(tell, words)] == [], where
