from dataclasses import replace

import pytest

from qa_app.domain import audit_tool_building as building
from qa_app.domain.audit_tool import QuestionKind
from qa_app.models import TrailEntry
from qa_app.queries.audit_tools import as_tool
from qa_app.services.audit_tools import change_draft
from qa_app.services.audit_tools import make_live as release
from tests.factories import a_tool, a_tool_version

WORK = {
    "kind": "judgement",
    "name": "Direct work",
    "wording": "How good is the direct work?",
    "guidance": "Look at visits.\r\nAnd at life story work.",
}
DESCRIPTORS = {f"descriptor_{place}": f"Grade {place}" for place in (1, 2, 3, 4)}


def codes(version):
    return [[question.code for question in section.questions] for section in as_tool(version).sections]


def titles(version):
    return [section.title for section in as_tool(version).sections]


def test_the_page_of_a_draft_shows_its_parts(get, at, draft):
    page = get(at(draft))

    assert page.heading == f"{draft.tool.name}, version 1"
    for words in ("Draft", "1. Practice", "Standard visits Required", "Overall judgement", "3 questions."):
        assert words in page.text
    assert "Before it can go live" not in page.text
    assert "Make it live" in page.links


def test_each_problem_links_to_its_place(get, at, save, draft):
    save(at(draft, "sections/new"), {"title": "Impact"})
    save(at(draft, "questions/change/assessment"), {"descriptor_1": "Superb", "wording": ""})
    save(at(draft, "questions/change/overall"), {"is_overall": None})

    page = get(at(draft))

    change = at(draft, "questions/change/assessment")
    problems = [
        (item.text_content(), item.xpath("./a/@href")[0])
        for item in page.tree.xpath("//section[@aria-labelledby='problems']//li")
    ]
    assert problems == [
        ("Assessment: Write the question", f"{change}#wording"),
        *(("Assessment: Write what this grade looks like", f"{change}#descriptor_{n}") for n in (2, 3, 4)),
        ("Impact: Add a question to this section, or remove the section", "#section-2"),
        ("Sections: Mark one judgement as the overall judgement", "#sections"),
    ]
    for _, href in problems:
        path, _, anchor = href.partition("#")
        assert get(path or at(draft)).tree.xpath("//*[@id=$id]", id=anchor), href
    assert "Make it live" not in page.links


def test_sections_are_added_changed_moved_and_deleted(get, send, save, at, draft):
    page = save(at(draft, "sections/new"), {"title": "Impact", "guidance": "For the child"})
    assert page.messages == ["“Impact” is added. Now add its questions."]
    save(at(draft, "sections/2"), {"title": "Outcomes and impact"})
    assert titles(draft) == ["Practice", "Outcomes and impact"]
    assert as_tool(draft).sections[1].guidance == "For the child"

    send(at(draft, "sections/2/move-up"), get(at(draft)).form(at(draft, "sections/2/move-up")))
    assert titles(draft) == ["Outcomes and impact", "Practice"]
    send(at(draft, "sections/1/move-down"), get(at(draft)).form(at(draft, "sections/1/move-down")))
    assert titles(draft) == ["Practice", "Outcomes and impact"]

    confirm = get(at(draft, "sections/1/delete"))
    assert "with its 3 questions" in confirm.text
    send(at(draft, "sections/1/delete"), confirm.form())
    assert titles(draft) == ["Outcomes and impact"]


def test_a_question_is_added_with_all_it_says(save, at, draft):
    page = save(at(draft, "questions/new?section=1"), WORK | DESCRIPTORS | {"allows_not_applicable": "y"})

    assert page.messages == ["“Direct work” is added."]
    question = as_tool(draft).question("direct-work")
    assert question.kind is QuestionKind.JUDGEMENT
    assert question.guidance == "Look at visits.\nAnd at life story work."
    assert question.descriptors == ("Grade 1", "Grade 2", "Grade 3", "Grade 4")
    assert (question.required, question.allows_not_applicable, question.is_overall) == (True, True, False)


def test_another_question_can_follow_at_once(get, send, at, draft):
    form = get(at(draft, "questions/new?section=1")).form()

    page = send(at(draft, "questions/new"), form | WORK | {"then": "another"})

    assert page.heading == "Add a question"
    assert page.form()["name"] == ""


