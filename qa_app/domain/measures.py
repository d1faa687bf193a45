"""What a measure is: its words, its unit, and what of it is fixed once values stand under it."""

from enum import StrEnum


class MeasureKind(StrEnum):
    """What a measure tells; an audit measure is computed from judgements and is never typed in."""

    ACTIVITY = "activity"
    QUALITY = "quality"
    ACTIVITY_AND_QUALITY = "activity and quality"
    IMPACT = "impact"
    AUDIT = "audit"

    @property
    def label(self) -> str:
        """> Activity and quality"""
        return self.value.capitalize()


class Unit(StrEnum):
    """What a value is counted in; a percentage is kept as 0 to 100, a rate as so many per 10,000 children."""

    NUMBER = "number"
    PERCENT = "percent"
    RATE = "rate per 10,000"
    AVERAGE = "average"
    DAYS = "days"

    @property
    def label(self) -> str:
        """> Rate per 10,000 children"""
        return f"{self.value.capitalize()} children" if self is Unit.RATE else self.value.capitalize()

    @property
    def is_share(self) -> bool:
        """Whether the value follows from a numerator and a denominator."""
        return self in (Unit.PERCENT, Unit.RATE)


class MeasurePeriod(StrEnum):
    """What stretch of time a value speaks of (England's “measure period”)."""

    SNAPSHOT = "snapshot"
    CUMULATIVE = "cumulative"
    YEAR_TO_DATE = "year to date"
    ROLLING = "rolling 12 months"

    @property
    def label(self) -> str:
        return {
            MeasurePeriod.SNAPSHOT: "Snapshot at the end of the period",
            MeasurePeriod.CUMULATIVE: "Cumulative over the period",
            MeasurePeriod.YEAR_TO_DATE: "Year to date",
            MeasurePeriod.ROLLING: "Rolling 12 months",
        }[self]

    @property
    def stands_for_longer(self) -> bool:
        """Whether the last month's value is also the quarter's: so for all but what a month counts afresh."""
        return self is not MeasurePeriod.CUMULATIVE


class Frequency(StrEnum):
    """How often a value is entered, and what the columns of a scorecard are."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def label(self) -> str:
        """> Every month"""
        return f"Every {self.value}"

    @property
    def columns(self) -> str:
        """> Months"""
        return f"{self.value.capitalize()}s"


class Printed(StrEnum):
    """A flag as councils print it in a catalogue of measures."""

    YES = "Y"
    NO = "N"
    UNKNOWN = "?"
    NOT_APPLICABLE = "n/a"
    VARIANT = "Variant"
    BLANK = ""

    @property
    def label(self) -> str:
        """> Not known"""
        return {
            Printed.YES: "Yes",
            Printed.NO: "No",
            Printed.UNKNOWN: "Not known",
            Printed.NOT_APPLICABLE: "Not applicable",
            Printed.VARIANT: "A variant of it",
            Printed.BLANK: "Not said",
        }[self]


class ValueStatus(StrEnum):
    PROVISIONAL = "provisional"
    FINAL = "final"
    REVISED = "revised"

    @property
    def label(self) -> str:
        """> Provisional"""
        return self.value.capitalize()


class ComparatorKind(StrEnum):
    """Whom a measure is compared with; one's own last year is computed and not entered."""

    STATISTICAL_NEIGHBOURS = "statistical neighbours"
    ENGLAND = "England"
    REGION = "region"

    @property
    def label(self) -> str:
        """> Statistical neighbours"""
        return self.value[:1].upper() + self.value[1:]
