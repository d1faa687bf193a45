import csv
import io
import json
import zipfile

import pytest
from sqlalchemy import select

from qa_app.domain.roles import Role
from qa_app.models import Audit, Erasure, TrailEntry
from qa_app.services.legal_holds import place_hold
from tests.data_builders.marked_case import CASE, SPELLED, a_marked_case, found_in_the_rows
from tests.web.conftest import token
from tests.web.records.conftest import AT


@pytest.fixture
def made(session):
    return a_marked_case(session)


def look(send, reference, **named):
    return send("/records/case", {"reference": reference}, **named)


def take_out(client, **values):
    values = {"csrf_token": token(client), "reference": CASE} | values
    with client.post("/records/case/taken-out", data=values) as answer:
        assert answer.mimetype == "application/zip", answer.get_data(as_text=True)
        assert answer.headers["Cache-Control"] == "no-store"
        return answer.headers["Content-Disposition"], zipfile.ZipFile(io.BytesIO(answer.get_data()))


def test_what_is_held_is_counted_and_shown_where_it_is(made, sign_in, get, send):
    sign_in(person=made.lead)
    assert get("/records/case").heading == "What is held about a case"

    page = look(send, f" {CASE} ")

    assert page.heading == f"Case {CASE}"
    assert "7 audits" in page.text
    assert "1 legal hold" in page.text
    assert "6 files that name it, or cannot be read" in page.text
    audits = [row for row in page.rows if len(row) == 6]
    assert [row[5] for row in audits] == [
        "Final",
        "In moderation",
        "Awaiting moderation",
        "In progress",
        "Withdrawn",
        "Not started",
        "Final",
    ]
    assert "An answer in another audit" in page.text
    assert "zqmark" not in page.text.replace("zqmark-file-name", "")  # where it is, and not what it says


def test_other_spellings_are_told_of_and_lead_on(made, sign_in, send):
    sign_in(person=made.lead)

    page = look(send, CASE)
    assert f"{SPELLED} (1 audit)" in page.text
    assert f"{CASE.lower()} (no audit)" in page.text

    page = look(send, CASE.upper().replace("-", " -"))
    assert "No audit has exactly this reference" in page.text
    assert f"{CASE} (7 audits)" in page.text
    assert "Erase it" not in page.text


@pytest.mark.parametrize("path", ["/records/case", "/records/case/taken-out", "/records/erasures"])
@pytest.mark.parametrize("typed", ["", "  "])
def test_a_reference_has_to_be_typed(made, sign_in, send, path, typed):
    sign_in(person=made.lead)

    assert send(path, {"reference": typed}, status=422).errors == ["Enter the case reference"]


def test_no_case_reference_stands_in_an_address(made, sign_in, send, client):
    sign_in(person=made.lead)
    page = look(send, CASE)

    addresses = [*page.tree.xpath("//@href"), *page.tree.xpath("//@action"), *page.tree.xpath("//@src")]
    assert not [address for address in addresses if "ZQ" in address.upper() or "7781" in address]


def test_looking_writes_nothing(made, sign_in, send, session):
    sign_in(person=made.lead)
    before = session.scalars(select(TrailEntry.id)).all()

    look(send, CASE)

    assert session.scalars(select(TrailEntry.id)).all() == before


def test_the_export_has_all_that_is_held(made, sign_in, client, session):
    sign_in(person=made.lead)
    before = found_in_the_rows(session.connection(), made.marks)
    assert set(before) == set(made.marks)

    _, package = take_out(client, also=SPELLED)

    assert package.testzip() is None
    everything = json.loads(package.read("everything.json"))
    kept = json.dumps(everything, ensure_ascii=False)
    # What cannot be read cannot be given out either: the README says so, and which file it is.
    missing = [mark for mark in made.marks if mark not in kept and "unreadable" not in mark]
    assert missing == []
    rows = b"".join(package.read(name) for name in package.namelist() if name.startswith("rows/")).decode()
    assert [mark for mark in made.marks if mark not in rows and mark in kept] == []
    assert everything["case references"] == [CASE, SPELLED]
    assert "locked.xlsx" in kept


def test_the_export_is_read_by_people_too(made, sign_in, client):
    from python_calamine import CalamineWorkbook

    sign_in(person=made.lead)
    name, package = take_out(client, also=SPELLED)

    assert name.startswith("attachment; filename=case-20")
    assert CASE not in name
    documents = [each for each in package.namelist() if each.startswith("audits/")]
    assert len(documents) == 8
    assert all(package.read(each).startswith(b"%PDF") for each in documents)
    readme = package.read("README.txt").decode()
    assert f"Case reference: {CASE}, {SPELLED}" in readme
    assert "answers.csv" in readme
    assert "cannot be read" in readme
    book = CalamineWorkbook.from_filelike(io.BytesIO(package.read("everything.xlsx")))
    assert len(book.sheet_names) >= 10
    answers = list(csv.DictReader(io.StringIO(package.read("rows/answers.csv").decode("utf-8-sig"))))
    assert len(answers) == 24
    assert {row["question"] for row in answers} == {"assessment", "overall", "worries"}


def test_only_the_spellings_chosen_are_taken_out(made, sign_in, client):
    sign_in(person=made.lead)

    _, package = take_out(client, also="OTHER-1")

    kept = package.read("everything.json").decode()
    assert "zqmark-worker-moderated" in kept
    assert "zqmark-worker-spelled" not in kept
    assert len(json.loads(kept)["tables"]["audits"]) == 7


