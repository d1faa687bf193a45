import io
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from qa_app.domain.tables import Column, Figure, Kind, Section, Shorthand, Table
from qa_app.exports.pdf import fonts, pdf_bytes
from qa_app.exports.pdf.lines import longest_word
from qa_app.exports.pdf.table import ROOM_FOR_SENTENCES, best_fit, texts_of
from tests.unit.exports.reports import a_chart, a_line_chart, a_report, a_table
from tests.unit.exports.texts import TEXTS


def opened(written: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(written), strict=True)


def text_of(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def without_spaces(text: str) -> str:
    return "".join(text.split())


def texts_in(value: str, **more: str) -> str:
    """The text of a document whose only table has this cell."""
    table = Table("T", (Column("Value"),), [(value,)])
    return text_of(opened(pdf_bytes(a_report(Section("S", table=table), **more))))


def test_says_what_it_is_in_which_language_and_whose() -> None:
    reader = opened(pdf_bytes(a_report()))
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == (
        "Quality of audits, Q3 2016-17",
        "Cheshire East Council",
    )
    root: Any = reader.root_object
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_the_first_page_names_filter_period_state_and_time() -> None:
    text = opened(pdf_bytes(a_report())).pages[0].extract_text()
    for expected in ("Period", "Q3 2016-17", "After moderation", "Drawn", "1 April 2026 at 00:30"):
        assert expected in text


def titles(outline: Any) -> list[Any]:
    return [titles(entry) if isinstance(entry, list) else entry.title for entry in outline]


def test_the_outline_has_every_section_at_its_level() -> None:
    sections = (Section("One"), Section("Too deep", level=3), Section("Two"))
    reader = opened(pdf_bytes(a_report(*sections, title="R")))
    assert titles(reader.outline) == ["R", ["One", ["Too deep"], "Two", "Notes"]]


CHAPTERS = (
    Section("Introduction", paragraphs=("One.",)),
    Section("Scorecard", table=a_table(*[("Good", number, 50.5) for number in range(120)])),
    Section("Timeliness", level=2, paragraphs=("Two.",), page_break=True),
    Section("Deeper", level=3, paragraphs=("Three.",), page_break=True),
    Section("What will be done", paragraphs=("Four.",)),
)


def a_book() -> PdfReader:
    return opened(pdf_bytes(replace(a_report(*CHAPTERS, title="R"), contents=True)))


def page_with(reader: PdfReader, text: str) -> int:
    """The last page with these words, from 1: the first lists its contents."""
    return max(number for number, page in enumerate(reader.pages, 1) if text in page.extract_text())


def test_the_contents_have_the_page_of_every_section_but_the_deepest() -> None:
    reader = a_book()
    first = reader.pages[0].extract_text()
    listed = re.findall(
        r"^(Introduction|Scorecard|Timeliness|What will be done|Notes)\n?\s*(\d+)$", first, re.M
    )
    assert dict(listed) == {
        "Introduction": str(page_with(reader, "One.")),
        "Scorecard": str(page_with(reader, "Judgements by quarter")),
        "Timeliness": str(page_with(reader, "Two.")),
        "What will be done": str(page_with(reader, "Four.")),
        "Notes": str(page_with(reader, "Judgements that count")),
    }
    assert "Deeper" not in first
    assert len(set(dict(listed).values())) > 2  # else this proves little


def test_a_click_in_the_contents_leads_to_the_section() -> None:
    reader = a_book()
    links: list[Any] = [each.get_object() for each in reader.pages[0]["/Annots"]]  # type: ignore[union-attr]
    numbers = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages, 1)}
    leads = {str(link["/Contents"]): numbers[link["/Dest"][0].idnum] for link in links}
    assert leads["Timeliness"] == page_with(reader, "Two.")
    assert leads["Notes"] == page_with(reader, "Judgements that count")
    assert list(leads) == ["Introduction", "Scorecard", "Timeliness", "What will be done", "Notes"]


def test_the_contents_are_in_the_outline_and_what_follows_begins_a_page() -> None:
    reader = a_book()
    outline = titles(reader.outline)
    assert outline[1][:2] == ["Contents", "Introduction"]
    assert outline[1][3] == ["Timeliness", ["Deeper"]]
    assert page_with(reader, "One.") == 2


def test_contents_longer_than_a_page_go_on() -> None:
    sections = tuple(Section(f"Indicator {number}: {'of some length ' * 9}") for number in range(100))
    reader = opened(pdf_bytes(replace(a_report(*sections), contents=True)))
    pages = [page.extract_text() for page in reader.pages]
    listing = [text for text in pages if "Indicator 0:" in text or "Indicator 99:" in text]
    assert len(listing) == 4  # each once in the list and once at its place


