"""What is not collected, or not known to be: in the catalogue, and in the libraries."""

from dataclasses import dataclass
from itertools import groupby

from flask import render_template, url_for

from qa_app.domain.measures import Printed
from qa_app.domain.plurals import plural
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.measures.blueprint import blueprint
from qa_app.measures_shipped import libraries
from qa_app.presenters.measures.catalogue import by_outcome
from qa_app.queries.measure_adoption import Adopted, adopted_lines
from qa_app.queries.measures import all_measures
from qa_app.web.permissions import requires

GAPS = frozenset({Printed.NO, Printed.UNKNOWN, Printed.VARIANT})


@dataclass(frozen=True)
class Gap:
    """A measure that is not collected as it should be. `cells` follow the headings of its table."""

    name: str
    href: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class GapTable:
    title: str
    headings: tuple[str, ...]
    groups: tuple[tuple[str, tuple[Gap, ...]], ...]
    """By outcome."""


@blueprint.get("/gaps")
@requires(Permission.READ_SCORECARDS)
def gaps() -> str:
    tables = [_in_catalogue(), *_in_libraries(adopted_lines(db.session))]
    return render_template("measures/gaps.html", tables=[table for table in tables if table.groups])


def _in_catalogue() -> GapTable:
    found = [row.facts for row in all_measures(db.session) if row.facts.collected in GAPS]
    return GapTable(
        f"In the catalogue: {plural(len(found), 'gap')}",
        ("Measure", "Kind", "Collected already", "Carries a target"),
        tuple(
            (
                outcome,
                tuple(
                    Gap(
                        measure.name,
                        url_for(".show", measure_id=measure.id),
                        (measure.kind.label, measure.collected.label, measure.carries_target.label),
                    )
                    for measure in measures
                ),
            )
            for outcome, measures in by_outcome(found)
        ),
    )


def _in_libraries(adopted: dict[str, Adopted]) -> list[GapTable]:
    tables = []
    for library in libraries():
        lines = [line for line in library.measures if line.collected in GAPS]
        groups = tuple(
            (
                outcome,
                tuple(
                    Gap(
                        line.name,
                        "",
                        (
                            line.kind.label,
                            line.collected.label,
                            line.carries_target.label,
                            _here(adopted.get(library.adopted_as(line))),
                        ),
                    )
                    for line in own
                ),
            )
            for outcome, own in groupby(lines, key=lambda line: line.outcome)
        )
        headings = ("Measure", "Kind", "Existing, as printed", "Target, as printed", "Here")
        tables.append(GapTable(f"{library.name}: {plural(len(lines), 'gap')}", headings, groups))
    return tables


def _here(adopted: Adopted | None) -> str:
    """> Not adopted, or > Adopted; collected: a variant of it"""
    if adopted is None:
        return "Not adopted"
    if not adopted.active:
        return "Adopted, out of use"
    return f"Adopted; collected: {adopted.collected.label[:1].lower()}{adopted.collected.label[1:]}"
