"""What lies on desks today: audits in every state, some of each for the auditor that visitors sign in as."""

from datetime import date, datetime, timedelta

from qa_app.demo.calendar import office_hour, working_day, working_day_before
from qa_app.demo.evidence import why_returned
from qa_app.demo.moderating import begin
from qa_app.demo.recording import Recorded, Recorder
from qa_app.domain.periods import london_date
from qa_app.domain.sampling import ChosenBecause
from qa_app.domain.workflow import AuditStatus


def lay(recorder: Recorder, *, now: datetime) -> None:
    """Whatever the date, every state is there."""
    desks = _Desks(recorder, today=london_date(now))
    for number in range(16):
        desks.given(days_ago=3 + number % 4, due_in=1 + number, visitor=number % 4 == 0)
    for number in range(5):
        desks.given(days_ago=24 + number, due_in=-1 - 2 * number, visitor=number == 2)
    for number in range(10):
        desks.half_filled(days_ago=2 + number % 5, due_in=number - 2, visitor=number % 4 == 1)
    for number in range(3):
        desks.sent_back(days_ago=6 + number, due_in=2 + number, visitor=number == 0)
    for number in range(8):
        desks.awaiting(days_ago=1 + number, visitor=number in (2, 5))
    for number in range(4):
        desks.in_moderation(days_ago=5 + number, visitor=number == 1)
    desks.withdrawn(days_ago=9)


class _Desks:
    def __init__(self, recorder: Recorder, *, today: date) -> None:
        self.recorder, self.today = recorder, today

    def given(self, *, days_ago: int, due_in: int, visitor: bool) -> Recorded:
        day = self._before(days_ago)
        return self._audit(day, day, due_in=due_in, given=True, visitor=visitor)

    def half_filled(self, *, days_ago: int, due_in: int, visitor: bool) -> None:
        day = self._before(days_ago)
        audit = self._audit(day, day, due_in=due_in, given=False, visitor=visitor)
        questions = len(audit.form.tool.questions)
        self.recorder.write(audit, questions=self.recorder.rng.randint(questions // 5, questions * 4 // 5))

    def sent_back(self, *, days_ago: int, due_in: int, visitor: bool) -> None:
        audit = self._submitted(days_ago=days_ago, due_in=due_in, visitor=visitor)
        self.recorder.send_back(audit, because=why_returned(self.recorder.rng), at=self._hour(days_ago - 4))

    def awaiting(self, *, days_ago: int, visitor: bool) -> Recorded:
        """Chosen by the rule, or else asked for by the QA lead."""
        audit = self._submitted(days_ago=days_ago, due_in=1, visitor=visitor)
        audit.row["chosen_because"] = audit.row["chosen_because"] or ChosenBecause.REQUESTED
        audit.row["status"] = AuditStatus.SUBMITTED
        return audit

    def in_moderation(self, *, days_ago: int, visitor: bool) -> None:
        row = self.awaiting(days_ago=days_ago, visitor=visitor).row
        moderator = self.recorder.staff.a_moderator(
            self.recorder.rng, area_id=row["service_area_id"], auditor_id=row["auditor_id"]
        )
        begin(self.recorder.rows, row, moderator, at=self._hour(1))

    def withdrawn(self, *, days_ago: int) -> None:
        self.recorder.withdraw(self.given(days_ago=days_ago, due_in=3, visitor=True), at=self._hour(1))

    def _submitted(self, *, days_ago: int, due_in: int, visitor: bool) -> Recorded:
        begun, read = self._before(days_ago + 5), self._before(days_ago + 1)
        audit = self._audit(begun, read, due_in=due_in, given=True, visitor=visitor)
        self.recorder.submit(audit, at=self._hour(days_ago))
        return audit

    def _audit(
        self, begun_on: date, audited_on: date, *, due_in: int, given: bool, visitor: bool
    ) -> Recorded:
        return self.recorder.audit(
            begun_on,
            audited_on,
            due_on=working_day(self.today + timedelta(due_in)),
            given=given,
            auditor=self.recorder.staff.visitor if visitor else None,
        )

    def _before(self, days: int) -> date:
        return working_day_before(self.today - timedelta(days))

    def _hour(self, days: int) -> datetime:
        return office_hour(self._before(days), self.recorder.rng)
