"""The catalogue of measures as councils print it: by outcome, with what is collected of it."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from qa_app.domain.plurals import plural
from qa_app.domain.scorecard import MeasureFacts
from qa_app.domain.tables import Column, Kind, Report, Section, Table

WITHOUT_OUTCOME = "Without an outcome"

FLAGS = (
    "Existing, target and direction of travel are Y (yes), N (no), ? (not known), n/a (not applicable) or"
    " Variant (a variant of it is collected).",
)


def catalogue_report(
    measures: Sequence[MeasureFacts],
    *,
    title: str,
    author: str,
    drawn_at: datetime,
    facts: tuple[tuple[str, str], ...] = (),
) -> Report:
    """A section for every outcome, in the order in which they come."""
    return Report(
        title=title,
        subtitle=plural(len(measures), "measure"),
        drawn_at=drawn_at,
        author=author,
        facts=facts,
        sections=tuple(_section(outcome, own) for outcome, own in by_outcome(measures)),
        notes=FLAGS,
    )


def by_outcome(measures: Sequence[MeasureFacts]) -> list[tuple[str, list[MeasureFacts]]]:
    """Every outcome once, with its measures, both in the order in which they first come."""
    order = list(dict.fromkeys(measure.outcome for measure in measures))
    ordered = sorted(measures, key=lambda measure: order.index(measure.outcome))
    return [
        (outcome or WITHOUT_OUTCOME, list(own))
        for outcome, own in groupby(ordered, key=lambda measure: measure.outcome)
    ]


def catalogue_rows(measures: Sequence[MeasureFacts], *, title: str) -> Table:
    """One row for every measure with all that is set of it: for computing with."""
    return Table(
        title=title,
        columns=(
            Column("code"),
            Column("measure"),
            Column("outcome"),
            Column("objectives"),
            Column("kind"),
            Column("description"),
            Column("unit"),
            Column("decimals", Kind.COUNT),
            Column("polarity"),
            Column("measure_period"),
            Column("frequency"),
            Column("responsible_role"),
            Column("responsible"),
            Column("source"),
            Column("existing"),
            Column("target"),
            Column("direction_of_travel"),
            Column("guide"),
        ),
        rows=[
            (
                measure.code,
                measure.name,
                measure.outcome,
                measure.objective,
                measure.kind.value,
                measure.description,
                measure.unit.value,
                measure.decimals,
                measure.polarity.value,
                measure.measure_period.value,
                measure.frequency.value,
                measure.responsible_role,
                measure.responsible,
                measure.source,
                measure.collected.value,
                measure.carries_target.value,
                measure.carries_direction.value,
                measure.guide,
            )
            for measure in measures
        ],
    )


def _section(outcome: str, measures: Sequence[MeasureFacts]) -> Section:
    """An objective that all of them share is said once, above; otherwise each row says its own."""
    objectives = {measure.objective for measure in measures}
    shared = measures[0].objective if len(objectives) == 1 else ""
    own = len(objectives) > 1
    return Section(
        heading=outcome,
        paragraphs=(f"Objectives: {shared}",) if shared else (),
        table=Table(
            title=f"{outcome}: {plural(len(measures), 'measure')}",
            columns=(
                *((Column("Objectives", width=30),) if own else ()),
                Column("Kind", width=14),
                Column("Measure", width=50),
                Column("Existing", width=9),
                Column("Target", width=9),
                Column("Direction of travel", width=10),
            ),
            rows=[
                (
                    *((measure.objective,) if own else ()),
                    measure.kind.label,
                    measure.name,
                    measure.collected.value,
                    measure.carries_target.value,
                    measure.carries_direction.value,
                )
                for measure in measures
            ],
        ),
    )
