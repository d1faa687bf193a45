import pytest
from sqlalchemy import select

from qa_app.domain.measures import Frequency, MeasureKind, Unit, ValueStatus
from qa_app.domain.periods import Month
from qa_app.domain.roles import Role
from qa_app.models import ChildPopulation, MeasureValue
from qa_app.services.importing import import_values
from qa_app.services.importing_values import ValueOptions
from qa_app.web.clock import now, today
from tests.factories import a_measure, a_measure_value
from tests.factories.scorecards import a_scorecard

URL = "/measures/values"
Q3 = f"{URL}?period=2016-17-Q3"


@pytest.fixture(autouse=True)
def lead(session, sign_in):
    return sign_in(Role.QA_LEAD, name="Lee Lead")


@pytest.fixture
def visits(session):
    measure = a_measure("Visits in time", code="visits", outcome="Timeliness")
    session.add(measure)
    session.commit()
    return measure


@pytest.fixture
def plans(session, visits):
    measure = a_measure("Plans on time", code="plans", outcome="Demand")
    session.add(measure)
    session.commit()
    return measure


def kept(session, measure) -> list[tuple[str | None, str | None, str | None, str, str, bool]]:
    session.expire_all()
    rows = session.scalars(
        select(MeasureValue).where(MeasureValue.measure_id == measure.id).order_by(MeasureValue.number)
    )
    return [
        (row.numerator, row.denominator, row.value, row.status.value, row.reason, row.is_current)
        for row in rows
    ]


def grid(page, address: str = Q3) -> dict[str, str]:
    """What the grid would send as it stands."""
    return page.form(address)


def names(page) -> list[str]:
    return [row[0].partition(" Percent")[0] for row in page.rows]


def test_shows_the_measures_entered_that_often_with_the_period_before(get, session, visits, plans):
    session.add_all(
        [
            a_measure("Monthly", frequency=Frequency.MONTH),
            a_measure("Audited", kind=MeasureKind.AUDIT, audit_definition={"counts": "audits"}),
            a_measure("Left", active=False),
            a_measure_value(visits, "Q2 2016-17", "66", status=ValueStatus.PROVISIONAL),
            a_measure_value(visits, "Q1 2016-17", "99"),
            a_measure_value(plans, numerator="9", denominator="10"),
        ]
    )

    page = get(Q3)

    assert page.heading == "Values, Q3 2016-17"
    assert names(page) == ["Visits in time", "Plans on time"]
    assert page.rows[0][1] == "66% provisional"
    assert page.rows[1][1] == ""
    form = grid(page)
    assert [form[f"{field}-{visits.id}"] for field in ("numerator", "value", "status", "seen")] == [
        "", "", "final", "0",
    ]  # fmt: skip
    assert [form[f"{field}-{plans.id}"] for field in ("numerator", "denominator", "value", "seen")] == [
        "9", "10", "", "1",
    ]  # fmt: skip
    assert "The counts give 90%" in page.text


def test_is_narrowed_down_by_outcome_words_and_scorecard(get, session, visits, plans):
    scorecard = a_scorecard({"First": [plans], "Second": [visits]})
    session.add(scorecard)
    session.commit()

    assert names(get(f"{Q3}&outcome=Demand")) == ["Plans on time"]
    assert names(get(f"{Q3}&text=VISITS")) == ["Visits in time"]
    assert names(get(f"{Q3}&scorecard={scorecard.id}")) == ["Plans on time", "Visits in time"]
    none = get(f"{Q3}&text=nothing")
    assert "No measure in use is entered every quarter and chosen here." in none.text
    assert names(get(none.link("Show all of them"))) == ["Visits in time", "Plans on time"]
    assert "Open the catalogue of measures" in get(f"{URL}?period=2016-17").links


def test_without_a_period_it_is_the_last_quarter_that_is_over(get, visits):
    heading = get(URL).heading

    assert heading.startswith("Values, Q")


def test_where_most_measures_are_entered_every_month_it_is_the_last_month(get, session, visits):
    session.add_all(
        [a_measure("Contacts", frequency=Frequency.MONTH), a_measure("Referrals", frequency=Frequency.MONTH)]
    )
    session.commit()

    page = get(URL)

    assert page.heading == f"Values, {Month.of(today()).previous()}"
    assert names(page) == ["Contacts", "Referrals"]


