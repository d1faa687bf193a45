import pytest
from sqlalchemy import select

from qa_app.domain.moderation import Decision
from qa_app.domain.moderation_draft import Draft
from qa_app.domain.roles import Role
from qa_app.domain.sampling import ChosenBecause
from qa_app.domain.scales import ZERO_TO_TEN
from qa_app.domain.workflow import AuditStatus
from qa_app.models import Audit, Moderation, Revision
from qa_app.services.moderation import ask_for_moderation, give_back, start_moderation
from qa_app.services.moderation_draft import save_draft
from qa_app.web.clock import now
from tests.factories import a_moderation, a_person, a_tool, a_tool_version, an_audit

ODD = "“Hmm” – 🙂 עברית\n<script>alert(1)</script>\n\n  indented"


@pytest.fixture
def moderator(sign_in):
    return sign_in(Role.MODERATOR)


@pytest.fixture
def moderation(session, waiting, moderator):
    row = start_moderation(session, waiting("A-1"), by=moderator, at=now())
    session.commit()
    return row


@pytest.fixture
def path(moderation):
    return f"/moderation/{moderation.id}"


def filled(page, **changed):
    """What the form would send, with this typed into it."""
    return page.form() | {name.replace("__", "-"): value for name, value in changed.items()}


AGREED = {"grade__assessment": "2", "grade__overall": "2"}
COMMENTS = {"comment_on_practice": "Warm work.", "comment_on_audit_quality": "Clear evidence."}


def test_everything_to_judge_by_is_on_the_page(get, path):
    page = get(path)

    assert page.heading == "Moderate A-1"
    assert "How good is assessment?" in page.text
    assert "She saw her social worker every week." in page.text
    assert "Agree: Good" in page.text
    assert "Overall judgement is the lowest grade" in page.text
    assert "The auditor did not answer this, so there is nothing to moderate." in page.text  # planning


def test_nothing_is_decided_for_the_moderator_but_standards(get, path):
    values = get(path).form()

    assert "grade-assessment" not in values
    assert "grade-overall" not in values
    assert values["grade-visits"] == "1"
    assert "grade-planning" not in values
    assert "grade-story" not in values


def test_a_draft_is_saved_and_comes_back_as_it_was_typed(get, send, path):
    typed = filled(get(path), grade__assessment="3", reason__assessment=ODD, comment_on_practice=f"\n{ODD}")

    page = send(f"{path}/draft", typed)

    assert page.messages == ["Your draft is saved. Only you see it until you finish."]
    values = page.form()
    assert values["grade-assessment"] == "3"
    assert values["reason-assessment"] == ODD
    assert values["comment_on_practice"] == f"\n{ODD}"


def test_finishing_makes_the_audit_final(get, send, path, session, moderation):
    typed = filled(get(path), **AGREED, **COMMENTS) | {
        "grade-assessment": "3",
        "reason-assessment": "No analysis.",
    }

    page = send(f"{path}/finish", typed)

    assert page.heading == "Moderation"
    assert page.messages == ["A-1 is final: you revised 1 judgement."]
    audit = session.get_one(Audit, moderation.audit_id)
    assert audit.status is AuditStatus.FINAL
    grades = {row.question.code: (row.auditor_value, row.moderated_value) for row in audit.judgements}
    assert grades["assessment"] == (2, 3)
    assert grades["overall"] == (2, None)
    assert session.scalars(select(Revision)).one().reason == "No analysis."


def test_agreeing_with_everything(get, send, path):
    page = send(f"{path}/finish", filled(get(path), **AGREED, **COMMENTS))

    assert page.messages == ["A-1 is final: you agreed with every judgement."]


def test_what_is_missing_is_listed_and_nothing_typed_is_lost(get, send, path, session, moderation):
    typed = filled(get(path), grade__assessment="4", comment_on_practice="Warm work.")

    page = send(f"{path}/finish", typed, status=422)

    assert page.errors == [
        "Say why you revise Assessment",
        "Agree, or choose another grade, for Overall",
        "Write at least a sentence on the quality of the audit",
    ]
    for href in ("#reason-assessment", "#grade-overall", "#comment_on_audit_quality"):
        assert page.tree.xpath("//*[@id=$id]", id=href[1:]), f"{href} leads to a field"
    values = page.form()
    assert (values["grade-assessment"], values["comment_on_practice"]) == ("4", "Warm work.")
    kept = Draft.from_json(session.get_one(Moderation, moderation.id).draft)
    assert kept.comment_on_practice == "Warm work."
    # The page as it was sent back can be put right and sent again.
    done = values | {"reason-assessment": "Unsafe.", "grade-overall": "2",
                     "comment_on_audit_quality": "Clear."}  # fmt: skip
    assert send(f"{path}/finish", done).messages == ["A-1 is final: you revised 1 judgement."]


def test_a_text_that_is_too_long_says_by_how_much(get, send, path):
    page = send(f"{path}/draft", filled(get(path), comment_on_practice="x" * 50_003), status=422)

    assert page.errors == [
        "This is 50,003 characters long and the most that can be saved is 50,000: shorten it by 3"
    ]
    assert len(page.form()["comment_on_practice"]) == 50_003


