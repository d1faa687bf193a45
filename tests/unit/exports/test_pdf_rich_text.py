import io
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from qa_app.domain.rich_text import Block, Bullets, Heading, Numbers, Paragraph, Quote, Run
from qa_app.domain.tables import Section
from qa_app.exports.pdf import pdf_bytes
from qa_app.presenters.markdown import read_markdown
from tests.unit.exports.reports import a_report


def read_back(*blocks: Block) -> PdfReader:
    return PdfReader(io.BytesIO(pdf_bytes(a_report(Section("S", text=blocks)))), strict=True)


def lines_of(reader: PdfReader) -> list[str]:
    """The lines of the section, without those of the front and the notes."""
    lines = [" ".join(line.split()) for page in reader.pages for line in page.extract_text().splitlines()]
    return lines[lines.index("S") + 1 : lines.index("Notes")]


def words(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def test_headings_points_and_quotes_each_begin_a_line() -> None:
    reader = read_back(
        Heading((Run("Strengths"),)),
        Bullets(((words("Visits"), Bullets(((words("to schools"),),))), (words("Plans"),))),
        Numbers(((words("First"),), (words("Second"),)), first=9),
        Quote((words("Quoted"),)),
    )

    assert lines_of(reader) == [
        "Strengths", "• Visits", "• to schools", "• Plans", "9. First", "10. Second", "Quoted",
    ]  # fmt: skip


def test_styles_share_a_line_and_a_break_starts_one() -> None:
    runs = (Run("A "), Run("bold", bold=True), Run(", an "), Run("italic", italic=True), Run("\nand more"))

    reader = read_back(Paragraph(runs))

    assert lines_of(reader) == ["A bold, an italic", "and more"]
    fonts = {font["/BaseFont"] for page in reader.pages for font in fonts_of(page)}
    assert any("Bold" in name for name in fonts)
    assert any("Italic" in name for name in fonts)


def fonts_of(page) -> list:
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]


def test_a_link_can_be_followed_and_read_on_paper() -> None:
    reader = read_back(
        Paragraph(
            (Run("See "), Run("the guide", href="https://example.org/guide"), Run(" and write to "),
             Run("us@example.org", href="mailto:us@example.org"))
        )
    )  # fmt: skip

    assert lines_of(reader) == ["See the guide (https://example.org/guide) and write to us@example.org"]
    found = [note.get_object()["/A"]["/URI"] for note in reader.pages[0]["/Annots"]]
    assert found == ["https://example.org/guide", "mailto:us@example.org"]


def test_a_word_of_two_styles_is_not_parted_where_the_line_ends() -> None:
    for length in range(60, 110):
        lead = "a " * (length // 2)
        lines = lines_of(read_back(Paragraph((Run(lead), Run("whole", bold=True), Run("some")))))
        assert any("wholesome" in line for line in lines)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(Run, st.text("ab \n" + "w" * 3, max_size=400), st.booleans(), st.booleans()), max_size=6
    ),
    st.integers(0, 30),
)
def test_no_letter_is_lost_however_deep_or_long(runs: list[Run], depth: int) -> None:
    block: Block = Paragraph(tuple(runs))
    for _ in range(depth):
        block = Quote((block,))

    found = "".join(lines_of(read_back(block)))

    assert "".join(found.split()) == "".join("".join(run.text for run in runs).split())


PIECES = [
    *(
        "words",
        "Two of them",
        "\n",
        "\n\n",
        " ",
        "  \n",
        "*",
        "**",
        "_",
        "# ",
        "- ",
        "  - ",
        "7. ",
        "> ",
        "`",
    ),
    *(
        "[",
        "](https://a.example/b)",
        "](javascript:x)",
        "<b>",
        "</b>",
        "&amp;",
        "\\",
        "<a@b.example>",
        "é",
        "שלום",
    ),
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_no_letter_that_was_typed_is_missing_on_paper(text: str) -> None:
    found = letters("".join(lines_of(read_back(*read_markdown(text)))))

    assert not letters(text) - found


def letters(text: str) -> Counter[str]:
    return Counter(character for character in text if character.isalpha())