@pytest.mark.parametrize("period", ["Q5 2016-17", "x" * 100, "<b>"])
def test_a_period_that_cannot_be_read(get, visits, period):
    page = get(URL, query_string={"period": period}, status=422)

    assert page.errors[0].startswith(f"“{period[:60]}” is not a period")
    assert page.tree.xpath("//*[@id='period-error']")


def test_a_quarter_is_entered_in_one_go(get, send, session, visits, plans):
    form = grid(get(Q3)) | {
        f"value-{visits.id}": "57%",
        f"status-{visits.id}": "provisional",
        f"numerator-{plans.id}": "171",
        f"denominator-{plans.id}": "703",
        f"value-{plans.id}": "25",
    }

    page = send(Q3, form)

    assert page.messages == [
        "Plans on time, Q3 2016-17: 171 of 703 is 24.3%, not 25%: the counts are used.",
        "2 values are saved.",
    ]
    assert kept(session, visits) == [(None, None, "57", "provisional", "", True)]
    assert kept(session, plans) == [("171", "703", "25", "final", "", True)]
    assert send(Q3, grid(page)).messages == ["Nothing was changed."]
    assert (len(kept(session, visits)), len(kept(session, plans))) == (1, 1)


def test_all_is_saved_or_nothing_and_nothing_typed_is_lost(get, send, session, visits, plans):
    typed = {
        f"value-{visits.id}": "57%",
        f"reason-{visits.id}": "<b>Because</b>",
        f"numerator-{plans.id}": "11",
        f"denominator-{plans.id}": "10",
        f"value-{plans.id}": "lots",
    }

    page = send(Q3, grid(get(Q3)) | typed, status=422)

    assert page.errors == [
        "Plans on time: “lots” is not a number: write the value with figures, such as 57 or 7.5"
    ]
    assert page.tree.xpath(f"//a[@href='#value-{plans.id}']")
    assert page.tree.xpath(f"//input[@id='value-{plans.id}']/@aria-describedby") == [
        f"value-{plans.id}-error"
    ]
    form = grid(page)
    assert {name: form[name] for name in typed} == typed
    assert kept(session, visits) == []


def test_a_final_value_is_revised_with_a_reason(get, send, session, visits):
    session.add(a_measure_value(visits, "Q3 2016-17", "57"))
    session.commit()
    form = grid(get(Q3)) | {f"value-{visits.id}": "58"}

    page = send(Q3, form, status=422)
    assert page.errors == ["Visits in time: The value was final (57%): say why it is revised"]
    page = send(Q3, grid(page) | {f"reason-{visits.id}": "A late visit"})

    assert page.messages == ["1 value is saved."]
    assert kept(session, visits) == [
        (None, None, "57", "final", "", False),
        (None, None, "58", "revised", "A late visit", True),
    ]
    assert "Reason given: A late visit" in page.text
    assert grid(page)[f"status-{visits.id}"] == "revised"


def test_an_emptied_row_takes_the_value_out(get, send, session, visits):
    session.add(a_measure_value(visits, "Q3 2016-17", "57"))
    session.commit()

    page = send(Q3, grid(get(Q3)) | {f"value-{visits.id}": ""})

    assert page.messages == ["1 value is taken out."]
    assert kept(session, visits) == [(None, None, "57", "final", "", False)]
    assert grid(page)[f"seen-{visits.id}"] == "0"


def test_what_somebody_else_entered_meanwhile_is_shown_and_nothing_typed_is_lost(
    get, send, session, visits, plans, lead
):
    opened = grid(get(Q3))
    session.add(a_measure_value(visits, "Q3 2016-17", "60", entered_by=lead))
    session.commit()
    typed = {f"value-{visits.id}": "57", f"value-{plans.id}": "80"}

    page = send(Q3, opened | typed, status=409)

    assert page.errors == [
        "Visits in time: Lee Lead entered 60% meanwhile: save again to put yours in its place"
    ]
    form = grid(page)
    assert (form[f"value-{visits.id}"], form[f"value-{plans.id}"]) == ("57", "80")
    assert kept(session, plans) == []
    page = send(Q3, form | {f"reason-{visits.id}": "Mine is right"})
    assert page.messages == ["2 values are saved."]
    assert [row[2] for row in kept(session, visits)] == ["60", "57"]


def test_rows_that_somebody_else_changed_and_i_left_alone_do_not_clash(get, send, session, visits, plans):
    opened = grid(get(Q3))
    session.add(a_measure_value(visits, "Q3 2016-17", "60"))
    session.commit()

    page = send(Q3, opened | {f"value-{plans.id}": "80"})

    assert page.messages == ["1 value is saved."]
    assert [row[2] for row in kept(session, visits)] == ["60"]


