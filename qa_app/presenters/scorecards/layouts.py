"""The layouts by name: the sections that each lays a scorecard out in, and the columns of its one table."""

from collections.abc import Callable
from dataclasses import dataclass

from qa_app.domain.scorecard import Scorecard
from qa_app.domain.scorecard_choice import Layout
from qa_app.domain.tables import Section
from qa_app.presenters.scorecards import board, comparison, core, indicators, quarterly
from qa_app.presenters.scorecards.links import Links
from qa_app.presenters.scorecards.parts import Part


@dataclass(frozen=True)
class LayOut:
    """`theme` is what the first column of the one table is headed, which all themes stand in."""

    sections: Callable[[Scorecard, Links], tuple[Section, ...]]
    parts: Callable[[Scorecard, Links], tuple[Part, ...]]
    theme: str = "Theme"
    contents: bool = False


LAYOUTS = {
    Layout.QUARTERLY: LayOut(quarterly.sections, quarterly.parts),
    Layout.BOARD: LayOut(board.sections, board.parts, theme=board.THEME),
    Layout.COMPARISON: LayOut(comparison.sections, comparison.parts),
    Layout.INDICATORS: LayOut(indicators.sections, indicators.parts, contents=True),
    Layout.CORE: LayOut(core.sections, core.parts, contents=True),
}
"""All but the catalogue, which prints what measures are and no figures."""
