"""What a measure meant before stays what its old figures are of."""

from datetime import date

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.measures import MeasureKind, Unit
from qa_app.domain.roles import Role
from tests.factories import a_measure, a_measure_value, a_tool, a_tool_version, an_audit
from tests.factories.measures import a_measure_definition


def test_an_old_value_is_shown_in_the_unit_that_it_was_entered_in(get, sign_in, session):
    measure = a_measure(unit=Unit.NUMBER)
    measure.unit = Unit.PERCENT
    measure.definitions.append(
        a_measure_definition(measure, number=2, holds_from=201610, is_break=True, reason="A share tells more")
    )
    session.add(measure)
    session.flush()
    session.add_all(a_measure_value(measure, period, "57") for period in ("Q2 2016-17", "Q3 2016-17"))
    sign_in(Role.VIEWER)

    page = get(f"/measures/{measure.id}/values")

    assert [row[0] for row in page.rows] == ["Q3 2016-17", "Q2 2016-17"]
    assert "57%" in " ".join(page.rows[0])
    assert "57%" not in " ".join(page.rows[1])


def test_an_old_figure_leads_to_the_audits_that_it_was_counted_from(get, sign_in, session):
    version = a_tool_version(session, a_tool(standards=("smart", "seen")))
    session.add_all(
        an_audit(version, audit_date=day, judged={"smart": 1, "seen": 2, "overall": 2})
        for day in (date(2016, 9, 1), date(2016, 11, 1))
    )
    before, now = (AuditDefinition(Counts.MET, (code,)).as_json() for code in ("smart", "seen"))
    measure = a_measure(kind=MeasureKind.AUDIT, audit_definition=before)
    measure.audit_definition = now
    measure.definitions.append(
        a_measure_definition(measure, number=2, holds_from=201610, is_break=True, reason="Seen matters more")
    )
    session.add(measure)
    sign_in(Role.QA_LEAD)

    page = get(f"/measures/{measure.id}/results?by=quarter")

    rows = {row[0]: row for row in page.rows}
    assert rows["Q2 2016-17"][1:3] == ["100%", "1"]
    assert rows["Q3 2016-17"][1:3] == ["0%", "0"]
    hrefs = page.tree.xpath("//main//td//a[starts-with(@href, '/audits')]/@href")
    assert any("standard=smart" in href and "to=201609" in href for href in hrefs)
    assert any("standard=seen" in href and "to=201612" in href for href in hrefs)
    assert not any("standard=seen" in href and "to=201609" in href for href in hrefs)
