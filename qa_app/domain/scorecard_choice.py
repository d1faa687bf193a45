"""What a council chooses of a scorecard: its layout, its columns, and the rules it is read by."""

from enum import StrEnum


class StatusRule(StrEnum):
    """What decides the status of a line."""

    BANDS = "bands"
    TARGET = "target"
    TARGET_WITH_TOLERANCE = "target with tolerance"
    SET_BY_A_PERSON = "set by a person"

    @property
    def label(self) -> str:
        return {
            StatusRule.BANDS: "Bands: Outstanding, Good, Requires Improvement, or worse than every band",
            StatusRule.TARGET: "Target: green where it is met, red where it is not",
            StatusRule.TARGET_WITH_TOLERANCE: "Target with tolerance: amber where it is missed by no more",
            StatusRule.SET_BY_A_PERSON: "Set by a person: 1, 2 or 3",
        }[self]


class Against(StrEnum):
    """Which earlier period the direction of travel is from."""

    PREVIOUS = "previous period"
    LAST_YEAR = "same period last year"
    BOTH = "both"

    @property
    def label(self) -> str:
        """> Same period last year"""
        return self.value.capitalize()


class Layout(StrEnum):
    """How the same lines are laid out; each is what one council publishes."""

    QUARTERLY = "quarterly"
    BOARD = "board"
    COMPARISON = "comparison"
    INDICATORS = "indicators"
    CORE = "core"
    CATALOGUE = "catalogue"

    @property
    def label(self) -> str:
        return {
            Layout.QUARTERLY: "Scorecard with periods, thresholds and exceptions",
            Layout.BOARD: "Board table with status, comment and action",
            Layout.COMPARISON: "Comparison with an earlier period",
            Layout.INDICATORS: "One page for each indicator",
            Layout.CORE: "Core indicators, each with its analysis",
            Layout.CATALOGUE: "Catalogue by outcome",
        }[self]


class Shown(StrEnum):
    """A column that a layout may leave out."""

    THRESHOLDS = "thresholds"
    TARGET = "target"
    COMPARATORS = "comparators"
    DIRECTION = "direction"
    STATUS = "status"
    COMMENTARY = "commentary"
    ACTION = "action"
    RESPONSIBLE = "responsible"

    @property
    def label(self) -> str:
        """> Comparators"""
        return self.value.capitalize()


USUALLY_SHOWN = tuple(shown for shown in Shown if shown is not Shown.RESPONSIBLE)
"""Everything but who is responsible."""

STATUS_WORDS = ("On track", "Needs attention", "Of concern")
"""What 1, 2 and 3 mean where a council gives no words of its own."""

MOST_PERIODS = 24