@pytest.mark.parametrize(
    ("kind", "kept"),
    [
        ("judgement", (("A", "", "", ""), True, True)),
        ("standard", ((), True, False)),
        ("text", ((), False, False)),
    ],
)
def test_a_kind_keeps_what_it_has_a_use_for(save, at, draft, kind, kept):
    values = {"kind": kind, "descriptor_1": "A", "allows_not_applicable": "y", "required": None}

    save(at(draft, "questions/new?section=1"), WORK | values)
    plain = as_tool(draft).question("direct-work")
    assert (plain.descriptors, plain.allows_not_applicable) == kept[:2]

    save(at(draft, "questions/new?section=1"), WORK | values | {"name": "Overall two", "is_overall": "y"})
    marked = as_tool(draft).question("overall-two")
    assert marked.is_overall is kept[2]
    if marked.is_overall:  # every audit has one, whatever else was ticked
        assert (marked.required, marked.allows_not_applicable) == (True, False)
        assert as_tool(draft).question("overall").is_overall is False


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"kind": None}, ["Choose what kind of question it is"]),
        ({"kind": "grade"}, ["Choose what kind of question it is"]),
        ({"name": ""}, ["Write a short name"]),
        ({"code": "visits"}, ["Another question of this tool has the code visits: write another one"]),
        ({"wording": "x" * 501}, ["Shorten this to 500 characters: it has 501"]),
        ({"descriptor_2": "x" * 1001}, ["Shorten this to 1,000 characters: it has 1,001"]),
        ({"section": "2"}, ["Choose a section"]),
    ],
)
def test_a_question_that_cannot_be_saved(save, at, draft, values, errors):
    page = save(at(draft, "questions/new?section=1"), WORK | DESCRIPTORS | values, status=422)

    assert page.errors == errors
    assert page.form()["descriptor_4"].strip() == "Grade 4"
    assert codes(draft) == [["assessment", "visits", "overall"]]


def test_an_emptied_code_stays_what_it_was(save, at, draft):
    save(at(draft, "questions/change/assessment"), {"name": "Assessments", "code": ""})

    assert as_tool(draft).question("assessment").name == "Assessments"


def test_a_question_whose_code_is_new_can_be_changed(save, at, draft):
    save(at(draft, "questions/new?section=1"), WORK | {"name": "New"})

    page = save(at(draft, "questions/change/new"), {"wording": "What is new?"})

    assert page.messages == ["“New” is saved."]


def test_questions_move_within_and_between_sections(get, send, save, at, draft):
    save(at(draft, "sections/new"), {"title": "Impact"})

    def press(code, direction):
        action = at(draft, f"questions/move-{direction}/{code}")
        send(action, get(at(draft)).form(action))

    press("visits", "up")
    assert codes(draft) == [["visits", "assessment", "overall"], []]
    press("overall", "down")
    assert codes(draft) == [["visits", "assessment"], ["overall"]]

    save(at(draft, "questions/change/visits"), {"section": "2"})
    assert codes(draft) == [["assessment"], ["overall", "visits"]]


def test_a_question_is_deleted_after_a_look(get, send, at, draft):
    confirm = get(at(draft, "questions/delete/visits"))
    assert confirm.heading == "Delete a question"

    send(at(draft, "questions/delete/visits"), confirm.form())

    assert codes(draft) == [["assessment", "overall"]]


def test_changing_the_scale_keeps_what_was_written(save, at, draft):
    save(at(draft, "questions/change/assessment"), DESCRIPTORS)

    page = save(at(draft, "about"), {"scale": "zero-to-ten", "name": "Marks out of ten"})

    assert page.heading == "Marks out of ten, version 1"
    question = as_tool(draft).question("assessment")
    assert question.descriptors == ()
    assert question.guidance.startswith("Outstanding: Grade 1")


def test_a_scale_of_ones_own_can_be_corrected_while_only_this_draft_uses_it(get, save, at, draft):
    lights = {"scale": "own", "scale_name": "Lights", "labels": "Green\nRde", "good": "Green"}
    save(at(draft, "about"), lights)

    form = get(at(draft, "about")).form()
    assert (form["scale"], form["scale_name"], form["good"]) == ("own", "Lights", "Green")
    save(at(draft, "about"), {"labels": "Green\nRed"})

    assert as_tool(draft).scale.labels == ("Green", "Red")


def add_elsewhere(session, draft, change):
    """Somebody else saves the draft."""
    session.refresh(draft)
    change_draft(
        session, draft, change(as_tool(draft)), opened_at_version=draft.version, by=None, at=draft.created_at
    )


@pytest.fixture
def theirs(session, draft):
    """Makes somebody else change the wording of the assessment, or what is given."""

    def change(step=None):
        wording = replace(as_tool(draft).question("assessment"), wording="Their wording")
        add_elsewhere(
            session,
            draft,
            step or (lambda tool: building.change_question(tool, "assessment", wording, section=1)),
        )

    return change


def test_a_clash_over_a_question_keeps_both_texts(get, send, at, draft, theirs):
    path = at(draft, "questions/change/assessment")
    mine = get(path).form() | {"wording": "My wording"}
    theirs()

    page = send(path, mine, status=409)

    assert page.errors[0].startswith("Somebody else changed this draft while you had it open")
    assert page.form()["wording"].strip() == "My wording"
    shown = {
        row[0].text_content(): row[1].text_content()
        for row in page.tree.xpath("//section[@aria-labelledby='theirs']//div")
    }
    assert shown == {"Question": "Their wording"}
    assert as_tool(draft).question("assessment").wording == "Their wording"

    send(path, page.form())

    assert as_tool(draft).question("assessment").wording == "My wording"


