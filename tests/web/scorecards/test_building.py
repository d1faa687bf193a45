import pytest
from sqlalchemy import select

from qa_app.domain.roles import Role
from qa_app.domain.scorecard_choice import Layout, StatusRule
from qa_app.models import Scorecard, ScorecardLine
from tests.factories.measures import a_measure
from tests.factories.scorecards import a_scorecard

URL = "/scorecards"


@pytest.fixture(autouse=True)
def lead(sign_in):
    return sign_in(Role.QA_LEAD)


def standing(page) -> list[str]:
    """Every theme and line of the page for building, in order."""
    found = page.tree.xpath("//main//h3|//main//li[@id]")
    return [
        " ".join(part.text_content().split()).partition(" Move")[0].partition(" Take off")[0]
        for part in found
    ]


def test_a_scorecard_is_built_from_nothing(get, send, session):
    session.add_all([a_measure("Contacts", code="C1"), a_measure("Visits", code="V1")])
    assert "There is no scorecard in use yet." in get(URL).text
    form = get(get(URL).link("Build a scorecard")).form()
    assert form["frequency"] == "quarter"
    assert form["periods"] == "7"

    page = send(f"{URL}/new", form | {"title": "Board", "layout": "board", "columns": ["status", "action"]})
    assert page.heading == "Build: Board"
    page = send(page.link("Add a theme"), get(page.link("Add a theme")).form() | {"title": "Front door"})
    assert "“Front door” is added." in page.messages[0]
    adding = get(page.link("Add measures to Front door"))
    chosen = adding.tree.xpath("//input[@name='measures']/@value")
    page = send(
        page.link("Add measures to Front door"),
        adding.form(page.link("Add measures to Front door")) | {"measures": chosen},
    )

    assert standing(page) == ["Front door", "1 Contacts C1, activity", "2 Visits V1, activity"]
    card = session.scalars(select(Scorecard)).one()
    assert (card.layout, card.columns) == (Layout.BOARD, ["status", "action"])
    assert get(URL).link("Board") == f"{URL}/{card.id}"


@pytest.mark.parametrize(
    ("typed", "error", "field"),
    [
        ({"title": " "}, "Write a title for the scorecard", "title"),
        ({"title": "BOARD SCORECARD"}, "There is a scorecard “Board scorecard” already", "title"),
        ({"periods": "25"}, "Write how many periods to show: 1 to 24", "periods"),
        ({"periods": "many"}, "Write how many periods to show: 1 to 24", "periods"),
        ({"frequency": "week"}, "Choose one of these", "frequency"),
        ({"status_word_3": "Act"}, "Write what 1 means, or leave all three empty", "status_word_1"),
    ],
)
def test_wrong_settings_keep_what_was_typed(get, send, card, typed, error, field):
    form = get(f"{URL}/new").form() | {"title": "Mine", "purpose": "For the board"} | typed

    page = send(f"{URL}/new", form, status=422)

    assert error in page.errors
    assert f"#{field}" in page.tree.xpath("//*[contains(@class,'govuk-error-summary')]//a/@href")
    assert page.form_texts == ["For the board"]
    assert page.form()["periods"] == form["periods"]


def test_settings_are_changed(get, send, url, session, card):
    form = get(f"{url}/settings").form()
    assert form["title"] == "Board scorecard"

    changed = {"status_rule": "set by a person", "status_word_1": "Fine", "status_word_2": "Watch",
               "status_word_3": "Act", "columns": []}  # fmt: skip
    page = send(f"{url}/settings", form | changed)

    assert "The settings are saved." in page.messages[0]
    session.refresh(card)
    assert card.status_rule is StatusRule.SET_BY_A_PERSON
    assert (card.status_words, card.columns) == (["Fine", "Watch", "Act"], [])
    assert get(f"{url}/settings").form()["status_word_2"] == "Watch"


def test_settings_that_somebody_else_changed_meanwhile_show_both(get, send, url, card):
    form = get(f"{url}/settings").form()
    send(f"{url}/settings", form | {"title": "Theirs", "layout": "board"})

    page = send(f"{url}/settings", form | {"title": "Mine"}, status=409)

    assert "Somebody else changed this scorecard" in page.errors[0]
    assert "TitleTheirs" in page.text
    assert "Layout that opens firstBoard table with status, comment and action" in page.text
    assert page.form()["title"] == "Mine"
    send(f"{url}/settings", page.form() | {"columns": ["status"]})  # sent again, it is about the new one
    assert get(f"{url}/build").heading == "Build: Mine"


