import pytest

from qa_app.domain import errors
from qa_app.domain.errors import DomainError, InvalidInput, Problem


@pytest.mark.parametrize(
    "error",
    [
        errors.TransitionNotAllowed,
        errors.NotPermitted,
        errors.Conflict,
        errors.UnknownGrade,
        errors.UnknownPeriod,
    ],
)
def test_every_broken_rule_is_caught_as_one_kind_and_shows_its_sentence(error: type[DomainError]) -> None:
    with pytest.raises(DomainError, match=r"^Somebody changed it meanwhile$"):
        raise error("Somebody changed it meanwhile")


def test_invalid_input_names_every_problem_and_its_field() -> None:
    problems = [Problem("month", "Write a month"), Problem("team", "Choose a team")]

    error = InvalidInput(iter(problems))  # type: ignore[arg-type]  # given once, read twice

    assert isinstance(error, DomainError)
    assert error.problems == (
        Problem(field="month", message="Write a month"),
        Problem("team", "Choose a team"),
    )
    assert str(error) == "Write a month; Choose a team"
