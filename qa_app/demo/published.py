"""What the invented council wrote for its quarter and published, and a figure that was revised since."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.demo.calendar import before_work
from qa_app.demo.council import NAME
from qa_app.demo.scorecards import QUARTERLY
from qa_app.domain.measure_values import TypedValue
from qa_app.domain.periods import Month, Quarter, london_date
from qa_app.domain.quarter_report import Findings, TextBlock
from qa_app.models import Measure, MeasureValue, Person, Scorecard
from qa_app.models.publication import Profile
from qa_app.services.measure_values import set_value
from qa_app.services.publishing import publish
from qa_app.services.report_texts import write_findings, write_text
from qa_app.web.drawing import draw_scorecard, whole_scorecard

REVISED = "Assessments completed in 45 working days"
"""Its figure was put right after the quarter before the last was published."""

TEXTS = {
    TextBlock.INTRODUCTION: (
        "This quarter's audits looked at **how well plans change things for children**. Practice is best at"
        " the front door and in fostering; planning is where most is still to do.\n\n"
        "- Children are seen, and more of them are seen alone\n"
        "- Plans have no clear contingency in almost half of the files\n"
        "- Supervision happens, but not every month"
    ),
    TextBlock.JUDGEMENTS: (
        "Few audits stand behind the figures of a single area. Where the tables say that *chance could have"
        " done it*, the change should not be read as one."
    ),
    TextBlock.NEXT_STEPS: (
        "1. Every team brings one plan to a workshop on contingency\n"
        "2. Service managers look at supervision dates each week\n"
        "3. The same questions are asked again in the next dip sample"
    ),
}

FINDINGS = (
    Findings(
        theme="Contingency in plans",
        cohort="Children on a child protection plan for more than six months, at random in every team.",
        strengths="- Plans are shared with families\n- Partners know what is asked of them",
        areas_for_improvement="- What happens if things do not change is seldom written down\n- Dates slip",
    ),
    Findings(
        theme="The voice of the child",
        cohort="Children in care aged eight and over.",
        strengths="- Workers know children well\n- Children's own words stand in most reviews",
        areas_for_improvement="- Younger brothers and sisters are heard less",
        observations="In two of three visits that were observed, the child led the conversation.",
    ),
    Findings(
        theme="Supervision and drift",
        cohort="Child in need plans open for more than nine months.",
        strengths="- Reflection is recorded where supervision takes place",
        areas_for_improvement="- Three months in a row without supervision were found in one file of six",
    ),
)


def lay(session: Session, *, lead: Person, now: datetime) -> None:
    """Texts and findings of the latest full quarter; the quarter before it published, and revised since."""
    quarter = Quarter.of(london_date(now)).previous()
    scorecard = session.scalars(select(Scorecard).where(Scorecard.title == QUARTERLY)).one()
    written = min(now, before_work(quarter.last_day + timedelta(days=12)))
    for block, text in TEXTS.items():
        write_text(session, scorecard, quarter, block, text, opened_at_number=0, by=lead, at=written)
    first = Month.of(quarter.first_day)
    for place, findings in enumerate(FINDINGS):
        month = Month.from_ordinal(first.ordinal + place)
        write_findings(session, month, findings, opened_at_version=0, by=lead, at=written)
    _publish(session, scorecard, quarter.previous(), lead=lead)


def _publish(session: Session, scorecard: Scorecard, quarter: Quarter, *, lead: Person) -> None:
    at = before_work(quarter.last_day + timedelta(days=21))
    words = {"period": quarter.key, "layout": scorecard.layout.value, "periods": str(scorecard.periods)}
    drawing = draw_scorecard(
        whole_scorecard(session, scorecard.id, words), Profile.INTERNAL, author=NAME, at=at
    )
    publish(session, drawing, note="As it went to the improvement board.", by=lead, at=at)
    _revise(session, Month.of(quarter.last_day), lead=lead, at=at + timedelta(days=16))


def _revise(session: Session, month: Month, *, lead: Person, at: datetime) -> None:
    measure = session.scalars(select(Measure).where(Measure.name == REVISED)).one()
    value = session.scalars(
        select(MeasureValue).where(
            MeasureValue.measure_id == measure.id, MeasureValue.period == month.key, MeasureValue.is_current
        )
    ).one()
    typed = TypedValue(
        numerator=str(int(value.numerator or 0) - 11),
        denominator=value.denominator or "",
        reason="Eleven assessments had been counted on the day they were authorised, not completed.",
    )
    set_value(session, measure, month, typed, seen=value.number, by=lead, at=at)