@pytest.mark.parametrize(("page_break", "expected"), [(False, 1), (True, 2)])
def test_a_section_begins_a_page_where_that_is_asked(page_break: bool, expected: int) -> None:
    sections = (Section("One"), Section("Two", page_break=page_break))
    assert len(opened(pdf_bytes(replace(a_report(*sections), notes=()))).pages) == expected


def test_a_page_that_is_fresh_is_not_left_empty() -> None:
    wide = Table("Wide", tuple(Column(f"Measure{n}") for n in range(14)), [("considered",) * 14])
    sections = (Section("One", table=wide, page_break=True), Section("Two", page_break=True))
    reader = opened(pdf_bytes(replace(a_report(*sections), contents=True)))
    assert all("One" in page.extract_text() or "Two" in page.extract_text() for page in reader.pages)
    assert len(reader.pages) == 3


def test_part_of_a_section_stays_on_pages_turned_round() -> None:
    wide = Table("Wide", tuple(Column(f"Measure{n}") for n in range(14)), [("considered",) * 14])
    sections = (
        Section("Wide", table=wide),
        Section("Below it", level=2, table=a_table()),
        Section("Another", table=a_table()),
    )
    pages = opened(pdf_bytes(replace(a_report(*sections), notes=()))).pages
    turned = [page.mediabox.width > page.mediabox.height for page in pages]
    assert turned == [False, True, False]
    assert "Below it" in pages[1].extract_text()


@pytest.mark.parametrize("below", [{"chart": a_line_chart()}, {"table": a_table(*[("Good", 1, 5)] * 12)}])
def test_a_heading_is_not_parted_from_what_stands_below_it(below: dict[str, Any]) -> None:
    """Wherever on a page the heading would come to stand."""
    for lines in range(10, 31, 3):
        paragraphs = tuple(f"Paragraph {number}." for number in range(lines))
        sections = (Section("Before", paragraphs=paragraphs), Section("The heading", **below))
        texts = [page.extract_text() for page in opened(pdf_bytes(a_report(*sections))).pages]
        (holding,) = [text for text in texts if "The heading" in text]
        assert ("Assessments in time" if "chart" in below else "Judgements by quarter") in holding


def test_every_page_says_which_it_is_and_what_of() -> None:
    table = a_table(*[("Good", number, 50.5) for number in range(200)])
    reader = opened(pdf_bytes(a_report(Section("S", table=table))))
    assert len(reader.pages) > 3
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        assert f"Page {number} of {len(reader.pages)}" in text
        assert "Quality of audits, Q3 2016-17" in text
        assert "Cheshire East Council · drawn 1 April 2026 at 00:30" in text


def test_the_headings_stand_on_every_page_of_a_table() -> None:
    table = a_table(*[("Good", number, 50.5) for number in range(200)])
    pages = opened(pdf_bytes(a_report(Section("S", table=table)))).pages
    with_rows = [page.extract_text() for page in pages if "51%" in page.extract_text()]
    assert len(with_rows) > 3
    assert all("Judgement" in text and "Share" in text for text in with_rows)


def test_a_small_table_is_not_parted() -> None:
    paragraphs = tuple(f"Paragraph {number}." for number in range(27))
    pages = opened(pdf_bytes(a_report(Section("S", paragraphs=paragraphs, table=a_table())))).pages
    holding = [page for page in pages if "Judgements by quarter" in page.extract_text()]
    assert len(holding) == 1
    assert "Inadequate" in holding[0].extract_text()


def test_figures_read_as_on_the_page_and_shorthand_is_explained() -> None:
    text = text_of(opened(pdf_bytes(a_report(Section("S", table=a_table())))))
    assert "57%" in text
    assert f"N/A: {Shorthand.NOT_APPLICABLE.meaning}." in text
    assert "Percentages are rounded half up." in text


def test_a_mark_in_a_heading_is_explained() -> None:
    table = Table("T", (Column("Q3 2016-17 [u]", Kind.PERCENT),), [(50,)])
    assert Shorthand.LOW_RELIABILITY.meaning in text_of(
        opened(pdf_bytes(a_report(Section("S", table=table))))
    )


def test_a_chart_is_drawn_with_its_words() -> None:
    text = text_of(opened(pdf_bytes(a_report(Section("S", chart=a_chart())))))
    for expected in ("Overall judgement", "Outstanding", "Q1 2016-17", "n = 18", "56%", "N/A"):
        assert expected in text