def test_a_clash_over_a_deleted_question_adds_it_again(get, send, at, draft, theirs):
    path = at(draft, "questions/change/assessment")
    mine = get(path).form() | {"wording": "My wording"}
    theirs(lambda tool: building.remove_question(tool, "assessment"))

    page = send(path, mine, status=409)
    assert page.heading == "Add a question"
    send(page.tree.xpath("//main//form/@action")[0], page.form())

    assert as_tool(draft).question("assessment").wording == "My wording"


def test_a_clash_over_a_section_finds_it_where_it_is_now(get, send, save, at, draft, theirs):
    save(at(draft, "sections/new"), {"title": "Impact"})
    mine = get(at(draft, "sections/2")).form() | {"title": "My impact"}
    theirs(lambda tool: building.move_section(tool, 2, places=-1))

    page = send(at(draft, "sections/2"), mine, status=409)
    assert page.form()["title"] == "My impact"
    send(page.tree.xpath("//main//form/@action")[0], page.form())

    assert titles(draft) == ["My impact", "Practice"]


def test_a_clash_over_a_section_that_is_gone_adds_it(get, send, save, at, draft, theirs):
    save(at(draft, "sections/new"), {"title": "Impact"})
    mine = get(at(draft, "sections/2")).form() | {"title": "My impact"}
    theirs(lambda tool: building.remove_section(tool, 2))

    page = send(at(draft, "sections/2"), mine, status=409)
    send(page.tree.xpath("//main//form/@action")[0], page.form())

    assert titles(draft) == ["Practice", "My impact"]


def test_a_clash_over_the_name_keeps_both(get, send, at, draft, theirs):
    mine = get(at(draft, "about")).form() | {"name": "My name"}
    theirs(lambda tool: replace(tool, name="Their name"))

    page = send(at(draft, "about"), mine, status=409)

    assert page.form()["name"] == "My name"
    assert "Their name" in page.text


def test_nothing_moves_in_a_draft_that_changed(get, send, at, draft, theirs):
    action = at(draft, "questions/move-up/visits")
    mine = get(at(draft)).form(action)
    theirs()

    page = send(action, mine, status=409)

    assert page.heading == "Nothing was moved"
    assert codes(draft) == [["assessment", "visits", "overall"]]


def test_a_draft_that_went_live_meanwhile_is_not_changed(get, send, session, at, draft):
    path = at(draft, "questions/change/assessment")
    mine = get(path).form() | {"wording": "My wording"}
    session.refresh(draft)
    release(session, draft, by=None, at=draft.created_at)

    page = send(path, mine, status=409)

    assert page.form()["wording"].strip() == "My wording"
    again = send(path, page.form(), status=409)
    assert "This version is frozen" in again.errors[0]
    assert as_tool(draft).question("assessment").wording == "How good is assessment?"


@pytest.mark.parametrize(
    "part",
    ["about", "sections/new", "sections/1", "sections/1/delete", "questions/new",
     "questions/change/assessment", "questions/delete/assessment", "live", "delete"],
)  # fmt: skip
def test_a_frozen_version_leads_to_its_page_which_says_why(get, at, live, part):
    page = get(at(live, part))

    assert page.heading == f"{live.tool.name}, version 1"
    assert "This version is live and audits may stand on it, so it does not change." in page.text


@pytest.mark.parametrize(
    "part", ["sections/7", "sections/7/delete", "questions/change/nobody", "questions/delete/nobody"]
)
def test_a_part_that_is_not_there_is_not_found(get, at, draft, part):
    get(at(draft, part), status=404)


def test_a_version_that_is_not_there_is_not_found(get, lead):
    get("/audit-tools/versions/4711", status=404)


def test_who_changed_what_is_in_the_trail(save, session, at, draft, lead):
    save(at(draft, "questions/change/visits"), {"wording": "Secret words"})

    entry = session.query(TrailEntry).order_by(TrailEntry.id.desc()).first()
    assert (entry.action, entry.person_id) == ("changed draft of audit tool", lead.id)
    assert entry.after == {"tool": "case-file", "version": 1, "change": "question visits"}


def test_any_words_come_back_as_they_were(save, get, at, draft):
    words = "Ĉu 🧒 אבג “quoted” & <b>not bold</b>\n\n=1+1"

    save(at(draft, "questions/change/assessment"), {"guidance": words})

    assert as_tool(draft).question("assessment").guidance == words
    assert "<b>not bold</b>" in get(at(draft, "preview")).text


def test_the_preview_asks_what_the_auditor_will_be_asked(get, at, save, session, draft):
    save(at(draft, "questions/change/assessment"), DESCRIPTORS)

    page = get(at(draft, "preview"))

    assert page.heading == f"Preview of {draft.tool.name}"
    for words in ("How good is assessment?", "Outstanding", "Grade 1", "Was visits met?", "Not met"):
        assert words in page.text
    assert not page.tree.xpath("//main//form")  # nothing can be sent


def test_the_preview_of_an_empty_draft(get, session, lead, at):
    empty = a_tool_version(session, replace(a_tool(code="empty"), sections=()), live=False)

    assert "There is nothing to show yet" in get(at(empty, "preview")).text