def test_two_windows_keep_both_texts(get, send, path):
    first, second = get(path), get(path)
    send(f"{path}/draft", filled(first, grade__assessment="3", reason__assessment="From the first window"))

    page = send(
        f"{path}/draft",
        filled(second, grade__assessment="4", reason__assessment="From the second window"),
        status=409,
    )

    assert "Not saved yet" in page.text
    assert "Chosen there: Requires Improvement" in page.text
    assert "Reason there: From the first window" in page.text
    values = page.form()
    assert (values["grade-assessment"], values["reason-assessment"]) == ("4", "From the second window")
    assert send(f"{path}/draft", values).form()["reason-assessment"] == "From the second window"


def test_autosave_goes_on_from_the_version_it_is_given(get, client, path, session, moderation):
    typed = filled(get(path), comment_on_practice="So")
    first = client.post(f"{path}/autosave", data=typed)
    assert (first.status_code, sorted(first.json)) == (200, ["saved", "version"])

    again = client.post(
        f"{path}/autosave", data=typed | {"version": first.json["version"], "comment_on_practice": "So far"}
    )

    assert again.status_code == 200
    kept = Draft.from_json(session.get_one(Moderation, moderation.id).draft)
    assert kept.comment_on_practice == "So far"


def test_autosave_never_overwrites_another_window(get, client, path, session, moderation):
    typed = filled(get(path))
    client.post(f"{path}/autosave", data=typed | {"comment_on_practice": "Here"})

    late = client.post(f"{path}/autosave", data=typed | {"comment_on_practice": "There"})

    assert late.status_code == 409
    assert late.json["message"].startswith("You saved this moderation in another window")
    kept = Draft.from_json(session.get_one(Moderation, moderation.id).draft)
    assert kept.comment_on_practice == "Here"


def test_autosave_says_what_is_too_long(get, client, path):
    answer = client.post(f"{path}/autosave", data=filled(get(path)) | {"comment_on_practice": "x" * 50_001})

    assert answer.status_code == 422
    assert "shorten it by 1" in answer.json["message"]


@pytest.mark.parametrize("where", ["draft", "finish", "give-back"])
def test_what_is_typed_into_a_finished_moderation_can_be_copied(get, send, path, where, session, moderation):
    opened = get(path)
    send(f"{path}/finish", filled(opened, **AGREED, **COMMENTS))

    late = filled(opened, comment_on_practice="Typed in another window", reason__assessment="A reason")
    page = send(f"{path}/{where}", late, status=409)

    assert page.heading == "Not saved"
    assert "This moderation is finished already." in page.text
    assert "Your comment on practice Typed in another window" in page.text
    assert "Your reason: Assessment A reason" in page.text


def test_given_back_with_what_was_typed(get, send, path, session, moderation):
    page = send(f"{path}/give-back", filled(get(path), comment_on_practice="So far"))

    assert page.messages == ["A-1 is back in the queue."]
    assert [row[0] for row in page.rows] == ["A-1"]
    again = send(f"/moderation/take/{moderation.audit_id}")
    assert again.form()["comment_on_practice"] == "So far"


def test_released_by_the_qa_lead_while_typing(get, send, path, session, moderation):
    opened = get(path)
    lead = a_person(Role.QA_LEAD)
    session.add(lead)
    session.flush()
    give_back(session, moderation, by=lead, at=now())

    page = send(f"{path}/draft", filled(opened, comment_on_practice="Half a sentence"), status=409)

    assert "This audit was given back to the queue. Take it again to go on." in page.text
    assert "Half a sentence" in page.text


@pytest.mark.parametrize("value", ["5", "0", "-1", "Good", "", "99999999999999999999"])
def test_a_grade_that_nobody_offered_is_none(get, send, path, value):
    """Overall may not be “not applicable” here, and the rest are no positions at all."""
    typed = filled(get(path), **COMMENTS, grade__assessment="2", grade__overall=value)

    page = send(f"{path}/finish", typed | {"reason-overall": "Because"}, status=422)

    assert any("Overall" in error for error in page.errors)


def test_a_second_moderation_shows_the_first(get, send, session, waiting, moderator):
    audit = waiting("A-1")
    a_moderation(
        session,
        audit,
        by=a_person(Role.MODERATOR, name="Bea Lind"),
        decisions={"assessment": Decision(3, "No analysis.")},
    )
    session.commit()
    lead_asks(session, audit)

    page = send(f"/moderation/take/{audit.id}")

    assert "Moderated before: Bea Lind" in page.text
    assert "Assessment: from Good to Requires Improvement. No analysis." in page.text
    assert "An earlier moderation revised it to Requires Improvement, which counts now." in page.text
    assert "Agree: Requires Improvement" in page.text


def lead_asks(session, audit):
    lead = a_person(Role.QA_LEAD)
    session.add(lead)
    session.flush()
    ask_for_moderation(session, audit, by=lead, at=now())
    session.commit()


