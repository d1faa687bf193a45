"""What lies on desks today: audits in every state, some of each for the auditor that visitors sign in as."""

from datetime import date, datetime, timedelta

from qa_app.demo.calendar import office_hour, working_day, working_day_before
from qa_app.demo.moderating import begin, half_a_draft
from qa_app.demo.recording import Recorded, Recorder
from qa_app.domain.periods import london_date


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
    for number in range(6):
        desks.awaiting(days_ago=1 + number, visitor=number in (2, 5))
    desks.asked_for(days_ago=4)
    for number in range(4):
        desks.in_moderation(days_ago=5 + number, visitor=number == 1, half_way=number % 2 == 0)
    desks.withdrawn(days_ago=9)


class _Desks:
    def __init__(self, recorder: Recorder, *, today: date) -> None:
        self.recorder, self.today = recorder, today

    def given(self, *, days_ago: int, due_in: int, visitor: bool) -> Recorded:
        """Planned for the working day before it is due."""
        planned = working_day_before(self.today + timedelta(due_in - 1))
        return self._audit(self._before(days_ago), planned, due_in=due_in, given=True, visitor=visitor)

    def half_filled(self, *, days_ago: int, due_in: int, visitor: bool) -> None:
        day = self._before(days_ago)
        audit = self._audit(day, day, due_in=due_in, given=False, visitor=visitor)
        questions = len(audit.form.tool.questions)
        self.recorder.write(audit, questions=self.recorder.rng.randint(questions // 5, questions * 4 // 5))

    def sent_back(self, *, days_ago: int, due_in: int, visitor: bool) -> None:
        audit = self._submitted(days_ago=days_ago, due_in=due_in, visitor=visitor)
        self.recorder.send_back(audit, at=self._hour(days_ago - 4))

    def awaiting(self, *, days_ago: int, visitor: bool) -> Recorded:
        """Audits are handed in until the council's rule chooses one."""
        while True:
            audit = self._submitted(days_ago=days_ago, due_in=1, visitor=visitor)
            if audit.row["chosen_because"] is not None:
                return audit

    def asked_for(self, *, days_ago: int) -> None:
        """No rule chose it, but a QA lead wants a moderator to look at it."""
        while True:
            audit = self._submitted(days_ago=days_ago, due_in=1, visitor=False)
            if audit.row["chosen_because"] is None:
                break
        self.recorder.ask_for_moderation(audit, at=audit.row["submitted_at"] + timedelta(hours=1))

    def in_moderation(self, *, days_ago: int, visitor: bool, half_way: bool) -> None:
        """With the moderator visitors sign in as, who has decided about some of it, or with another."""
        audit, recorder = self.awaiting(days_ago=days_ago, visitor=visitor), self.recorder
        moderator = (
            recorder.staff.visiting_moderator
            if half_way
            else recorder.staff.a_moderator(
                recorder.rng,
                area_id=audit.row["service_area_id"],
                auditor_id=audit.row["auditor_id"],
            )
        )
        moderation = begin(recorder.rows, audit.row, moderator, at=self._hour(1))
        if half_way:
            moderation["draft"] = half_a_draft(audit.form.tool, audit.answers, recorder.rng).as_json()

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
