"""What the invented council measures: from its audits, and from its case system month by month."""

from dataclasses import dataclass

from qa_app.domain.directions import Polarity
from qa_app.domain.measures import MeasurePeriod, Unit

HIGHER, LOWER, NEUTRAL = Polarity.HIGHER_IS_BETTER, Polarity.LOWER_IS_BETTER, Polarity.NEUTRAL

SAFE = "Children are safe because we act early and in time"
HEARD = "We know each child, and what life is like for them"
PLANNED = "Plans are made with families, and they change things"
LED = "Leaders know their service, and workers have the time they need"
THEMES = (SAFE, HEARD, PLANNED, LED)

BY_AUDIT = ("60-69", "70-79", "80-100")


@dataclass(frozen=True)
class FromAudits:
    """A standard that is met, or a judgement of Good or better; `area` is the name of a service area."""

    theme: str
    name: str
    question: str
    area: str = ""
    is_standard: bool = True


FROM_AUDITS = (
    FromAudits(SAFE, "Thresholds are applied appropriately", "threshold-appropriate", "Front Door and MASH"),
    FromAudits(SAFE, "The right action is taken at the right time", "right-action-right-time"),
    FromAudits(SAFE, "Strategy discussions are multi-agency", "strategy-discussion-multi-agency"),
    FromAudits(HEARD, "Children are seen alone", "child-seen-alone"),
    FromAudits(HEARD, "Children’s views and wishes are recorded", "views-and-wishes-recorded"),
    FromAudits(HEARD, "Views and wishes are recorded: children in care", "views-and-wishes-recorded",
               "Children in Care"),
    FromAudits(HEARD, "The history is considered", "history-considered"),
    FromAudits(HEARD, "The graded care profile is used for neglect", "graded-care-profile"),
    FromAudits(PLANNED, "Plans are SMART", "plan-smart"),
    FromAudits(PLANNED, "Plans have a clear contingency", "contingency-plan"),
    FromAudits(PLANNED, "There is no drift or delay", "no-drift"),
    FromAudits(PLANNED, "Planning is Good or better", "planning", is_standard=False),
    FromAudits(LED, "Supervision every month", "supervision-monthly"),
    FromAudits(LED, "Management decisions are made and recorded", "management-decision-recorded"),
    FromAudits(LED, "The overall judgement is Good or better", "overall", is_standard=False),
)  # fmt: skip


@dataclass(frozen=True)
class FromTheCaseSystem:
    """A figure of every month. It begins at `start`, changes by `drift` a month and wavers by `spread`.

    `whole` is how many it is a share of, for a percentage; a rate is a count among the children of the
    year. `neighbours` and `england` are what others reached the year before.
    """

    theme: str
    name: str
    unit: Unit
    over: MeasurePeriod
    polarity: Polarity
    start: float
    drift: float
    spread: float
    whole: int = 0
    decimals: int = 0
    bands: tuple[str, str, str] = ("", "", "")
    target: str = ""
    neighbours: str = ""
    england: str = ""
    guide: str = ""


FROM_THE_CASE_SYSTEM = (
    FromTheCaseSystem(SAFE, "Referrals in the last 12 months per 10,000 children", Unit.RATE,
                      MeasurePeriod.ROLLING, NEUTRAL, 560, -1.2, 6, decimals=1,
                      neighbours="548.3", england="545.0"),
    FromTheCaseSystem(SAFE, "Re-referrals within 12 months", Unit.PERCENT, MeasurePeriod.ROLLING, LOWER,
                      25.5, -0.2, 0.6, whole=2_900, bands=("25-30", "20-24", "Below 20"), target="21",
                      neighbours="21.8", england="22.4"),
    FromTheCaseSystem(SAFE, "Assessments completed in 45 working days", Unit.PERCENT,
                      MeasurePeriod.CUMULATIVE, HIGHER, 71, 0.55, 4, whole=260,
                      bands=("75-84", "85-94", "95-100"), target="85", neighbours="84.9", england="83.1"),
    FromTheCaseSystem(SAFE, "Section 47 enquiries in the last 12 months per 10,000 children", Unit.RATE,
                      MeasurePeriod.ROLLING, NEUTRAL, 214, -0.9, 4, decimals=1,
                      neighbours="182.0", england="190.1"),
    FromTheCaseSystem(SAFE, "Child protection conferences within 15 working days", Unit.PERCENT,
                      MeasurePeriod.CUMULATIVE, HIGHER, 82, 0.1, 7, whole=38,
                      bands=("70-79", "80-89", "90-100"), target="90", neighbours="80.4", england="78.3"),
    FromTheCaseSystem(HEARD, "Children on a plan visited in the last 20 working days", Unit.PERCENT,
                      MeasurePeriod.SNAPSHOT, HIGHER, 91, -0.25, 1.4, whole=310,
                      bands=("80-89", "90-94", "95-100"), target="95"),
    FromTheCaseSystem(HEARD, "Children in care visited within the statutory timescale", Unit.PERCENT,
                      MeasurePeriod.SNAPSHOT, HIGHER, 89, 0.15, 1.5, whole=520,
                      bands=("80-89", "90-94", "95-100"), target="95"),
    FromTheCaseSystem(PLANNED, "Child protection plans for a second or subsequent time", Unit.PERCENT,
                      MeasurePeriod.ROLLING, LOWER, 19, 0.1, 1.2, whole=370,
                      bands=("21-25", "15-20", "Below 15"), target="20", neighbours="23.6", england="24.7"),
    FromTheCaseSystem(PLANNED, "Children on a child protection plan for more than 15 months", Unit.NUMBER,
                      MeasurePeriod.SNAPSHOT, LOWER, 14, 0.45, 2.2, bands=("21-25", "11-20", "0-10"),
                      guide="Two large families can make up most of it: look at families too."),
    FromTheCaseSystem(PLANNED, "Children in care with three or more placements in the year", Unit.PERCENT,
                      MeasurePeriod.ROLLING, LOWER, 11.5, -0.05, 0.5, whole=520, decimals=1,
                      bands=("10-12", "7-9", "Below 7"), neighbours="10.2", england="10.3"),
    FromTheCaseSystem(LED, "Average caseload of a social worker", Unit.AVERAGE, MeasurePeriod.SNAPSHOT,
                      LOWER, 18.4, -0.08, 0.4, whole=142, decimals=1, target="16", england="16.3"),
    FromTheCaseSystem(LED, "Social worker posts filled by agency staff", Unit.PERCENT,
                      MeasurePeriod.SNAPSHOT, LOWER, 27, -0.3, 1.1, whole=158,
                      bands=("21-30", "11-20", "0-10"), target="15", england="17.8"),
)  # fmt: skip

CHILDREN = 61_400
"""In the first year; a few fewer in each year after it."""

REASONS = (
    "Two teams were short of a manager for most of the quarter; both posts are filled from next month.",
    "Most of it is in one team, where the way of recording changed and the old entries were not moved.",
    "Few audits asked this question, so that one or two decide the figure. The dip sample of last month found"
    " practice better than this.",
    "Demand rose by a tenth over the summer, and work was given out later than we want.",
    "Partners were not always told in time of a meeting; a new way of calling them began this month.",
)
"""Why a figure is where it is, as somebody responsible would write it; taken in turn."""

ACTIONS = (
    ("Look at every child concerned each week until it is back above the threshold", "Head of Service", 30),
    ("Workshop for all managers, then a second dip sample", "Principal Social Worker", 60),
    ("Agree a date for the missing entries with each worker in supervision", "Service managers", 21),
)
"""What, who, and by how many days after the end of the quarter; taken in turn."""
