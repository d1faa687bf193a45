"""A council of two service areas with a row of everything there is, so that every page and every form has
something to be about.

Its people may see what is inside; of what is outside only those find anything who see all areas. The word
`OUTSIDE_ONLY` is in every text, name and case reference outside, and nowhere else.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.directions import Polarity
from qa_app.domain.measures import MeasureKind, Unit
from qa_app.domain.periods import Month, Quarter
from qa_app.domain.quarter_report import TextBlock
from qa_app.domain.roles import Role
from qa_app.domain.sampling import ChosenBecause
from qa_app.domain.scorecard_choice import Layout
from qa_app.domain.workflow import COUNTED, AuditStatus
from qa_app.importers.sheet import read_sheet
from qa_app.models import (
    Audit,
    ChildPopulation,
    Erasure,
    FeedToken,
    Identity,
    ImportKind,
    LegalHold,
    ModerationSetting,
    PeriodLabel,
    Person,
    Profile,
    Purge,
    ReportState,
    RetentionRule,
    Scorecard,
    ServiceArea,
    Stream,
    Team,
)
from qa_app.models.erasure import ErasureGround
from qa_app.services.importing import add_file, check_file, keep_report, receive_file
from qa_app.services.moderation import start_moderation
from qa_app.services.publishing import publish
from qa_app.web.drawing import draw_judgements, draw_scorecard, whole_scorecard
from tests.data_builders.audit_files import audits, csv_file
from tests.data_builders.cheshire_east import PUBLISHED
from tests.factories import (
    a_comment,
    a_comparator,
    a_measure,
    a_measure_value,
    a_moderation,
    a_person,
    a_quarter_report,
    a_report_text,
    a_scorecard,
    a_service_area,
    a_stream,
    a_target,
    a_team,
    a_threshold,
    a_tool,
    a_tool_version,
    an_audit,
    an_audit_finding,
)

AT = datetime(2016, 12, 12, 10, tzinfo=UTC)
PUBLISHED_AT = datetime(2017, 1, 20, 9, tzinfo=UTC)
QUARTER, MONTH = Quarter(2016, 3), Month(2016, 12)
OUTSIDE_ONLY = "zebra"


class Who(StrEnum):
    """The people who ask. Those with a role have a colleague of the same role, and see `INSIDE` only where
    an area can limit them."""

    STRANGER = "nobody who is signed in"
    NO_ROLE = "a person without a role"
    AUDITOR = "an auditor"
    MODERATOR = "a moderator"
    QA_LEAD = "a QA lead"
    VIEWER = "a viewer"
    ADMINISTRATOR = "an administrator"
    SEVERAL = "an auditor who is a moderator too"
    AUDITOR_OF_ALL = "an auditor who sees all areas"
    MODERATOR_OF_ALL = "a moderator who sees all areas"
    VIEWER_OF_ALL = "a viewer who sees all areas"

    @property
    def roles(self) -> frozenset[Role]:
        return ROLES.get(self, frozenset())


ROLES: dict[Who, frozenset[Role]] = {
    Who.AUDITOR: frozenset({Role.AUDITOR}),
    Who.MODERATOR: frozenset({Role.MODERATOR}),
    Who.QA_LEAD: frozenset({Role.QA_LEAD}),
    Who.VIEWER: frozenset({Role.VIEWER}),
    Who.ADMINISTRATOR: frozenset({Role.ADMINISTRATOR}),
    Who.SEVERAL: frozenset({Role.AUDITOR, Role.MODERATOR}),
    Who.AUDITOR_OF_ALL: frozenset({Role.AUDITOR}),
    Who.MODERATOR_OF_ALL: frozenset({Role.MODERATOR}),
    Who.VIEWER_OF_ALL: frozenset({Role.VIEWER}),
}
OF_ALL = frozenset({Who.ADMINISTRATOR, Who.AUDITOR_OF_ALL, Who.MODERATOR_OF_ALL, Who.VIEWER_OF_ALL})


class Row(StrEnum):
    """Which of several rows of one kind, as seen by who asks."""

    OWN = "own"
    INSIDE = "somebody else’s, inside"
    OUTSIDE = "somebody else’s, outside"


@dataclass
class Council:
    """Numbers of rows; `values` are what the addresses of pages are made of. Whoever signs in adds the
    number of their session."""

    people: dict[Who, int]
    emails: dict[Who, str]
    audits: dict[tuple[Row, AuditStatus], int]
    own_audits: dict[tuple[Who, AuditStatus], int]
    moderations: dict[Row, int]
    own_moderations: dict[Who, int]
    reports: dict[tuple[Who, Row], int]
    publications: dict[Profile, int]
    sessions: dict[Who, int]
    feed_tokens: dict[Who, int]
    values: dict[str, Any]
    outside_area: int
    inside_area: int


@dataclass(frozen=True)
class _Place:
    area: ServiceArea
    team: Team
    words: str


def found_council(session: Session) -> Council:
    """Fills an empty database that has been set up, and commits."""
    return _Founding(session).found()


class _Founding:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.stream: Stream = a_stream("Monthly")
        inside, outside = a_service_area("North"), a_service_area("South")
        self.places = {
            Row.INSIDE: _Place(inside, a_team(inside, "North team"), "seen alone"),
            Row.OUTSIDE: _Place(outside, a_team(outside, "South team"), OUTSIDE_ONLY),
        }
        self.people = {who: self._person(who) for who in Who if who is not Who.STRANGER}
        self.colleague = a_person(Role.AUDITOR, Role.MODERATOR, name="Chris Colleague")
        self.lead = a_person(Role.QA_LEAD, name="Lou Lead")

    def found(self) -> Council:
        session = self.session
        session.get_one(ModerationSetting, 1).blind = False
        session.add_all([*self.people.values(), self.colleague, self.lead, self.stream])
        session.add_all(part for place in self.places.values() for part in (place.area, place.team))
        tool = a_tool("assessment", code="case-file", standards=("smart",), texts=("strengths",))
        self.version = a_tool_version(session, tool)
        audits = {
            (row, status): self._audit(row, status, self.colleague)
            for row in self.places
            for status in AuditStatus
        }
        own = {
            (who, status): self._audit(Row.INSIDE, status, person)
            for who, person in self.people.items()
            if Role.AUDITOR in who.roles
            for status in AuditStatus
        }
        session.flush()
        card = self._measures()
        values = self._values(card)
        moderations = {
            row: start_moderation(
                session, self._audit(row, AuditStatus.SUBMITTED, self.lead), by=self.colleague, at=AT
            )
            for row in self.places
        }
        own_moderations = {
            who: start_moderation(
                session, self._audit(Row.INSIDE, AuditStatus.SUBMITTED, self.lead), by=person, at=AT
            )
            for who, person in self.people.items()
            if Role.MODERATOR in who.roles
        }
        for row in self.places:
            a_moderation(session, self._audit(row, AuditStatus.SUBMITTED, self.lead), by=self.colleague)
        reports = self._reports(card)
        publications = self._publications(card)
        feed_tokens = self._feed_tokens()
        session.commit()
        return Council(
            people={who: person.id for who, person in self.people.items()},
            emails={who: person.email or "" for who, person in self.people.items()},
            audits={key: audit.id for key, audit in audits.items()},
            own_audits={key: audit.id for key, audit in own.items()},
            moderations={row: moderation.id for row, moderation in moderations.items()},
            own_moderations={who: moderation.id for who, moderation in own_moderations.items()},
            reports=reports,
            publications=publications,
            sessions={},
            feed_tokens=feed_tokens,
            values=values,
            inside_area=self.places[Row.INSIDE].area.id,
            outside_area=self.places[Row.OUTSIDE].area.id,
        )

    def _person(self, who: Who) -> Person:
        areas = None if who in OF_ALL else [self.places[Row.INSIDE].area]
        return a_person(*who.roles, name=who.value.capitalize(), areas=areas)

    def _audit(self, row: Row, status: AuditStatus, auditor: Person) -> Audit:
        place = self.places[row]
        judged = {} if status is AuditStatus.ALLOCATED else {"assessment": 3, "smart": 1, "overall": 3}
        audit = an_audit(
            self.version,
            status=status,
            judged=judged,
            evidence=f"The child was {place.words}.",
            auditor=auditor,
            service_area=place.area,
            team=place.team,
            stream=self.stream,
            worker_name=f"Worker {place.words}",
            chosen_because=ChosenBecause.RANDOM if status in COUNTED else None,
        )
        audit.case_reference = f"C-{place.words}-{audit.reference}"
        self.session.add(audit)
        self.session.flush()
        return audit

    def _measures(self) -> Scorecard:
        """Two in use on a scorecard in use; one, and a scorecard, that are not used any more."""
        met = AuditDefinition(Counts.MET, ("smart",)).as_json()
        self.measure = a_measure("Visits in time")
        self.measure.responsible = self.people[Who.AUDITOR]
        self.audit_measure = smart = a_measure(
            "Plans are SMART", kind=MeasureKind.AUDIT, audit_definition=met
        )
        missing = a_measure("Missing", unit=Unit.NUMBER, polarity=Polarity.LOWER_IS_BETTER)
        self.audit_measure = smart
        self.stopped_measure = a_measure("Long gone", active=False)
        card = a_scorecard({"We act in time": [self.measure, smart], "We know": [missing]}, title="Board")
        self.stopped_card = a_scorecard({"Once": [missing]}, title="Old board", active=False)
        self.session.add_all([card, self.stopped_card, self.stopped_measure])
        self.session.flush()
        self.standards = [a_threshold(self.measure), a_target(self.measure), a_comparator(self.measure)]
        self.session.add_all([*self.standards, a_threshold(smart), a_comment(self.measure)])
        self.session.add_all(
            a_measure_value(self.measure, quarter, numerator=str(52 + number), denominator="100")
            for number, quarter in enumerate(reversed(QUARTER.ending(8)))
        )
        self.session.add_all(
            [
                PeriodLabel(period=QUARTER.key, label="Dec 16"),
                ChildPopulation(starting_year=2016, children=40_000),
                a_report_text(card, "What the quarter showed."),
                an_audit_finding(),
            ]
        )
        self.session.flush()
        return card

    def _values(self, card: Scorecard) -> dict[str, Any]:
        """By the name in the address, or by endpoint and name where the same name means something else."""
        draft = a_tool_version(self.session, a_tool("planning", code="dip"), live=False)
        stopped_area, stopped_person = a_service_area("Closed"), a_person(Role.VIEWER, name="Les Left")
        stopped_area.active, stopped_person.may_sign_in = False, False
        identity = Identity(issuer="https://sign-on.example", subject="1", person=self.colleague, added_at=AT)
        self.session.add_all([stopped_area, stopped_person, identity])
        self.session.flush()
        threshold, target, comparator = self.standards
        purge, erasure, hold, rule = self._records()
        return {
            "scorecard_id": card.id,
            "theme_id": card.themes[0].id,
            "line_id": card.themes[0].lines[0].id,
            "measure_id": self.measure.id,
            "measures.results:measure_id": self.audit_measure.id,
            "measures.change_audit_definition:measure_id": self.audit_measure.id,
            "measures.remove_threshold:row_id": threshold.id,
            "measures.remove_target:row_id": target.id,
            "measures.remove_comparator:row_id": comparator.id,
            "measures.library:code": "wirral",
            "measures.adopt_lines:code": "wirral",
            "version_id": draft.id,
            "number": 1,
            "code": "planning",
            "audit_tools.add_shipped:code": "dip-sample",
            "tool": "case-file",
            "person_id": self.colleague.id,
            "identity_id": identity.id,
            "purge_id": purge.id,
            "erasure_id": erasure.id,
            "hold_id": hold.id,
            "rule_id": rule.id,
            "area_id": self.places[Row.INSIDE].area.id,
            "part_id": self.places[Row.INSIDE].area.id,
            "structure.rename:kind": "areas",
            "structure.stop:kind": "areas",
            "structure.start_again:kind": "areas",
            "imports.receive:kind": "audits",
            "period": QUARTER.key,
            "month": MONTH.key,
            "block": TextBlock.INTRODUCTION.value,
            "extension": "csv",
            "reports.take:extension": "pdf",
            "filename": "css/app.css",
            "account.follow_link:token": "of-no-letter",
            "batch_id": self._files(),
        }

    def _records(self) -> tuple[Purge, Erasure, LegalHold, RetentionRule]:
        """What another person has to agree to, a hold on one case, and a rule of how long is kept."""
        due = self._audit(Row.INSIDE, AuditStatus.FINAL, self.colleague)
        rows = (
            Purge(as_of=AT.date(), audits=[[due.id, due.version]], proposed_by=self.lead, proposed_at=AT),
            Erasure(
                case_references=["C-99"],
                ground=ErasureGround.RECORDED_IN_ERROR,
                reason="Another council’s child.",
                proposed_by=self.lead,
                proposed_at=AT,
            ),
            LegalHold(case_reference="C-98", reason="An inquiry.", placed_by=self.lead, placed_at=AT),
            RetentionRule(holds_for=f"{self.stream.id}/*", stream=self.stream, years=6),
        )
        self.session.add_all(rows)
        self.session.flush()
        return rows

    def _files(self) -> int:
        """A file of each kind: audits that wait to be added, figures that were, values that have problems."""
        file = csv_file(audits({"auditor": "Ada New", "service area": "North"}))
        options = {"add_missing": True, "replace": False, "extras": False, "comparator_year": None}
        ids = []
        for kind, name, content in (
            (ImportKind.AUDITS, "audits.csv", file),
            (ImportKind.VALUES, "values.csv", b"measure,period,value\nNobody knows it,Q3 2016-17,5\n"),
            (ImportKind.HISTORY, "tables.csv", PUBLISHED.read_bytes()),
        ):
            batch = receive_file(self.session, kind, name, content, options=options, by=self.lead, at=AT)
            keep_report(batch, check_file(self.session, batch, read_sheet(content, name), at=AT))
            ids.append(batch.id)
        add_file(self.session, batch, read_sheet(content, name), by=self.lead, at=AT)
        return ids[0]

    def _reports(self, card: Scorecard) -> dict[tuple[Who, Row], int]:
        """Own ones, one that failed of a lead, and others' of the same areas and of all."""
        made = {}
        areas = {Row.INSIDE: [self.places[Row.INSIDE].area.id], Row.OUTSIDE: None}
        for who, person in self.people.items():
            seen = None if person.scope.areas is None else sorted(person.scope.areas)
            made[who, Row.OWN] = a_quarter_report(card, person, area_ids=seen)
        for row, seen in areas.items():
            made[Who.STRANGER, row] = a_quarter_report(card, self.colleague, area_ids=seen)
        failed = a_quarter_report(
            card, self.people[Who.QA_LEAD], state=ReportState.FAILED, pdf=None, xlsx=None, period="2016-17-Q2"
        )
        self.session.add_all([*made.values(), failed])
        self.session.flush()
        return {key: report.id for key, report in made.items()}

    def _feed_tokens(self) -> dict[Who, int]:
        made = {
            who: FeedToken(
                person=person,
                name="Power BI",
                token_hash=f"{number:064}",
                feeds=["judgements"],
                made_at=AT,
                expires_at=datetime.now(UTC) + timedelta(days=1),
            )
            for number, (who, person) in enumerate(self.people.items())
        }
        self.session.add_all(made.values())
        self.session.flush()
        return {who: token.id for who, token in made.items()}

    def _publications(self, card: Scorecard) -> dict[Profile, int]:
        """Of the scorecard one for each profile, and of the judgement tables."""
        published = {}
        words = {"period": QUARTER.key, "layout": Layout.QUARTERLY.value, "periods": "4"}
        for profile in Profile:
            scorecard = whole_scorecard(self.session, card.id, words)
            drawing = draw_scorecard(scorecard, profile, author="Testshire", at=AT)
            published[profile] = publish(self.session, drawing, note="", by=self.lead, at=PUBLISHED_AT)
        drawing = draw_judgements(
            self.session, {"last": QUARTER.key}, Profile.PUBLIC, author="Testshire", at=AT
        )
        publish(self.session, drawing, note="", by=self.lead, at=PUBLISHED_AT)
        return {profile: each.id for profile, each in published.items()}