def test_that_it_was_taken_out_is_in_the_trail_without_the_reference(made, sign_in, client, session):
    sign_in(person=made.lead)
    take_out(client)

    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "took out a case")).one()
    assert entry.person_id == made.lead.id
    assert len(entry.after["audits"]) == 7
    looks = select(TrailEntry).where(TrailEntry.action == "took out with its case")
    assert [look.is_look for look in session.scalars(looks)] == [True] * 7
    assert "7781" not in json.dumps([entry.after[name] for name in entry.after if name != "audits"])


def test_nothing_to_take_out_is_said(made, sign_in, send):
    sign_in(person=made.lead)

    page = send("/records/case/taken-out", {"reference": "NOBODY-1"})

    # One file cannot be read, so that nobody knows whom it is about.
    assert "Nothing is held under exactly this reference" in page.text


def test_erasing_takes_two_and_leaves_nothing(made, sign_in, send, get, session):
    sign_in(person=made.lead)
    values = {
        "reference": CASE,
        "also": SPELLED,
        "ground": "court order",
        "reason": "Order 17",
        "again": CASE,
    }

    page = send("/records/erasures", values)
    assert page.heading == "All about one case: a court ordered it"
    assert "Somebody else has to agree" in page.text
    assert "Agree, and erase" not in page.text
    assert "4 audits are not finished" in page.text

    number = session.scalars(select(Erasure.id).where(Erasure.decided_at.is_(None))).one()
    sign_in(person=made.second)
    stands = get(f"/records/erasures/{number}").form(f"/records/erasures/{number}/agree")["as_it_stands"]
    page = send(f"/records/erasures/{number}/agree", {"as_it_stands": stands})

    assert "8 audits whose text was removed" in page.text
    assert "Erased with the case" in page.text
    session.expire_all()
    assert found_in_the_rows(session.connection(), [*made.marks, CASE, SPELLED]) == {}
    assert "Nothing is held under exactly this reference" in look(send, CASE).text


def test_an_administrator_decides_without_seeing_the_case(made, sign_in, send, get, session):
    sign_in(person=made.lead)
    values = {"reference": CASE, "ground": "other", "reason": "Mother asked", "again": CASE}
    send("/records/erasures", values)
    number = session.scalars(select(Erasure.id).where(Erasure.decided_at.is_(None))).one()
    sign_in(Role.ADMINISTRATOR)

    page = get(f"/records/erasures/{number}")

    assert "Shown to QA leads only" in page.text
    # One audit's own reference, from a file, has the case's in it.
    body = page.text_of_body.replace(f"{CASE}-2016", "")
    assert not [word for word in ("7781", "Mother", "zqmark") if word in body]
    assert len(page.rows) == 7
    for path in ("/records/case", "/records/holds"):
        get(path, status=403)


def test_what_is_missing_stays_on_the_page_with_what_was_typed(made, sign_in, send):
    sign_in(person=made.lead)

    values = {"reference": CASE, "also": SPELLED, "reason": "Order 17", "again": "ZQ/7781"}
    page = send("/records/erasures", values, status=422)

    assert page.errors == [
        "Choose why it is to be erased",
        "This is not the case reference above: type it exactly as it stands there",
    ]
    sent = page.form("/records/erasures")
    assert (sent["reason"], sent["again"], sent["also"]) == ("Order 17", "ZQ/7781", SPELLED)


def test_what_came_meanwhile_is_shown_before_it_goes(made, sign_in, send, get, session):
    sign_in(person=made.lead)
    values = {"reference": CASE, "ground": "other", "reason": "x", "again": CASE}
    send("/records/erasures", values)
    number = session.scalars(select(Erasure.id).where(Erasure.decided_at.is_(None))).one()
    sign_in(person=made.second)
    stands = get(f"/records/erasures/{number}").form(f"/records/erasures/{number}/agree")["as_it_stands"]
    made.audits["allocated"].worker_name = "Somebody"
    session.commit()

    page = send(f"/records/erasures/{number}/agree", {"as_it_stands": stands}, status=409)

    assert "look at it once more" in page.errors[0]
    again = page.form(f"/records/erasures/{number}/agree")["as_it_stands"]
    assert again != stands
    assert "removed" in send(f"/records/erasures/{number}/agree", {"as_it_stands": again}).text


def test_a_hold_is_said_and_nothing_is_offered(made, sign_in, send, session):
    place_hold(session, case_reference=CASE, reason="Inquest", by=made.lead, at=AT)
    sign_in(person=made.lead)

    page = look(send, CASE)

    assert "A legal hold stands on this case" in page.text
    assert "Propose to erase it" not in page.text_of_body
    values = {"reference": CASE, "ground": "other", "reason": "x", "again": CASE}
    assert "legal hold" in send("/records/erasures", values, status=409).text
    assert session.get_one(Audit, made.audits["moderated"].id).text_erased_at is None


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.MODERATOR, Role.VIEWER])
def test_only_qa_leads_see_a_case(made, sign_in, get, send, role):
    sign_in(role)

    get("/records/case", status=403)
    for path in ("/records/case", "/records/case/taken-out", "/records/erasures"):
        send(path, {"reference": CASE}, status=403)
