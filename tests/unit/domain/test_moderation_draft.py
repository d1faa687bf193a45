import json
from dataclasses import replace

import pytest

from qa_app.domain.errors import InvalidInput
from qa_app.domain.free_text import TEXT_LIMIT
from qa_app.domain.moderation import Decision
from qa_app.domain.moderation_draft import Draft, changed_parts, clean_draft

FULL = Draft(
    decisions={"planning": Decision(2, "“Vague” – 🙂 עברית"), "voice": Decision(None, "")},
    comment_on_practice="Line one\nline two",
    comment_on_audit_quality="Clear",
    first_grades={"planning": 3},
)


@pytest.mark.parametrize("draft", [Draft(), FULL])
def test_a_draft_comes_back_from_the_database_as_it_was(draft):
    assert Draft.from_json(json.loads(json.dumps(draft.as_json()))) == draft


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (Draft(), Draft(), []),
        (Draft(), Draft({"voice": Decision()}), []),  # on the page, and left alone
        (Draft(), FULL, ["planning", "comment on practice", "comment on audit quality"]),
        (FULL, FULL, []),
        (FULL, replace(FULL, first_grades=None), []),  # recorded by themselves
        (FULL, replace(FULL, decisions={"planning": Decision(2, "Vague")}), ["planning"]),
        (FULL, replace(FULL, decisions={}), ["planning"]),
        (FULL, replace(FULL, comment_on_audit_quality=""), ["comment on audit quality"]),
    ],
)
def test_what_changed_is_named(before, after, changed):
    assert changed_parts(before, after) == changed


def test_nothing_was_kept_yet():
    assert Draft.from_json(None) == Draft()


def test_what_cannot_be_stored_is_left_out_and_all_else_stays():
    typed = Draft(decisions={"planning": Decision(2, "a\x00b\r\nc")}, comment_on_practice="x\x0by")

    clean = clean_draft(typed)

    assert clean.decisions["planning"] == Decision(2, "ab\nc")
    assert clean.comment_on_practice == "x\ny"


def test_every_text_that_is_too_long_is_named():
    long = "x" * (TEXT_LIMIT + 1)

    with pytest.raises(InvalidInput) as caught:
        clean_draft(Draft({"planning": Decision(1, long)}, long, "fine"))

    assert [problem.field for problem in caught.value.problems] == ["reason-planning", "comment_on_practice"]
