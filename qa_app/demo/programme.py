"""The invented audit programme: eight full quarters and the one under way."""

from datetime import datetime, timedelta

from qa_app.demo.calendar import office_hour, weekdays, working_day
from qa_app.demo.moderating import moderate
from qa_app.demo.recording import Recorder
from qa_app.domain.periods import Month, Quarter, london_date

QUARTERS = 8
"""Full quarters before the one under way."""

A_MONTH = {8: 42, 12: 42}
USUALLY_A_MONTH = 52
"""Audits planned a month, about 600 a year: fewer when people are on leave."""

STILL_ON_DESKS = timedelta(days=10)
"""What was handed in since then is made by `desks`."""

DAYS_FOR_IT = 24
GIVEN = 0.8
"""The share of audits that a QA lead gave to an auditor; auditors began the others themselves."""
WITHDRAWN = 0.02
REQUESTED = 0.02
"""The share of audits that no rule chose and a QA lead asked a moderator to look at."""


def first_quarter(now: datetime) -> Quarter:
    return Quarter.from_ordinal(Quarter.of(london_date(now)).ordinal - QUARTERS)


def run(recorder: Recorder, *, until: datetime) -> None:
    """The audits handed in until some days before then; moderated too, where there was time for it."""
    month, last = Month.of(recorder.first.first_day), Month.of(london_date(until))
    while month <= last:
        for _ in range(A_MONTH.get(month.number, USUALLY_A_MONTH) + recorder.rng.randint(-4, 4)):
            _one(recorder, month, until=until)
        month = Month.from_ordinal(month.ordinal + 1)


def _one(recorder: Recorder, month: Month, *, until: datetime) -> None:
    rng, days = recorder.rng, weekdays(month)
    given, audited_on = rng.random() < GIVEN, rng.choice(days[2:])
    submitted = office_hour(working_day(audited_on + timedelta(rng.randint(0, 4))), rng)
    if submitted >= until - STILL_ON_DESKS:
        return
    due_on = working_day(days[0] + timedelta(DAYS_FOR_IT))
    audit = recorder.audit(days[0] if given else audited_on, audited_on, due_on=due_on, given=given)
    if rng.random() < WITHDRAWN:
        recorder.withdraw(audit, at=submitted)
        return
    judgements = recorder.submit(audit, at=submitted)
    asked = submitted + timedelta(hours=1)
    if audit.row["chosen_because"] is None and rng.random() < REQUESTED and asked < until:
        recorder.ask_for_moderation(audit, at=asked)
    if audit.row["chosen_because"] is not None:
        moderate(recorder.rows, audit.row, judgements, audit.form, recorder.staff, until=until, rng=rng)
