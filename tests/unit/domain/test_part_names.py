import pytest

from qa_app.domain.errors import InvalidInput
from qa_app.domain.part_names import NAME_LIMIT, clean_part_name, same_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Early Help", "Early Help"),
        ("  Early \n Help ", "Early Help"),  # pasted from a cell of two lines
        ("Gofal a Chymorth – Gwent", "Gofal a Chymorth – Gwent"),
        ("=SUM(A1)", "=SUM(A1)"),  # text; what is made of it is the export's business
        ("x" * NAME_LIMIT, "x" * NAME_LIMIT),
    ],
)
def test_a_name_is_one_line(text, name):
    assert clean_part_name(text) == name


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Enter a name"),
        (" \t\n", "Enter a name"),
        ("all  SERVICE areas", "choose another name"),  # printed once more below the tables, as their total
        ("x" * (NAME_LIMIT + 1), "shorten it by 1"),
    ],
)
def test_what_is_no_name(text, sentence):
    with pytest.raises(InvalidInput) as refused:
        clean_part_name(text)

    [problem] = refused.value.problems
    assert problem.field == "name"
    assert sentence in problem.message


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Early Help", "early  help", True),
        ("Straße", "STRASSE", True),  # databases do not know these capitals
        ("Early Help", "Early Help 2", False),
    ],
)
def test_names_that_read_the_same(one, other, same):
    assert same_name(one, other) is same