def test_a_period_that_is_not_over(get, send, session, visits):
    page = get(f"{URL}?period=2090-91-Q1")

    assert "Q1 2090-91 ends on 30 June 2090." in page.text
    form = grid(page, f"{URL}?period=2090-91-Q1") | {f"value-{visits.id}": "57"}
    page = send(f"{URL}?period=2090-91-Q1", form, status=422)
    assert page.errors == [
        "Visits in time: Q1 2090-91 is not over yet: its value can be entered from 30 June 2090"
    ]


def test_a_measure_that_went_out_of_use_meanwhile_keeps_its_row(get, send, session, visits):
    form = grid(get(Q3)) | {f"value-{visits.id}": "x"}
    visits.active = False
    session.commit()

    page = send(Q3, form, status=422)

    assert grid(page)[f"value-{visits.id}"] == "x"


def test_what_is_no_row_of_the_page_is_left_out(send, session, visits):
    page = send(Q3, {"seen-99999": "0", "value-99999": "1", "seen-x": "1", f"value-{visits.id}": "57"})

    assert page.messages == ["Nothing was changed."]


def test_every_value_there_ever_was(get, send, session, visits, lead):
    session.add_all(
        [
            a_measure_value(visits, "Q3 2016-17", "57", is_current=False, entered_by=lead),
            a_measure_value(
                visits,
                "Q3 2016-17",
                "25",
                numerator="171",
                denominator="703",
                number=2,
                status=ValueStatus.REVISED,
                reason="Counted again",
                source="LCS",
            ),
            a_measure_value(visits, "Q2 2016-17", None, is_not_applicable=True, is_current=False),
        ]
    )
    session.commit()

    page = get(get(Q3).link("All values of Visits in time"))

    assert page.heading == "Values of Visits in time"
    assert [row[:6] for row in page.rows] == [
        ["Q3 2016-17", "2", "24%", "171 of 703171 of 703 is 24.3%, not 25%: the counts are used",
         "Revised", "Holds now"],
        ["Q3 2016-17", "1", "57%", "", "Final", "Replaced"],
        ["Q2 2016-17", "1", "N/A", "", "Final", "Taken out"],
    ]  # fmt: skip
    assert page.rows[0][6:8] == ["Counted again", "LCS"]
    assert page.rows[1][8].startswith("Lee Lead 1 April 2016 at")


def test_a_measure_without_values_and_an_audit_measure_say_so(get, session, visits):
    audited = a_measure("Audited", kind=MeasureKind.AUDIT, audit_definition={"counts": "audits"})
    session.add(audited)
    session.commit()

    assert "No value was entered or brought in yet." in get(f"/measures/{visits.id}/values").text
    assert "computed from the judgements of audits" in get(f"/measures/{audited.id}/values").text
    get("/measures/9999/values", status=404)


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_the_file_to_fill_in_is_brought_in_again_and_changes_nothing(
    client, get, session, visits, plans, extension
):
    plans.unit = Unit.DAYS
    session.add_all(
        [
            ChildPopulation(starting_year=2016, children=54_000),
            a_measure_value(visits, numerator="9", denominator="10"),
            a_measure_value(plans, value="-3.5", status=ValueStatus.PROVISIONAL),
        ]
    )
    session.commit()

    answer = client.get(f"{URL}/file.{extension}?period=2016-17-Q3")

    assert answer.headers["Content-Disposition"] == f"attachment; filename=values-2016-17-Q3.{extension}"
    report = import_values(
        session, f"values.{extension}", answer.get_data(), ValueOptions(), by=None, at=now()
    )
    assert (report.changes_nothing, report.unchanged) == (True, 2)


def test_the_file_to_fill_in_has_a_row_for_each_measure(client, session, visits, plans):
    lines = client.get(f"{URL}/file.csv?period=2016-17-Q3&outcome=Demand").get_data().decode("utf-8-sig")

    assert lines.splitlines() == [
        "code,measure,unit,period,numerator,denominator,value,status,reason,source",
        "plans,Plans on time,percent,Q3 2016-17,,,,,,",
    ]


def test_only_who_enters_values_sees_the_grid(get, sign_in, visits):
    sign_in(Role.VIEWER)

    get(Q3, status=403)
    get(f"{URL}/file.csv", status=403)
    get(f"/measures/{visits.id}/values")
