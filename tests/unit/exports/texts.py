"""Texts that break careless writers of files, for the property tests of every format."""

from hypothesis import strategies as st

from qa_app.exports.csv_file import FORMULA_STARTS

# No surrogates: they are not text, and the database refuses them. NUL has tests of its own.
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
AWKWARD = st.sampled_from(
    [
        "=1+1",
        "+44 1270",
        "-5",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "'=1",
        'a "quoted", comma',
        "two\r\nlines",
        "old\rMac",
        "_x000B_ and \x0b",
        "https://example.org/" + "a" * 3_000,
        "{=1}",
        "007",
        " spaces ",
        "\ufffe\uffff",
        "\u2028",
        "עברית 🙂",
        "<b>bold</b> & more",
        "[z]",
        "nan",
        "",
    ]
)
TEXTS = ANY_TEXT | AWKWARD


def in_a_csv_cell(text: str) -> str:
    """As it is read back from one: no spreadsheet takes it for a formula."""
    return f"'{text}" if text[:1] in FORMULA_STARTS else text
