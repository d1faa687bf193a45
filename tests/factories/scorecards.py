from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

from qa_app.domain.measures import Frequency
from qa_app.domain.scorecard_choice import USUALLY_SHOWN, Against, Layout, StatusRule
from qa_app.models import Commentary, Measure, Scorecard, ScorecardLine, ScorecardTheme

_numbers = count(1)


def a_scorecard(themes: dict[str, Sequence[Measure]] | None = None, **named: Any) -> Scorecard:
    """A quarterly scorecard read by bands; its lines are numbered through, over all the themes."""
    lines = count(1)
    scorecard = Scorecard(
        **{
            "title": f"Scorecard {next(_numbers)}",
            "frequency": Frequency.QUARTER,
            "periods": 7,
            "status_rule": StatusRule.BANDS,
            "status_words": [],
            "against": Against.PREVIOUS,
            "layout": Layout.QUARTERLY,
            "columns": [shown.value for shown in USUALLY_SHOWN],
            "created_at": datetime(2016, 4, 1, tzinfo=UTC),
        }
        | named
    )
    scorecard.themes = [
        ScorecardTheme(
            position=place,
            title=title,
            lines=[
                ScorecardLine(position=position, number=str(next(lines)), measure=measure)
                for position, measure in enumerate(measures, start=1)
            ],
        )
        for place, (title, measures) in enumerate((themes or {}).items(), start=1)
    ]
    return scorecard


def a_comment(measure: Measure, period: str = "2016-17-Q3", **named: Any) -> Commentary:
    """What is said of a measure in a period, as it stands now."""
    return Commentary(
        **{
            "measure_id": measure.id,
            "period": period,
            "number": 1,
            "is_current": True,
            "text": "Fewer plans were seen in time.",
            "written_at": datetime(2017, 1, 10, 9, tzinfo=UTC),
        }
        | named
    )
