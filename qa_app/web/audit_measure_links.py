"""Where the audits behind the figure of an audit measure are listed."""

from flask import url_for

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.periods import ReportingPeriod
from qa_app.domain.scales import MET


def audits_behind(definition: AuditDefinition, period: ReportingPeriod, *, counted: bool) -> str:
    """Of the whole cohort, or of those only whose answers are `counted`.

    For readers whose scope `reads_what_it_counts`; the list shows anybody else fewer audits than the figure.
    """
    words: dict[str, str | int | None] = {
        "counted": 1,
        "area": definition.area,
        "stream": definition.stream,
        "tool": definition.tool,
        "from": period.first_month,
        "to": period.last_month,
        **_answers(definition, counted=counted),
    }
    address: str = url_for("audits.index", **words)  # type: ignore[arg-type]  # words of an address
    return address


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
