"""What somebody typed, through Markdown, on a page: no mark-up but ours, and no letter lost."""

from collections import Counter
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from qa_app.domain.rich_text import beside, plain_lines
from qa_app.presenters.markdown import SCHEMES, read_markdown

ALLOWED = {"p", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "strong", "em", "a", "br"}
ATTRIBUTES = {"class", "href", "rel", "start"}

PIECES = [
    *("a", "Words here", "two  \nlines", "\n", "\n\n", " ", "    ", "*", "**", "***", "`", "# ", "### "),
    *("- ", "  - ", "2. ", "> ", "[", "](", ")", "](javascript:alert(1))", "](https://a.example/b)"),
    *("<script>alert(1)</script>", "<b onclick=x>", "</p>", "<!--", "-->", "&amp;", "&lt;", '"', "'", "\\"),
    *("{{ 7 * 7 }}", "{% raw %}", "<https://a.example>", "<a@b.example>", "![", "🙂", "שלום", "=1+1"),
]
TYPED = st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=60
)


@pytest.fixture
def printed(app):
    """The elements of a text as the macro lays it out."""
    macro = app.jinja_env.get_template("components/rich_text.html").module.rich_text

    def lay_out(text: str) -> html.HtmlElement:
        return html.fragment_fromstring(str(macro(read_markdown(text), 4)), create_parent="main")

    return lay_out


def letters(text: str) -> Counter[str]:
    return Counter(character for character in text if character.isalnum())


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TYPED)
def test_no_mark_up_but_ours_and_no_letter_lost(printed, text):
    blocks = read_markdown(text)

    tree = printed(text)

    elements = [element for element in tree.iter() if element is not tree]
    assert {element.tag for element in elements} <= ALLOWED
    assert {name for element in elements for name in element.attrib} <= ATTRIBUTES
    for link in tree.iter("a"):
        assert urlsplit(link.get("href")).scheme in SCHEMES
    lines = "\n".join(plain_lines(blocks))
    # On the page the address of a link is not printed, and the numbers of a list are the browser's.
    on_paper = letters(lines) - letters("".join(map(beside, runs_of(blocks))))
    assert not letters(tree.text_content()) - on_paper
    assert not {
        letter: n for letter, n in (on_paper - letters(tree.text_content())).items() if not letter.isdigit()
    }


def runs_of(blocks):
    for block in blocks:
        match block.kind:
            case "paragraph" | "heading":
                yield from block.runs
            case "quote":
                yield from runs_of(block.blocks)
            case _:
                for item in block.items:
                    yield from runs_of(item)


def test_each_part_is_an_element_of_its_own(printed):
    text = "# What **we** saw\n\n- One\n- Two\n\n  And more.\n\n3. Third\n\n> Quoted\n\nA *line*  \n[broken](https://a.example)"

    tree = printed(text)

    assert [element.tag for element in tree] == ["h4", "ul", "ol", "blockquote", "p"]
    assert tree.xpath("string(h4/strong)") == "we"
    assert [" ".join(item.text_content().split()) for item in tree.xpath("ul/li")] == ["One", "TwoAnd more."]
    assert tree.xpath("ol/@start") == ["3"]
    assert [element.tag for element in tree.xpath("p")[-1]] == ["em", "br", "a"]
