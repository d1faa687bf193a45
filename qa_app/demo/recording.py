"""What happens to one invented audit: given, begun, filled in, submitted, returned, withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from qa_app.demo.calendar import morning
from qa_app.demo.council import DIP, MONTHLY, THEMATIC
from qa_app.demo.evidence import why_returned, why_withdrawn
from qa_app.demo.moderating import choose
from qa_app.demo.practice import findings
from qa_app.demo.rows import Row, Rows
from qa_app.demo.tools import CASE_FILE, DIP_SAMPLE, SUPERVISION
from qa_app.demo.workforce import Form, Workforce
from qa_app.domain.audit_form import Answer
from qa_app.domain.periods import Quarter, month_number
from qa_app.domain.sampling import ChosenBecause
from qa_app.domain.workflow import AuditStatus

STREAMS_AND_TOOLS = (
    (MONTHLY, CASE_FILE, 52),
    (THEMATIC, CASE_FILE, 14),
    (THEMATIC, SUPERVISION, 8),
    (DIP, DIP_SAMPLE, 26),
)
"""With the percentage of the programme that each is."""


@dataclass(frozen=True)
class Forms:
    """The versions in use; from `changed_on` new case file audits stand on the newer one."""

    older_case_file: Form
    live: Mapping[str, Form]
    changed_on: date

    def on(self, day: date, code: str) -> Form:
        """The version of this tool that an audit begun on this day stands on."""
        older = code == CASE_FILE and day < self.changed_on
        return self.older_case_file if older else self.live[code]


@dataclass(frozen=True)
class Recorded:
    """An audit's row with what the file shows, whether or not the auditor has written it down yet."""

    row: Row
    form: Form
    answers: Mapping[str, Answer]


class Recorder:
    """Makes audits one after another; `first` is the quarter from which the slow trends count."""

    def __init__(self, staff: Workforce, forms: Forms, *, first: Quarter, rng: Random) -> None:
        self.rows = Rows()
        self.staff, self.forms, self.first, self.rng = staff, forms, first, rng

    def audit(
        self, begun_on: date, audited_on: date, *, due_on: date, given: bool, auditor: int | None = None
    ) -> Recorded:
        """Given out by a QA lead on the day, or begun by the auditor; any auditor where none is named."""
        rng, staff = self.rng, self.staff
        stream, code, _ = rng.choices(STREAMS_AND_TOOLS, [share for *_, share in STREAMS_AND_TOOLS])[0]
        form, unit = self.forms.on(begun_on, code), staff.a_unit(rng)
        team = rng.randrange(len(unit.team_ids))
        created_at = morning(begun_on, rng)
        qa_lead = rng.choice(staff.qa_leads)
        number = len(self.rows.audits) + 1
        row: Row = {
            "id": number,
            "reference": f"A-{begun_on.year}-{number:05}",
            "tool_version_id": form.version_id,
            "stream_id": staff.streams[stream],
            "service_area_id": unit.area_id,
            "team_id": unit.team_ids[team],
            "case_reference": f"W{rng.randrange(100_000, 999_999)}",
            "worker_name": rng.choice(staff.workers),
            "audit_date": audited_on,
            "month": month_number(audited_on),
            "due_on": due_on,
            "auditor_id": rng.choice(staff.auditors) if auditor is None else auditor,
            "allocated_by_id": qa_lead if given else None,
            "status": AuditStatus.ALLOCATED if given else AuditStatus.IN_PROGRESS,
            "created_at": created_at,
            "submitted_at": None,
            "moderated_at": None,
            "returned_because": "",
            "chosen_because": None,
            "random_draw": None,
            "imported": False,
            "version": 1,
        }
        self.rows.audits.append(row)
        by = qa_lead if given else row["auditor_id"]
        after = {name: row[name] for name in ("reference", "status")}
        after["auditor"] = staff.names[row["auditor_id"]]
        self.rows.record(
            "allocated audit" if given else "started audit", row, by=by, at=created_at, after=after
        )
        quarter = Quarter.of(audited_on).ordinal - self.first.ordinal
        answers = findings(form.tool, unit.area, quarter=quarter, team=unit.levels[team], rng=rng)
        return Recorded(row, form, answers)

    def write(self, audit: Recorded, *, questions: int | None = None) -> list[Row]:
        """The auditor fills in the first so many questions of the form (all of them when not said)."""
        asked = audit.form.tool.questions[:questions]
        judgements = [
            {
                "audit_id": audit.row["id"],
                "question_id": audit.form.question_ids[question.code],
                "auditor_value": audit.answers[question.code].value,
                "moderated_value": None,
                "evidence": audit.answers[question.code].text,
            }
            for question in asked
        ]
        self.rows.judgements += judgements
        audit.row.update(status=AuditStatus.IN_PROGRESS, version=1 + len(asked) // 5)
        return judgements

    def submit(self, audit: Recorded, *, at: datetime) -> list[Row]:
        """The whole form, handed in; final unless a rule chose it for moderation."""
        judgements = self.write(audit)
        overall = audit.answers[audit.form.tool.overall.code].value or 0
        choose(audit.row, audit.form.tool.scale, overall=overall)
        chosen = audit.row["chosen_because"]
        audit.row["submitted_at"] = at
        self.rows.move(
            audit.row,
            AuditStatus.SUBMITTED if chosen else AuditStatus.FINAL,
            "submitted audit",
            by=audit.row["auditor_id"],
            at=at,
            after={"overall": overall, "chosen_because": chosen},
        )
        return judgements

    def ask_for_moderation(self, audit: Recorded, *, at: datetime) -> None:
        """A QA lead wants a moderator to look at one that no rule chose."""
        audit.row["chosen_because"] = ChosenBecause.REQUESTED
        self._steer(audit, AuditStatus.SUBMITTED, "asked for moderation", at=at)

    def send_back(self, audit: Recorded, *, at: datetime) -> None:
        """A QA lead returns it to the auditor with a reason; what was written stays."""
        audit.row.update(
            submitted_at=None,
            random_draw=None,
            chosen_because=None,
            returned_because=why_returned(self.rng),
        )
        self._steer(audit, AuditStatus.IN_PROGRESS, "returned audit", at=at)

    def withdraw(self, audit: Recorded, *, at: datetime) -> None:
        audit.row["returned_because"] = why_withdrawn(self.rng)
        self._steer(audit, AuditStatus.WITHDRAWN, "withdrew audit", at=at)

    def _steer(self, audit: Recorded, status: AuditStatus, action: str, *, at: datetime) -> None:
        self.rows.move(audit.row, status, action, by=self.rng.choice(self.staff.qa_leads), at=at)
