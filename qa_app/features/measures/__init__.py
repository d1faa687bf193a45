"""The catalogue of measures: what each is, what it is held against, and where it came from."""

from qa_app.features.measures import (
    audit_definition,
    audit_results,
    changing,
    chart,
    gaps,
    libraries,
    population,
    routes,
    standards,
    values,
)

__all__ = [
    "audit_definition",
    "audit_results",
    "changing",
    "chart",
    "gaps",
    "libraries",
    "population",
    "routes",
    "standards",
    "values",
]
