"""What is set of a scorecard as a whole, and what may not be."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.free_text import clean_text
from qa_app.domain.measures import Frequency
from qa_app.domain.scorecard_choice import (
    MOST_PERIODS,
    STATUS_WORDS,
    USUALLY_SHOWN,
    Against,
    Layout,
    Shown,
    StatusRule,
)

LONGEST_TITLE = 200
LONGEST_THEME = 300
LONGEST_NUMBER = 10
LONGEST_WORD = 40
LONGEST_PURPOSE = 2_000


@dataclass(frozen=True)
class Settings:
    """`status_words` are what 1, 2 and 3 mean; empty: the usual words. `columns` are those not left out."""

    title: str
    purpose: str = ""
    frequency: Frequency = Frequency.QUARTER
    periods: int = 7
    status_rule: StatusRule = StatusRule.BANDS
    status_words: Sequence[str] = ()
    against: Against = Against.PREVIOUS
    layout: Layout = Layout.QUARTERLY
    columns: Sequence[Shown] = field(default=USUALLY_SHOWN)


def clean_settings(settings: Settings) -> Settings:
    """As they are kept; words that say what the usual ones say are none of the council's own.

    Raises InvalidInput about `title`, `purpose`, `periods` or `status_word_1` to `status_word_3`.
    """
    problems: list[Problem] = []
    title = one_line(settings.title, LONGEST_TITLE, "title", problems)
    if not title and not problems:
        problems.append(Problem("title", "Write a title for the scorecard"))
    purpose = kept(settings.purpose, LONGEST_PURPOSE, "purpose", problems).strip()
    if not 1 <= settings.periods <= MOST_PERIODS:
        problems.append(Problem("periods", f"Write how many periods to show: 1 to {MOST_PERIODS}"))
    words = _words(settings.status_words, problems)
    if problems:
        raise InvalidInput(problems)
    columns = tuple(shown for shown in Shown if shown in settings.columns)
    return replace(settings, title=title, purpose=purpose, status_words=words, columns=columns)


def _words(given: Sequence[str], problems: list[Problem]) -> tuple[str, ...]:
    words = tuple(
        one_line(word, LONGEST_WORD, f"status_word_{number}", problems)
        for number, word in enumerate(given, start=1)
    )
    if not any(words) or words == STATUS_WORDS:
        return ()
    too_long = {problem.field for problem in problems}
    problems += [
        Problem(f"status_word_{number}", f"Write what {number} means, or leave all three empty")
        for number, word in enumerate(words, start=1)
        if not word and f"status_word_{number}" not in too_long
    ]
    return words


def one_line(text: str, longest: int, field: str, problems: list[Problem]) -> str:
    """Without outer or double spaces; a problem is added for one too long."""
    return " ".join(kept(text, longest, field, problems).split())


def kept(text: str, longest: int, field: str, problems: list[Problem]) -> str:
    """The text as it is stored, or nothing and a problem about `field` for one too long."""
    try:
        return clean_text(text, limit=longest, field=field)
    except InvalidInput as error:
        problems += error.problems
        return ""