def test_themes_and_lines_are_put_in_order(get, send, url):
    page = get(f"{url}/build")
    one_down = page.tree.xpath("//form[button[contains(.,'Visits in time')]]/@action")
    assert [path.rpartition("/")[2] for path in one_down] == ["move-down", "remove"]  # no way up from the top

    page = send(one_down[0], page.form(one_down[0]))
    assert standing(page)[:3] == [
        "Front door",
        "2 Plans are clear P1, activity",
        "1 Visits in time V1, activity",
    ]
    theme_down = page.tree.xpath("//form[button[contains(.,'theme Front door')]]/@action")[0]
    page = send(theme_down, page.form(theme_down))
    assert [name for name in standing(page) if "," not in name] == ["Plans", "Front door"]
    page = send(f"{url}/numbers/consecutive", get(f"{url}/numbers").form())
    assert standing(page) == [
        "Plans",
        "1 Reviews held R1, activity",
        "Front door",
        "2 Plans are clear P1, activity",
        "3 Visits in time V1, activity",
    ]  # fmt: skip


def test_a_button_pressed_on_an_old_page_does_nothing(get, send, url):
    old = get(f"{url}/build")
    path = old.tree.xpath("//form[button[contains(.,'Visits in time')]]/@action")[0]
    form = old.form(path)
    send(f"{url}/themes/new", get(f"{url}/themes/new").form() | {"title": "Newer"})

    page = send(path, form, status=409)

    assert "so nothing was done. Here it is as it is now" in page.errors[0]
    assert standing(page)[1] == "1 Visits in time V1, activity"
    assert "Newer" in standing(page)
    send(path, page.form(path))


def test_a_theme_is_renamed_and_taken_off(get, send, url, session):
    page = get(f"{url}/build")
    rename, remove = page.link("Rename theme Front door"), page.link("Take off theme Front door")

    page = send(rename, get(rename).form() | {"title": "PLANS"}, status=422)
    assert page.errors == ["This scorecard has a theme “PLANS” already"]
    assert "called “Contacts” now" in send(rename, page.form() | {"title": "Contacts"}).messages[0]

    asked = get(remove)
    assert "with its 2 lines" in asked.text
    assert "stay, with every value and comment" in asked.text
    assert standing(send(remove, asked.form())) == ["Plans", "3 Reviews held R1, activity"]
    get(remove, status=404)


def test_a_renamed_theme_shows_what_somebody_else_wrote(get, send, url):
    rename = get(f"{url}/build").link("Rename theme Front door")
    form = get(rename).form()
    send(rename, form | {"title": "Theirs"})

    page = send(rename, form | {"title": "Mine"}, status=409)

    assert "Title of the themeTheirs" in page.text
    assert page.form()["title"] == "Mine"


def test_a_line_is_taken_off_and_its_measure_offered_again(get, send, url, session, measures):
    page = get(f"{url}/build")
    remove = [
        p for p in page.tree.xpath("//form[button[contains(.,'Reviews held')]]/@action") if "remove" in p
    ]

    page = send(remove[0], page.form(remove[0]))

    assert "“Reviews held” is taken off the scorecard. Its values and comments stay." in page.messages[0]
    path = page.link("Add measures to Plans")
    adding = get(path)
    assert "1 measure that the scorecard does not have yet" in adding.text
    page = send(path, adding.form(path) | {"measures": measures["R1"].id})
    assert standing(page)[-1] == "3 Reviews held R1, activity"