class TestBlind:
    @pytest.fixture(autouse=True)
    def _is_blind(self, blind):
        """The rule is set before the moderation begins."""

    @pytest.fixture
    def moderation(self, session, blind, waiting, moderator):
        row = start_moderation(session, waiting("A-1"), by=moderator, at=now())
        session.commit()
        return row

    def test_the_first_page_gives_no_grade_away(self, get, path, moderation):
        page = get(path)

        assert "She saw her social worker every week." in page.text
        assert "Agree" not in page.text
        assert "lowest grade" not in page.text
        assert "Revise this standard" not in page.text
        assert not page.tree.xpath("//input[@type='radio'][@checked]")
        assert not page.tree.xpath("//*[contains(@class,'app-moderated__grade')]")
        offered = page.tree.xpath("//input[@name='grade-assessment']/@value")
        assert offered == ["1", "2", "3", "4", "0"]  # best first, whatever the auditor chose

    def test_the_audits_own_page_gives_no_grade_away(self, get, path, moderation):
        page = get(f"/audits/{moderation.audit_id}")

        assert "lowest grade" not in page.text
        assert "Good" not in page.text

    def test_recording_shows_both_side_by_side(self, get, send, path):
        typed = filled(get(path), grade__assessment="3", grade__overall="2")

        page = send(f"{path}/first-grades", typed)

        assert "Before you saw the auditor’s grade you judged it Requires Improvement." in page.text
        assert "Agree: Good" in page.text
        values = page.form()
        assert (values["grade-assessment"], values["grade-overall"]) == ("3", "2")
        missing = send(f"{path}/finish", values | COMMENTS, status=422)
        assert missing.errors == ["Say why you revise Assessment"]
        done = missing.form() | {"reason-assessment": "No analysis."}
        assert send(f"{path}/finish", done).messages == ["A-1 is final: you revised 1 judgement."]

    def test_each_judgement_has_to_be_made(self, get, send, path):
        page = send(f"{path}/first-grades", filled(get(path), grade__assessment="3"), status=422)

        assert page.errors == ["Choose a grade for Overall"]
        assert page.form()["grade-assessment"] == "3"
        assert "Agree" not in page.text

    def test_finishing_without_recording_is_refused(self, get, send, path):
        page = send(f"{path}/finish", filled(get(path), **AGREED, **COMMENTS), status=409)

        assert "Record your own judgements first" in page.text
        assert "Agree" not in page.text

    def test_recording_again_changes_nothing(self, get, send, path, session, moderation):
        send(f"{path}/first-grades", filled(get(path), grade__assessment="3", grade__overall="2"))

        send(f"{path}/first-grades", filled(get(path), grade__assessment="1"), status=409)

        kept = Draft.from_json(session.get_one(Moderation, moderation.id).draft)
        assert kept.first_grades == {"assessment": 3, "overall": 2}

    def test_an_earlier_moderation_is_hidden_until_then(self, get, send, session, waiting, moderator):
        audit = waiting("A-9")
        other = a_person(Role.MODERATOR, name="Bea Lind")
        session.add(other)
        audit.status = AuditStatus.FINAL
        session.flush()
        session.add(
            Moderation(
                audit=audit,
                moderator=other,
                chosen_because=audit.chosen_because,
                blind=False,
                outcome="agreed",
                started_at=now(),
                finished_at=now(),
            )
        )
        lead_asks(session, audit)

        page = send(f"/moderation/take/{audit.id}")

        assert "Bea Lind" not in page.text


def test_a_draft_is_never_written_by_reading(get, path, session, moderation):
    save_draft(
        session, moderation, Draft({}, "Mine"), opened_at_version=moderation.version,
        by=moderation.moderator, at=now(),
    )  # fmt: skip
    session.commit()
    version = moderation.version

    get(path)

    session.expire_all()
    assert session.get_one(Moderation, moderation.id).version == version


def test_marks_out_of_ten_are_revised_like_grades(get, send, session, moderator):
    """The mark 0 is the eleventh position, and position 0 would be “not applicable”."""
    version = a_tool_version(session, a_tool("assessment", scale=ZERO_TO_TEN))
    audit = an_audit(
        version,
        reference="A-10",
        status=AuditStatus.SUBMITTED,
        chosen_because=ChosenBecause.RANDOM,
        judged={"assessment": 4, "overall": 11},
    )
    session.add(audit)
    session.flush()
    page = send(f"/moderation/take/{audit.id}")
    assert "Auditor: 7" in page.text
    assert "Auditor: 0" in page.text
    typed = page.form() | COMMENTS | {"grade-assessment": "11", "reason-assessment": "None at all.",
                                      "grade-overall": "11"}  # fmt: skip

    send(page.tree.xpath("//button[text()='Finish moderation']/@formaction")[0], typed)

    (revision,) = session.scalars(select(Revision)).all()
    assert (revision.from_value, revision.to_value) == (4, 11)
