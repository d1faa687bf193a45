"""Which publications the address asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qa_app.domain.errors import UnknownPeriod
from qa_app.domain.periods import parse_reporting_period
from qa_app.models import PublicationKind
from qa_app.queries.publications import PublicationChoice
from qa_app.web.addresses import row_number
from qa_app.web.selects import Select, select_with

KINDS = {
    PublicationKind.SCORECARD: "Scorecards",
    PublicationKind.JUDGEMENTS: "Judgement tables",
}


@dataclass(frozen=True)
class Asked:
    """The choice, and a sentence for each word that makes no sense."""

    choice: PublicationChoice
    problems: Mapping[str, str] = field(default_factory=dict)


def asked(args: Mapping[str, str]) -> Asked:
    problems: dict[str, str] = {}
    kind = args.get("kind", "").strip()
    if kind and kind not in list(KINDS):
        problems["kind"] = "Choose scorecards or judgement tables"
    text, period = args.get("period", "").strip(), None
    if text:
        try:
            period = parse_reporting_period(text).key
        except UnknownPeriod as error:
            problems["period"] = str(error)
    return Asked(
        PublicationChoice(
            kind=PublicationKind(kind) if kind in list(KINDS) else None,
            period=period,
            subject_id=row_number(args.get("scorecard", "")),
        ),
        problems,
    )


def selects(asked: Asked, periods: Sequence[str]) -> tuple[Select, ...]:
    """`periods` are the keys of those that anything was published of."""
    newest_first = sorted(
        map(parse_reporting_period, periods), key=lambda period: (period.last_day, period.key), reverse=True
    )
    offered = (("", "Any"), *((period.key, str(period)) for period in newest_first))
    chosen = asked.choice.period or ""
    shown = str(parse_reporting_period(chosen)) if chosen else ""
    kinds = [(kind.value, name) for kind, name in KINDS.items()]
    kind = asked.choice.kind.value if asked.choice.kind else ""
    problems = asked.problems
    return (
        Select("kind", "What", (("", "Everything"), *kinds), kind, problems.get("kind", "")),
        select_with("period", "Period", offered, chosen, shown=shown, error=problems.get("period", "")),
    )
