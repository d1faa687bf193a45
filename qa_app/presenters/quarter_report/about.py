"""What the quarter's report says of itself, in the document and in the workbook."""

from qa_app.domain.quarter_report import QuarterContents, months_of
from qa_app.domain.tables import Report
from qa_app.presenters.judgements import wording
from qa_app.presenters.quarter_report.months import month_name


def title(contents: QuarterContents) -> str:
    """> Quality report, Q3 2016-17"""
    return f"Quality report, {contents.quarter}"


def facts(contents: QuarterContents) -> tuple[tuple[str, str], ...]:
    """What every export names: the quarter, the filter, moderation and forms, over the quarter itself."""
    limited_to = contents.limited_to
    seen = "All" if limited_to is None else ", ".join(limited_to) or "None"
    table = contents.overall_by_month
    return (
        ("Quarter", f"{contents.quarter}: {_months(contents)}"),
        ("Scorecard", contents.scorecard.choice.title),
        ("Service areas", seen),
        ("Judged", table.choice.judged.label),
        ("Moderation", wording.moderation(table)),
        ("Forms", wording.forms(table)),
    )


def about(contents: QuarterContents) -> str:
    return (
        f"What the audits of {_months(contents)} found, month by month. The grades are those that count: the"
        " moderator’s where moderation revised the auditor’s."
    )


def notes(contents: QuarterContents, *reports: Report) -> tuple[str, ...]:
    """Those of the parts, each once, the widest first."""
    every = [note for report in reports for note in report.notes]
    if contents.limited_to is not None:
        every.insert(0, "This report counts only the audits of the service areas it names.")
    return tuple(dict.fromkeys(every))


def _months(contents: QuarterContents) -> str:
    """> October, November and December 2016"""
    first, second, third = (month_name(month) for month in months_of(contents.quarter))
    return f"{first.rsplit(' ', 1)[0]}, {second.rsplit(' ', 1)[0]} and {third}"
