import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa_app.domain.rich_text import Block, Bullets, Heading, Numbers, Paragraph, Quote, Run, plain_lines
from qa_app.presenters.markdown import read_markdown


def words(text: str, **style: object) -> Paragraph:
    return Paragraph((Run(text, **style),))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("One\nline.\n\nAnother.", (words("One line."), words("Another."))),
        ("Broken  \nhere", (words("Broken\nhere"),)),
        ("- a\n- b\n  - c", (Bullets(((words("a"),), (words("b"), Bullets(((words("c"),),))))),)),
        ("3. a\n4. b", (Numbers(((words("a"),), (words("b"),)), first=3),)),
        ("> quoted", (Quote((words("quoted"),)),)),
        ("**bold**", (words("bold", bold=True),)),
        ("***both***", (words("both", bold=True, italic=True),)),
        # Whoever goes by headings never meets a third level without a second.
        ("# a\n\n### b", (Heading((Run("a"),), 1), Heading((Run("b"),), 2))),
        ("> # a", (Quote((words("a", bold=True),)),)),
    ],
)
def test_plain_markdown_is_read(text: str, expected: tuple[Block, ...]):
    assert read_markdown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<b>bold</b> &amp; more",
        "[press](javascript:alert(1))",
        "[press](data:text/html,x)",
        "[press](/people/7)",
        "[press](http:people)",
        "<javascript:alert(1)>",
        "[name]: http://example.org",
        "`code` and ```",
        "----",
        "=1+1",
    ],
)
def test_what_has_no_meaning_here_stands_as_it_was_typed(text: str):
    assert read_markdown(text) == (words(text),)


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("[guide](https://example.org/a)", [Run("guide", href="https://example.org/a")]),
        ("[write](mailto:a@b.example)", [Run("write", href="mailto:a@b.example")]),
        ("<https://example.org/é>", [Run("https://example.org/é", href="https://example.org/é")]),
        ("[guide](http://a.b 'of 2016')", [Run("guide (of 2016)", href="http://a.b")]),
        # A link without words would be invisible.
        ("[](http://a.b)", [Run("http://a.b", href="http://a.b")]),
        ("![a chart](http://a.b/c.png)", [Run("!"), Run("a chart", href="http://a.b/c.png")]),
    ],
)
def test_links_lead_to_the_web_and_to_e_mail(text: str, runs: list[Run]):
    assert read_markdown(text) == (Paragraph(tuple(runs)),)


def test_what_goes_too_deep_stands_as_it_was_typed():
    text = "> " * 60 + "deep\n\nand more"

    assert read_markdown(text) == (words("> " * 60 + "deep"), words("and more"))


@pytest.mark.parametrize("part", ["[", "*", "**a ", "[a](", "_a*b", "<", "> ", "- ", "1. ", "\\", "`"])
def test_a_text_made_to_take_long_is_read_all_the_same(part: str):
    text = part * (20_000 // len(part))

    assert "".join(plain_lines(read_markdown(text)))


PIECES = [
    *("a", "Words here", "two  \nlines", "\n", "\n\n", " ", "    ", "\t", "*", "**", "_", "`", "```\n"),
    *("# ", "### ", "- ", "* ", "2. ", "7) ", "> ", "---\n", "===\n", "[", "]", "](", ")", "http://a.b/c"),
    *(
        "<b>",
        "</b>",
        "<!-- c -->",
        "<",
        "&amp;",
        "\\",
        "![",
        "[r]: ",
        "mailto:x@y.z",
        " 'title'",
        "🙂",
        "שלום",
    ),
]
TYPED = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=80
)


def letters(text: str) -> Counter[str]:
    return Counter(character for character in text if character.isalpha())


@settings(max_examples=200, deadline=None)
@given(TYPED)
def test_no_letter_is_lost(text: str):
    # In the address of a link CommonMark itself reads > &amp; as >&<.
    text = re.sub(r"(\]\([^)]*)&amp;", r"\1", text)

    assert not letters(text) - letters("\n".join(plain_lines(read_markdown(text))))