def test_measures_are_narrowed_and_chosen(get, send, url, session):
    session.add_all(
        [
            a_measure("Voice of the child", code="X1", outcome="Heard"),
            a_measure("Voice of parents", code="X2", outcome="Family"),
            a_measure("Dental checks", code="X3", outcome="Heard"),
        ]
    )
    path = get(f"{url}/build").link("Add measures to Plans")

    narrowed = f"{path}?text=voice&outcome=Heard&kind="
    page = get(narrowed)
    assert "Voice of the child (X1)" in page.text
    assert "X2" not in page.text
    assert "X3" not in page.text
    assert "No measure in use is like that" in get(f"{path}?kind=audit").text

    page = send(narrowed, page.form(narrowed), status=422)
    assert page.errors == ["Choose at least one measure"]
    assert "X2" not in page.text  # still narrowed
    send(narrowed, page.form(narrowed) | {"measures": ["nonsense", "99999999999"]}, status=422)


def test_two_who_add_at_once_keep_what_they_ticked(get, send, url, session):
    session.add(a_measure("Voice of the child", code="X1"))
    path = get(f"{url}/build").link("Add measures to Plans")
    form = get(path).form(path)
    send(f"{url}/themes/new", get(f"{url}/themes/new").form() | {"title": "Newer"})
    chosen = get(path).tree.xpath("//input[@name='measures']/@value")

    page = send(path, form | {"measures": chosen}, status=409)

    assert page.tree.xpath("//input[@name='measures'][@checked]/@value") == chosen
    send(path, page.form(path))


def test_numbers_are_written(get, send, url, session, card):
    path = f"{url}/numbers"
    page = get(path)
    fields = page.tree.xpath("//main//input[starts-with(@name,'number_')]/@name")
    assert [page.form(path)[name] for name in fields] == ["1", "2", "3"]

    page = send(path, page.form(path) | {fields[0]: "2", fields[2]: "12345678901"}, status=422)
    assert page.errors == [
        "This is 11 characters long and the most that can be saved is 10: shorten it by 1",
        "“Visits in time” has the number 2 already",
    ]
    assert page.form(path)[fields[2]] == "12345678901"
    assert page.tree.xpath("//input[@id=$id]/@aria-describedby", id=fields[1]) == [f"{fields[1]}-error"]

    page = send(path, page.form(path) | {fields[0]: "1a", fields[2]: ""})
    assert standing(page)[1] == "1a Visits in time V1, activity"
    assert session.scalars(select(ScorecardLine.number).order_by(ScorecardLine.id)).all() == ["1a", "2", ""]


def test_a_library_that_was_adopted_is_laid_out(get, send, url, session):
    session.add_all(
        a_measure(f"Indicator {n}", library=f"wirral/{n}", outcome="Core indicators") for n in (10, 9)
    )
    page = get(f"{url}/build")
    action = f"{url}/libraries"
    assert "Add 2 measures of Wirral" in page.text

    page = send(action, page.form(action))

    assert "2 lines added" in page.messages[0]
    assert [name.split(" measure")[0] for name in standing(page)[-3:]] == [
        "Core indicators",
        "9 Indicator 9",
        "10 Indicator 10",
    ]
    assert "From a library" not in page.text
    form = {"opened": page.form()["opened"], "library": "wirral"}
    assert "on the scorecard already" in send(action, form).messages[0]


def test_it_is_taken_out_of_use_and_back(get, send, url):
    page = send(f"{url}/stop")
    assert "Board scorecard is out of use." in page.messages[0]
    assert get(URL).link("Board scorecard") == f"{url}/build"  # below the list, to use it again
    assert "out of use already" in send(f"{url}/stop", status=409).text
    assert "is in use again" in send(f"{url}/use-again").messages[0]
    assert get(URL).link("Board scorecard") == url


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.MODERATOR, Role.VIEWER, Role.ADMINISTRATOR])
def test_others_do_not_build(sign_in, get, send, url, role):
    sign_in(role)

    for path in (f"{URL}/new", f"{url}/build", f"{url}/settings", f"{url}/numbers", f"{url}/themes/new"):
        get(path, status=403)
    send(f"{url}/stop", status=403)
    send(f"{url}/numbers/consecutive", status=403)


def test_parts_of_another_scorecard_are_not_found(get, send, url, session):
    other = a_scorecard({"Other": [a_measure()]})
    session.add(other)
    session.commit()
    theme = other.themes[0]

    get(f"{url}/themes/{theme.id}", status=404)
    send(f"{url}/lines/{theme.lines[0].id}/remove", status=404)
    get(f"{URL}/999/build", status=404)
