"""What the pages on which a scorecard is built lay out."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request, url_for

from qa_app.domain.measures import MeasureKind
from qa_app.domain.plurals import plural
from qa_app.features.scorecards.forms import NumbersForm
from qa_app.measures_shipped import library_of
from qa_app.models import Measure, Scorecard, ScorecardLine, ScorecardTheme
from qa_app.queries.scorecards import MeasuresSought


def build_page(scorecard: Scorecard, libraries: Mapping[str, Sequence[Measure]]) -> dict[str, Any]:
    lines = sum(len(theme.lines) for theme in scorecard.themes)
    return {
        "scorecard": scorecard,
        "count": plural(lines, "line"),
        "has_lines": bool(lines),
        "themes": [_theme(scorecard, place) for place in range(len(scorecard.themes))],
        "libraries": [
            {
                "code": code,
                "button": f"Add {plural(len(measures), 'measure')} of {_library_name(code)}",
            }
            for code, measures in libraries.items()
        ],
    }


def adding_page(
    scorecard: Scorecard,
    theme: ScorecardTheme,
    measures: Sequence[Measure],
    *,
    sought: MeasuresSought,
    outcomes: Sequence[str],
    chosen: Sequence[int],
    wrong: Sequence[str],
) -> dict[str, Any]:
    """What was ticked stays ticked; `wrong` are the sentences about what was sent."""
    return {
        "problems": [("measures", sentence) for sentence in wrong],
        "wrong": " ".join(wrong),
        "scorecard": scorecard,
        "theme": theme,
        "action": request.full_path.rstrip("?"),
        "clear": url_for("scorecards.add_lines", scorecard_id=scorecard.id, theme_id=theme.id),
        "back": at_theme(scorecard, theme),
        "sought": sought,
        "is_narrowed": sought != MeasuresSought(),
        "outcomes": outcomes,
        "kinds": [(kind.value, kind.label) for kind in MeasureKind],
        "count": plural(len(measures), "measure"),
        "measures": [
            {
                "value": str(measure.id),
                "text": f"{measure.name} ({measure.code})",
                "hint": {"text": _about(measure)},
                "checked": measure.id in chosen,
            }
            for measure in measures
        ],
    }


def numbers_page(scorecard: Scorecard, typed: Mapping[int, str], form: NumbersForm) -> dict[str, Any]:
    return {
        "scorecard": scorecard,
        "problems": form.problems,
        "themes": [
            {
                "title": theme.title,
                "lines": [
                    {
                        "field": f"number_{line.id}",
                        "number": typed.get(line.id, line.number),
                        "name": line.measure.name,
                        "error": form.at_lines.get(f"number_{line.id}", ""),
                    }
                    for line in theme.lines
                ],
            }
            for theme in scorecard.themes
            if theme.lines
        ],
    }


def removing_page(scorecard: Scorecard, theme: ScorecardTheme) -> dict[str, Any]:
    lines = plural(len(theme.lines), "line")
    return {
        "scorecard": scorecard,
        "theme": theme,
        "back": at_theme(scorecard, theme),
        "sentences": [
            f"“{theme.title}” is taken off the scorecard, with its {lines}."
            if theme.lines
            else f"“{theme.title}” is taken off the scorecard. It has no lines.",
            "The measures themselves stay, with every value and comment.",
        ],
    }


def at_theme(scorecard: Scorecard, theme: ScorecardTheme) -> str:
    return url_for("scorecards.build", scorecard_id=scorecard.id, _anchor=f"theme-{theme.id}")


def at_line(scorecard: Scorecard, line: ScorecardLine) -> str:
    return url_for("scorecards.build", scorecard_id=scorecard.id, _anchor=f"line-{line.id}")


def _theme(scorecard: Scorecard, place: int) -> dict[str, Any]:
    theme = scorecard.themes[place]
    named: dict[str, Any] = {"scorecard_id": scorecard.id, "theme_id": theme.id}
    is_first, is_last = place == 0, place == len(scorecard.themes) - 1
    return {
        "anchor": f"theme-{theme.id}",
        "title": theme.title,
        "rename": url_for("scorecards.rename_theme", **named),
        "remove": url_for("scorecards.remove_theme", **named),
        "add": url_for("scorecards.add_lines", **named),
        "up": None if is_first else url_for("scorecards.move_theme_up", **named),
        "down": None if is_last else url_for("scorecards.move_theme_down", **named),
        "lines": [
            _line(
                scorecard,
                line,
                is_first=is_first and line is theme.lines[0],
                is_last=is_last and line is theme.lines[-1],
            )
            for line in theme.lines
        ],
    }


def _line(scorecard: Scorecard, line: ScorecardLine, *, is_first: bool, is_last: bool) -> dict[str, Any]:
    """The first of a theme moves up into the theme above, even an empty one."""
    named: dict[str, Any] = {"scorecard_id": scorecard.id, "line_id": line.id}
    return {
        "anchor": f"line-{line.id}",
        "number": line.number,
        "name": line.measure.name,
        "code": line.measure.code,
        "kind": line.measure.kind.label,
        "is_audit": line.measure.kind is MeasureKind.AUDIT,
        "is_stopped": not line.measure.active,
        "up": None if is_first else url_for("scorecards.move_line_up", **named),
        "down": None if is_last else url_for("scorecards.move_line_down", **named),
        "remove": url_for("scorecards.remove_line", **named),
    }


def _about(measure: Measure) -> str:
    """> Audit, percent, Outcome: Timeliness"""
    outcome = f", {measure.outcome}" if measure.outcome else ""
    return f"{measure.kind.label}, {measure.unit.value}{outcome}"


def _library_name(code: str) -> str:
    library = library_of(code)
    return library.name if library else code