def test_a_line_chart_is_drawn_with_its_words() -> None:
    text = text_of(opened(pdf_bytes(a_report(Section("S", chart=a_line_chart())))))
    for expected in (
        "Assessments in time",
        "Per cent",
        "Improvement",
        "Q2 2016-17",
        "N/A",
        "71%",
        "Target 80%",
    ):
        assert expected in text


def test_a_table_too_wide_for_any_page_still_has_room_for_its_sentences() -> None:
    """As a scorecard of seven quarters with its bands and a commentary: figures wrap, words are whole."""
    figures = tuple(Column(f"Q{n % 4 + 1} 201{n}-1{n + 1}", Kind.PERCENT) for n in range(7))
    columns = (Column("Measure"), *map(Column, ("Requires Improvement", "Good", "Outstanding")), *figures)
    commentary = "This measure is from audits of small cohorts. " * 20
    row = (
        "Percentage of initial health assessments completed by paediatricians within 20 days",
        *("60-69", "70-79", "80-100"),
        *(Figure(86, Kind.PERCENT, beside="of 1,234 ◆ [p]") for _ in figures),
        "▲ Requires Improvement",
        "↓ down, worse",
        commentary,
    )
    wide = (*columns, *map(Column, ("Status", "Direction", "Exception commentary")))
    texts = texts_of(Table("T", wide, [row] * 3))
    fit = best_fit(texts)
    assert fit.landscape
    assert fit.widths[-1] >= ROOM_FOR_SENTENCES
    for text, width in zip(
        (*texts.rows[0], *(column.heading for column in wide)), fit.widths * 2, strict=True
    ):
        assert longest_word(text, fonts.regular(), fit.size) <= width + 0.01


def test_a_wide_table_is_on_pages_turned_round() -> None:
    columns = tuple(Column(f"Measure{number}") for number in range(14))
    table = Table("Wide", columns, [tuple("considered" for _ in columns)])
    pages = opened(
        pdf_bytes(a_report(Section("Wide", table=table), Section("After", paragraphs=("x",))))
    ).pages
    assert [page.mediabox.width > page.mediabox.height for page in pages] == [False, True, False]


def test_a_cell_of_forty_thousand_characters_goes_on_over_pages() -> None:
    words = " ".join(f"word{number}" for number in range(5_000))
    reader = opened(
        pdf_bytes(a_report(Section("S", table=Table("T", (Column("A"), Column("B")), [("a", words)]))))
    )
    read = text_of(reader).split()
    assert len(words) > 40_000
    assert len(reader.pages) > 5
    assert [word for word in read if word.startswith("word")] == words.split()


def test_a_word_without_an_end_is_broken_and_not_lost() -> None:
    word = "https://example.org/" + "abcdefghij" * 200
    assert word in without_spaces(texts_in(word))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<b>not bold</b> &amp; <para>", "<b>not bold</b> &amp; <para>"),
        ("Llŷn, Łódź, İstanbul, Αθήνα, Київ", "Llŷn, Łódź, İstanbul, Αθήνα, Київ"),
        ("“quoted” – £5 ≥ €4 → ▲", "“quoted” – £5 ≥ €4 → ▲"),
        ("tick ✓", "tick ✓"),  # from the second font
        ("🙂 王", "[U+1F642] [U+738B]"),
        ("a\x0bb", "a[U+000B]b"),
        ("=1+1", "=1+1"),
    ],
)
def test_text_is_shown_as_it_is_or_visibly_escaped(text: str, expected: str) -> None:
    assert expected in texts_in(text)


@pytest.mark.parametrize("text", ["שלום", "مرحبا", "שלום עולם"])
def test_right_to_left_text_comes_back_as_it_was_typed(text: str) -> None:
    assert text in texts_in(text)


@settings(deadline=None, max_examples=60)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_no_text_breaks_it_and_none_is_lost(texts: list[str]) -> None:
    table = Table(texts[0], tuple(Column(text) for text in texts), [texts])
    section = Section(texts[0], paragraphs=tuple(texts), facts=((texts[0], texts[-1]),), table=table)
    read = without_spaces(text_of(opened(pdf_bytes(a_report(section, title=texts[0])))))
    for text in texts:
        printed = fonts.regular().printable(text.replace("\r", "\n"))
        assert not {character for character in printed if character.isascii()} - set(read) - set(" \n")


def test_an_empty_report_is_a_page() -> None:
    assert len(opened(pdf_bytes(a_report(Section(""), title=""))).pages) == 1


def test_headings_higher_than_a_page_are_no_trouble() -> None:
    table = Table("T", (Column("why " * 3_000), Column("B" * 3_000)), [("a", "b")] * 3)
    assert len(opened(pdf_bytes(a_report(Section("S", table=table)))).pages) > 2
