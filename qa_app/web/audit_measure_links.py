"""Where the audits behind the figure of an audit measure are listed."""

from functools import lru_cache
from urllib.parse import urlencode

from flask import url_for

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.periods import ReportingPeriod
from qa_app.domain.scales import MET


class AuditsBehind:
    """Made once for a page, asked for every figure.

    For readers whose scope `reads_what_it_counts`; the list shows anybody else fewer audits than the figure.
    """

    def __init__(self) -> None:
        self._path = url_for("audits.index")

    def __call__(self, definition: AuditDefinition, period: ReportingPeriod, *, counted: bool) -> str:
        """The address of the whole cohort of a period, or of those only whose answers are `counted`."""
        asked = _asked(definition, counted=counted)
        return f"{self._path}?{asked}&from={period.first_month}&to={period.last_month}"


@lru_cache(maxsize=2_000)
def _asked(definition: AuditDefinition, *, counted: bool) -> str:
    """> counted=1&standard=plan-smart&up_to=1: a scorecard asks for each of these in every period"""
    words: dict[str, str | int | None] = {
        "counted": 1,
        "area": definition.area,
        "stream": definition.stream,
        "tool": definition.tool,
        **_answers(definition, counted=counted),
    }
    return urlencode({word: value for word, value in words.items() if value is not None}, safe=",")


def _answers(definition: AuditDefinition, *, counted: bool) -> dict[str, str | int | None]:
    codes = ",".join(definition.questions)
    match definition.counts:
        case Counts.AUDITS:
            return {}
        case Counts.MET:
            return {"standard": codes, "up_to": MET if counted else None}
        case Counts.AT_LEAST:
            best = definition.grade if counted else None
            return {"question": codes, "scale": definition.scale, "up_to": best}
