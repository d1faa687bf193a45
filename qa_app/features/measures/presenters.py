"""The catalogue and one measure, as their pages show them."""

from typing import Any

from flask import url_for

from qa_app.domain.audit_measures import AuditDefinition
from qa_app.domain.measure_definitions import changed_parts
from qa_app.domain.measures import MeasureKind, MeasurePeriod, Unit
from qa_app.domain.periods import london_date
from qa_app.domain.plurals import plural
from qa_app.features.measures.choosing import address_values
from qa_app.features.measures.forms import POLARITIES
from qa_app.features.measures.standards_view import since_words, standards_view
from qa_app.measures_shipped import library_names
from qa_app.models import Measure, MeasureDefinition
from qa_app.queries.measure_standard_history import StandardHistory
from qa_app.queries.measures import ON_A_PAGE, MeasureChoice, MeasureRow, MeasuresPage
from qa_app.web.formatters import by_whom, format_date

AUDIT_TAG = {"text": "Audit measure", "classes": "govuk-tag--blue"}
OUT_OF_USE = {"text": "Out of use", "classes": "govuk-tag--grey"}

BREAK = {"text": "Break", "classes": "govuk-tag--red"}
SAME = {"text": "Comparable", "classes": "govuk-tag--grey"}


def measure_list(found: MeasuresPage, choice: MeasureChoice, *, page: int) -> dict[str, Any]:
    first = (page - 1) * ON_A_PAGE + 1
    shown = f"{first:,} to {first + len(found.rows) - 1:,} of " if found.total > ON_A_PAGE else ""
    return {
        "rows": [_row(row) for row in found.rows],
        "count": f"{shown}{plural(found.total, 'measure')}",
        "previous": _address(choice, page - 1) if page > 1 else None,
        "next": _address(choice, page + 1) if first + len(found.rows) <= found.total else None,
    }


def measure_page(measure: Measure, standards: StandardHistory) -> dict[str, Any]:
    facts = [
        ("Full description", measure.description),
        ("Outcome or theme", measure.outcome),
        ("Objective", measure.objective),
        ("Kind", measure.kind.label),
        ("Unit", _unit(measure)),
        ("Which way is good", POLARITIES[measure.polarity]),
        ("Measure period", measure.measure_period.label),
        ("A value is entered", _entered(measure)),
        ("Source of the values", measure.source),
        ("Responsible", _responsible(measure)),
        ("Collected already", measure.collected.label),
        ("Carries a target", measure.carries_target.label),
        ("Carries a direction of travel", measure.carries_direction.label),
        ("Indicator guide", measure.guide),
        ("Adopted from", _library(measure.library)),
        ("In the catalogue since", format_date(london_date(measure.created_at))),
    ]
    is_audit = measure.kind is MeasureKind.AUDIT
    values = (
        ("The audits of every period", "measures.results")
        if is_audit
        else ("Its values", "measures.value_history")
    )
    return {
        "is_audit": is_audit,
        "figures": [
            (label, url_for(endpoint, measure_id=measure.id))
            for label, endpoint in (values, ("Control chart", "measures.chart"))
        ],
        "tags": [
            *([AUDIT_TAG] if is_audit else []),
            *([] if measure.active else [OUT_OF_USE]),
        ],
        "facts": [(label, value or "Not said") for label, value in facts],
        "standards": standards_view(measure, standards),
        "definitions": _definitions(measure),
    }


def _row(row: MeasureRow) -> dict[str, Any]:
    facts = row.facts
    return {
        "name": facts.name,
        "code": facts.code,
        "href": url_for("measures.show", measure_id=facts.id),
        "tags": [*([AUDIT_TAG] if facts.is_audit else []), *([] if row.active else [OUT_OF_USE])],
        "cells": [
            facts.outcome,
            facts.kind.label,
            facts.unit.label,
            facts.collected.label,
            facts.carries_target.label,
            facts.carries_direction.label,
            facts.responsible or facts.responsible_role,
        ],
    }


def _unit(measure: Measure) -> str:
    """> Percent, or > Average, shown with 1 decimal"""
    if not measure.decimals:
        return measure.unit.label
    return f"{measure.unit.label}, shown with {plural(measure.decimals, 'decimal')}"


def _entered(measure: Measure) -> str:
    if measure.kind is MeasureKind.AUDIT:
        return "Never: it is computed from the audits of each period"
    return measure.frequency.label


def _responsible(measure: Measure) -> str:
    """> Jo Smith, Head of Service"""
    person = measure.responsible.name if measure.responsible else ""
    return ", ".join(part for part in (person, measure.responsible_role) if part)


def _library(library: str) -> str:
    """> Wirral: core indicators, line 3"""
    code, _, number = library.partition("/")
    return f"{library_names().get(code, code)}, line {number}" if library else ""


def _definitions(measure: Measure) -> list[dict[str, Any]]:
    """Newest first, each with what it changed of the one before."""
    older = [None, *measure.definitions]
    pairs = zip(measure.definitions, older, strict=False)
    return [_definition(definition, before) for definition, before in reversed(list(pairs))]


def _definition(definition: MeasureDefinition, before: MeasureDefinition | None) -> dict[str, Any]:
    changed = changed_parts(before.meaning, definition.meaning) if before else tuple(definition.meaning)
    who = by_whom(definition.changed_by.name if definition.changed_by else None)
    return {
        "number": definition.number,
        "holds_from": since_words(definition.holds_from),
        "tag": (BREAK if definition.is_break else SAME) if before else None,
        "meaning": [
            f"{label}: {_meant(part, definition.meaning.get(part))}"
            for part, label in _PART_LABELS.items()
            if part in changed and (before or definition.meaning.get(part))
        ],
        "reason": definition.reason,
        "who": f"{who}, {format_date(london_date(definition.changed_at))}",
    }


_PART_LABELS = {
    "description": "Description",
    "unit": "Unit",
    "measure_period": "Measure period",
    "audit_definition": "Audits counted",
}


def _meant(part: str, value: Any) -> str:
    if not value:
        return "none"
    match part:
        case "unit":
            return Unit(value).label
        case "measure_period":
            return MeasurePeriod(value).label
        case "audit_definition":
            definition = AuditDefinition.from_json(value)
            return ": ".join(
                part for part in (definition.counts.label, ", ".join(definition.questions)) if part
            )
        case _:
            return str(value)


def _address(choice: MeasureChoice, page: int) -> str:
    values: dict[str, Any] = dict(address_values(choice))
    return url_for("measures.index", page=page, **values)
