"""The catalogue of measures: what each is, what it is held against, and where it came from."""

from qa_app.features.measures import changing, gaps, libraries, population, routes, standards

__all__ = ["changing", "gaps", "libraries", "population", "routes", "standards"]
