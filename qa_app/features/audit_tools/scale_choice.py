"""A grading scale, chosen from those there are or written out."""

from collections.abc import Mapping, Sequence

from qa_app.domain.audit_tool_building import suggested_code
from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.scales import GradingScale

OWN = "own"
"""Chosen instead of the code of a scale; no scale written here gets it as its code."""

FIELDS = {
    "labels": "labels",
    "good_or_better": "good",
    "evidence_required": "evidence",
    "scale.labels": "scale_name",
}
"""Where the form shows a problem that the domain found."""


def written_scale(*, name: str, labels: str, good: str, evidence: str) -> GradingScale:
    """The scale with these labels, one a line, best first. Raises InvalidInput."""
    listed = _lines(labels)
    places = {_plain(label): place for place, label in enumerate(listed, start=1)}
    problems = []
    if not name:
        problems.append(Problem("scale_name", "Write a name for the scale"))
    if not listed:
        problems.append(Problem("labels", "Write the grades, the best one first, each on its own line"))
    elif _plain(good) not in places:
        problems.append(
            Problem("good", "Write the lowest grade that counts as good, just as it stands in the list above")
        )
    unknown = [line for line in _lines(evidence) if _plain(line) not in places]
    if listed and unknown:
        problems.append(
            Problem("evidence", f"“{unknown[0][:60]}” is not a grade of the list above: write it as there")
        )
    if problems:
        raise InvalidInput(problems)
    return GradingScale(
        code=_code(name),
        name=name,
        labels=listed,
        good_or_better=places[_plain(good)],
        evidence_required=frozenset(places[_plain(line)] for line in _lines(evidence)),
    )


def as_written(scale: GradingScale) -> Mapping[str, str]:
    """How a person would have written the scale."""
    return {
        "scale_name": scale.name,
        "labels": "\n".join(scale.labels),
        "good": scale.label(scale.good_or_better),
        "evidence": "\n".join(scale.label(place) for place in sorted(scale.evidence_required)),
    }


def short_description(labels: Sequence[str]) -> str:
    """> Outstanding, Good, Requires Improvement, Inadequate, or > 10, 9, 8 … 0"""
    return ", ".join(labels) if len(labels) <= 5 else f"{', '.join(labels[:3])} … {labels[-1]}"


def _code(name: str) -> str:
    code = suggested_code(name, otherwise="scale")
    return f"{code}-scale" if code == OWN else code


def _lines(text: str) -> tuple[str, ...]:
    return tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())


def _plain(label: str) -> str:
    return " ".join(label.split()).casefold()
