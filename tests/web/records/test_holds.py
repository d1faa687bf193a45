from sqlalchemy import select

from qa_app.models import LegalHold


def test_a_hold_is_placed_and_lifted(records, sign_in, get, send, session):
    sign_in(person=records.lead)

    page = send("/records/holds", {"case_reference": " C-0001 ", "reason": "Inquest 4/26"})
    assert page.rows[0][:2] == ["C-0001", "Inquest 4/26"]
    assert "Lee Lead" in page.rows[0][2]

    hold = session.scalars(select(LegalHold)).one()
    assert "C-0001" in get(f"/records/holds/{hold.id}/lift").text
    page = send(f"/records/holds/{hold.id}/lift")
    assert page.messages == ["The hold is lifted. The case is treated as any other again."]
    assert len(page.rows) == 1
    send(f"/records/holds/{hold.id}/lift", status=409)


def test_what_is_missing_is_said_and_what_was_typed_stays(records, sign_in, send):
    sign_in(person=records.lead)

    page = send("/records/holds", {"case_reference": "", "reason": "Inquest\n4/26"}, status=422)

    assert page.errors == ["Enter the case reference from your case system, never a name"]
    assert page.form_texts == ["Inquest\n4/26"]


def test_administrators_see_no_holds(records, sign_in, get):
    sign_in(person=records.administrator)

    get("/records/holds", status=403)
