import io

import pytest
from sqlalchemy import func, select

from qa_app.domain.roles import Role
from qa_app.models import Commentary, ImportBatch, ImportKind, Measure, MeasureComparator, MeasureValue
from qa_app.services.importing import receive_file
from qa_app.web.clock import now
from tests.data_builders.audit_files import csv_file
from tests.data_builders.publications import CHESHIRE_EAST, SEFTON_CHAT
from tests.factories import a_measure, a_measure_value

ROW = {"measure": "visits", "period": "Q3 2016-17", "value": "57%"}


@pytest.fixture(autouse=True)
def council(session, sign_in):
    """A QA lead and one measure."""
    session.add(a_measure("Visits in time", code="visits"))
    return sign_in(Role.QA_LEAD)


@pytest.fixture
def upload(send):
    def post(content: bytes, name: str, *, status: int = 200):
        return send("/imports/values", {"values": (io.BytesIO(content), name)}, status=status)

    return post


def count(session, model) -> int:
    return session.scalar(select(func.count()).select_from(model))


def path(session) -> str:
    return f"/imports/{session.scalar(select(func.max(ImportBatch.id)))}"


def test_values_are_checked_shown_and_then_added(upload, send, session):
    page = upload(csv_file([ROW, ROW | {"period": "Q2 2016-17", "value": "-"}]), "values.csv")

    assert page.heading == "values.csv is ready to be added"
    assert "2 rows checked, with no problems. This will be added: 1 value" in page.text
    assert count(session, MeasureValue) == 0

    page = send(f"{path(session)}/add")

    assert page.heading == "values.csv was brought in"
    assert page.messages == ["Added: 1 value."]
    assert "HoldsValues of measures" in page.text
    assert "See the values of measures" in page.links
    assert count(session, MeasureValue) == 1


def test_problems_are_named_at_their_place_and_can_be_taken_away(upload, client, session):
    page = upload(csv_file([ROW | {"value": "101%"}]), "values.csv")

    sentence = "101% is more than 100%: give the reason, or correct it"
    assert page.rows == [["2", "value", "101%", sentence]]
    answer = client.get(page.link("Download the problems as CSV"))
    assert f'2,value,101%,"{sentence}"' in answer.get_data().decode("utf-8-sig")


def test_a_publication_comes_in_with_all_that_is_agreed_to(upload, get, send, session):
    page = upload(SEFTON_CHAT.read_bytes(), SEFTON_CHAT.name)

    assert page.heading == "sefton_chat.csv cannot be added yet"
    assert len(page.rows) == 18
    form = page.form(f"{path(session)}/check")
    assert form["comparator_year"] == "2022"  # the year before that of July 2023
    assert not {"add_missing", "extras"} & set(form)
    assert "Take from the file too: statistical neighbours, commentary" in page.text

    page = send(
        f"{path(session)}/check", form | {"add_missing": "y", "extras": "y", "comparator_year": "2021"}
    )

    assert page.heading == "sefton_chat.csv is ready to be added"
    assert "36 values 18 measures 16 comparators 13 comments or statuses" in page.text
    assert "New measures (18) Referrals per 10,000 (rate per 10,000, every month, neutral)" in page.text
    assert "can be put right in the catalogue" in page.text
    assert page.form(f"{path(session)}/check")["comparator_year"] == "2021"
    send(f"{path(session)}/add")
    assert (count(session, Measure), count(session, MeasureValue)) == (19, 36)
    assert set(session.scalars(select(MeasureComparator.starting_year))) == {2021}


def test_what_is_not_ticked_stays_out(upload, send, session):
    upload(CHESHIRE_EAST.read_bytes(), CHESHIRE_EAST.name)

    page = send(f"{path(session)}/check", {"add_missing": "y"})
    warning = "The file also holds thresholds, commentary, which will not be taken."
    assert warning in page.text
    assert warning not in send(f"{path(session)}/check", {"add_missing": "y", "extras": "y"}).text

    send(f"{path(session)}/check", {"add_missing": "y"})
    page = send(f"{path(session)}/add")

    assert page.messages == ["Added: 216 values, 42 measures."]
    assert count(session, Commentary) == 0


def test_values_that_differ_are_replaced_only_when_ticked(upload, send, session):
    measure = session.scalars(select(Measure)).one()
    session.add(a_measure_value(measure, "Q3 2016-17", "60"))
    page = upload(csv_file([ROW]), "values.csv")

    assert [row[3] for row in page.rows] == [
        "60% is here already, entered by hand: correct it, or choose to replace what is here"
    ]
    page = send(f"{path(session)}/check", {"replace": "y"})

    assert "This will be added: 1 revised value" in page.text
    assert "replace" in page.form(f"{path(session)}/check")
    page = send(f"{path(session)}/check")
    assert page.heading == "values.csv cannot be added yet"


def test_the_same_values_again(upload, send, session):
    upload(csv_file([ROW]), "values.csv")
    send(f"{path(session)}/add")

    page = upload(csv_file([ROW | {"value": "57"}]), "again.csv")

    assert page.heading == "again.csv has nothing new"
    assert "All of it is here already, exactly so: 1 value." in page.text
    assert upload(csv_file([ROW]), "copy.csv").heading == "values.csv was brought in"


@pytest.mark.parametrize("year", ["", "x", "99999", "-1"])
def test_a_year_that_nobody_was_offered_is_none(upload, send, session, year):
    upload(SEFTON_CHAT.read_bytes(), SEFTON_CHAT.name)

    page = send(f"{path(session)}/check", {"comparator_year": year})

    assert page.form(f"{path(session)}/check")["comparator_year"] == "2022"


def test_a_check_that_stood_still_is_started_again_with_what_was_agreed_to(get, session, council):
    options = {"add_missing": True, "replace": False, "extras": True, "comparator_year": 2021}
    stuck = receive_file(
        session,
        ImportKind.VALUES,
        "chat.csv",
        SEFTON_CHAT.read_bytes(),
        options=options,
        by=council,
        at=now(),
    )
    session.commit()

    form = get(f"/imports/{stuck.id}").form(f"/imports/{stuck.id}/check")

    assert {name: value for name, value in form.items() if name not in ("csrf_token", "one_use")} == {
        "add_missing": "y",
        "extras": "y",
        "comparator_year": "2021",
    }


def test_the_page_offers_a_file_to_fill_in(get, client):
    page = get("/imports")

    answer = client.get(page.link("Excel file of the measures"))
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=values-")


def test_a_file_that_cannot_be_read_and_none_at_all(upload, send, session):
    assert upload(b"", "values.csv", status=422).errors[0].startswith("The file is empty.")
    assert send("/imports/values", status=422).errors == ["Choose a CSV file or an Excel workbook"]
    assert count(session, ImportBatch) == 0
