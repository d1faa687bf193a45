"""How each request of each person is answered: what the table of permissions and two small ones say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum
from itertools import groupby

from flask import Flask
from werkzeug.routing import AnyConverter, Rule
from werkzeug.test import TestResponse

from qa_app.domain.roles import Permission, permissions_of
from qa_app.domain.workflow import AuditStatus
from qa_app.models import Profile
from qa_app.web.tokens import FEED_OF
from tests.architecture.council import OF_ALL, Council, Row, Who
from tests.architecture.standing import Standing
from tests.architecture.test_permissions import EXPECTED

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class Answer(StrEnum):
    ALLOWED = "allowed"
    REFUSED = "refused (403)"
    NOT_FOUND = "not found (404)"
    NOT_A_METHOD = "method not allowed (405)"
    SIGN_IN = "sent to sign in"
    NO_TOKEN = "asked for a token (401)"


class About(Enum):
    """What a page or form is about, where that decides who finds it."""

    AUDIT = "an audit that is read or steered"
    AUDIT_TO_TAKE = "an audit that is taken for moderation"
    AUDIT_TO_FILL_IN = "an audit that its auditor fills in"
    MODERATION = "a moderation that its moderator goes on with"
    MODERATION_TO_RELEASE = "a moderation that is taken from its moderator"
    REPORT = "a report that was made"
    REPORT_TO_MAKE_AGAIN = "a report that failed"
    PUBLICATION = "a publication"
    SESSION = "a session at some browser"
    FEED_TOKEN = "a token that feeds are read with"


LEADS_TO_SIGN_IN = frozenset({"account.sign_out", "account.enter_code", "account.enter_recovery_code"})
"""Where whoever is let in is led to sign in: they sign out, or have not given a password to go on from."""

NOT_SET_UP = frozenset(
    {"account.begin_sign_on", "account.finish_sign_on", "people.asked", "people.connect_sign_on"}
)
"""There is no single sign-on here, and without it these pages do not exist."""

ABOUT: dict[str, About] = {
    "account.end_session": About.SESSION,
    "audits.autosave": About.AUDIT_TO_FILL_IN,
    "audits.check": About.AUDIT_TO_FILL_IN,
    "audits.details": About.AUDIT_TO_FILL_IN,
    "audits.form": About.AUDIT_TO_FILL_IN,
    "audits.give_back": About.AUDIT,
    "audits.layout": About.AUDIT_TO_FILL_IN,
    "audits.pdf": About.AUDIT,
    "audits.reassign": About.AUDIT,
    "audits.save_section": About.AUDIT_TO_FILL_IN,
    "audits.save_whole": About.AUDIT_TO_FILL_IN,
    "audits.section": About.AUDIT_TO_FILL_IN,
    "audits.show": About.AUDIT,
    "audits.submit": About.AUDIT_TO_FILL_IN,
    "audits.whole": About.AUDIT_TO_FILL_IN,
    "audits.withdraw": About.AUDIT,
    "feeds.revoke": About.FEED_TOKEN,
    "moderation.ask": About.AUDIT,
    "moderation.autosave": About.MODERATION,
    "moderation.finish": About.MODERATION,
    "moderation.give_back": About.MODERATION,
    "moderation.record_first_grades": About.MODERATION,
    "moderation.release": About.MODERATION_TO_RELEASE,
    "moderation.save": About.MODERATION,
    "moderation.show": About.MODERATION,
    "moderation.take": About.AUDIT_TO_TAKE,
    "publications.export": About.PUBLICATION,
    "publications.show": About.PUBLICATION,
    "reports.again": About.REPORT_TO_MAKE_AGAIN,
    "reports.made": About.REPORT,
    "reports.progress": About.REPORT,
    "reports.take": About.REPORT,
}
"""All others are about nothing that belongs to a service area or a person."""

OF_SOMEBODY = frozenset(
    {"audit_id", "moderation_id", "report_id", "publication_id", "session_id", "token_id"}
)
"""Names in addresses of what belongs to a service area or a person."""

AUDITORS = frozenset({Who.AUDITOR, Who.SEVERAL, Who.AUDITOR_OF_ALL})
MODERATORS = frozenset({Who.MODERATOR, Who.SEVERAL, Who.MODERATOR_OF_ALL})
LEAD = frozenset({Who.QA_LEAD})
EVERYBODY = frozenset(Who)
NOBODY: frozenset[Who] = frozenset()
READERS_OF_ALL = OF_ALL | LEAD

FOUND_BY: dict[tuple[About, Row], frozenset[Who]] = {
    (About.AUDIT, Row.OWN): AUDITORS | LEAD,
    (About.AUDIT, Row.INSIDE): MODERATORS | LEAD,
    (About.AUDIT, Row.OUTSIDE): LEAD | {Who.MODERATOR_OF_ALL},
    (About.AUDIT_TO_TAKE, Row.OWN): AUDITORS,
    (About.AUDIT_TO_TAKE, Row.INSIDE): MODERATORS,
    (About.AUDIT_TO_TAKE, Row.OUTSIDE): frozenset({Who.MODERATOR_OF_ALL}),
    (About.AUDIT_TO_FILL_IN, Row.OWN): AUDITORS,
    (About.AUDIT_TO_FILL_IN, Row.INSIDE): NOBODY,
    (About.AUDIT_TO_FILL_IN, Row.OUTSIDE): NOBODY,
    (About.MODERATION, Row.OWN): MODERATORS,
    (About.MODERATION, Row.INSIDE): MODERATORS,
    (About.MODERATION, Row.OUTSIDE): frozenset({Who.MODERATOR_OF_ALL}),
    (About.MODERATION_TO_RELEASE, Row.INSIDE): LEAD,
    (About.MODERATION_TO_RELEASE, Row.OUTSIDE): LEAD,
    (About.REPORT, Row.OWN): EVERYBODY,
    (About.REPORT, Row.INSIDE): LEAD,
    (About.REPORT, Row.OUTSIDE): LEAD,
    (About.REPORT_TO_MAKE_AGAIN, Row.OWN): EVERYBODY,
    (About.REPORT_TO_MAKE_AGAIN, Row.INSIDE): LEAD,
    (About.REPORT_TO_MAKE_AGAIN, Row.OUTSIDE): LEAD,
    # For the public, and of the whole council.
    (About.PUBLICATION, Row.INSIDE): EVERYBODY,
    (About.PUBLICATION, Row.OUTSIDE): READERS_OF_ALL,
    (About.SESSION, Row.OWN): EVERYBODY,
    (About.SESSION, Row.OUTSIDE): NOBODY,
    (About.FEED_TOKEN, Row.OWN): EVERYBODY,
    (About.FEED_TOKEN, Row.OUTSIDE): NOBODY,
}
"""Who finds it, of those who may open the page at all; for all others it does not exist."""

FOUND_BUT_REFUSED = frozenset(
    {
        (About.AUDIT_TO_TAKE, Row.OWN),
        (About.MODERATION, Row.INSIDE),
        (About.MODERATION, Row.OUTSIDE),
        (About.REPORT_TO_MAKE_AGAIN, Row.INSIDE),
        (About.REPORT_TO_MAKE_AGAIN, Row.OUTSIDE),
    }
)
"""Nobody moderates their own audit, goes on with another's moderation or makes another's report again."""


UNCHANGED = frozenset({Answer.REFUSED, Answer.NOT_FOUND, Answer.NOT_A_METHOD, Answer.NO_TOKEN})
"""After these nothing has to be put back."""


ONLY_FOR: dict[tuple[str, str], frozenset[Who]] = {
    # The auditor is responsible for the measure; whoever reads the scorecard may read what was said of it.
    ("scorecards.comment", "POST"): LEAD | {Who.AUDITOR},
}


@dataclass(frozen=True)
class Request:
    """One address and one way of asking for it; `row` says whose it is about, where that matters."""

    endpoint: str
    method: str
    path: str
    is_allowed: bool
    """Whether the route has this method."""
    row: Row | None

    def __str__(self) -> str:
        about = f", {self.row}" if self.row else ""
        return f"{self.method} {self.path} ({self.endpoint}{about})"


def expected_answer(request: Request, who: Who) -> Answer:
    if not request.is_allowed:
        return Answer.NOT_A_METHOD
    wanted = EXPECTED[request.endpoint]
    if wanted in FEED_OF:
        return Answer.NO_TOKEN
    own = {Permission.PUBLIC} if who is Who.STRANGER else permissions_of(who.roles)
    if wanted not in own:
        return Answer.SIGN_IN if who is Who.STRANGER else Answer.REFUSED
    if request.method == "OPTIONS":
        # By which methods a page can be asked for is said without looking at what it is about.
        return Answer.ALLOWED
    if request.endpoint in NOT_SET_UP:
        return Answer.NOT_FOUND
    if request.endpoint in LEADS_TO_SIGN_IN:
        return Answer.SIGN_IN
    if who not in ONLY_FOR.get((request.endpoint, request.method), EVERYBODY):
        return Answer.REFUSED
    if request.row is None:
        return Answer.ALLOWED
    key = (ABOUT[request.endpoint], request.row)
    if who not in FOUND_BY[key]:
        return Answer.NOT_FOUND
    return Answer.REFUSED if key in FOUND_BUT_REFUSED else Answer.ALLOWED


def actual_answer(response: TestResponse) -> Answer:
    if response.status_code in (302, 303) and response.location.startswith("/sign-in"):
        return Answer.SIGN_IN
    statuses = {
        401: Answer.NO_TOKEN,
        403: Answer.REFUSED,
        404: Answer.NOT_FOUND,
        405: Answer.NOT_A_METHOD,
    }
    return statuses.get(response.status_code, Answer.ALLOWED)


def requests_of(app: Flask, council: Council, who: Who) -> Iterator[Request]:
    """Every address by every method, about each kind of row that there is for this person."""
    adapter = app.url_map.bind("localhost")
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))
    for _, same in groupby(rules, key=lambda rule: rule.rule):
        endpoints = {method: rule for rule in same for method in rule.methods or ()}
        rule = endpoints["OPTIONS"]
        for row, about in _rows(council, who, rule.endpoint):
            values = {name: _value(council, rule, name) for name in rule.arguments - OF_SOMEBODY} | about
            path = adapter.build(rule.endpoint, values, method="OPTIONS")
            for method in METHODS:
                known = endpoints.get(method, rule)
                yield Request(known.endpoint, method, path, method in endpoints, row)


def _value(council: Council, rule: Rule, name: str) -> object:
    """What stands in the address. A name that is new has to be given a row in `council.py`."""
    values = council.values
    found = values.get(f"{rule.endpoint}:{name}", values.get(name))
    if found is None and isinstance(converter := rule._converters[name], AnyConverter):
        return min(converter.items)
    if found is None:
        raise LookupError(f"Say in tests/architecture/council.py which {name} the page {rule.rule} is about")
    return found


def _rows(council: Council, who: Who, endpoint: str) -> Iterator[tuple[Row | None, dict[str, int]]]:
    about = ABOUT.get(endpoint)
    match about:
        case None:
            yield None, {}
        case About.AUDIT | About.AUDIT_TO_TAKE | About.AUDIT_TO_FILL_IN:
            status = _status(about, endpoint)
            if (who, status) in council.own_audits:
                yield Row.OWN, {"audit_id": council.own_audits[who, status]}
            for row in (Row.INSIDE, Row.OUTSIDE):
                yield row, {"audit_id": council.audits[row, status]}
        case About.MODERATION | About.MODERATION_TO_RELEASE:
            if about is About.MODERATION and who in council.own_moderations:
                yield Row.OWN, {"moderation_id": council.own_moderations[who]}
            for row in (Row.INSIDE, Row.OUTSIDE):
                yield row, {"moderation_id": council.moderations[row]}
        case About.REPORT | About.REPORT_TO_MAKE_AGAIN:
            if (who, Row.OWN) in council.reports:
                yield Row.OWN, {"report_id": council.reports[who, Row.OWN]}
            for row in (Row.INSIDE, Row.OUTSIDE):
                yield row, {"report_id": council.reports[Who.STRANGER, row]}
        case About.PUBLICATION:
            yield Row.INSIDE, {"publication_id": council.publications[Profile.PUBLIC]}
            yield Row.OUTSIDE, {"publication_id": council.publications[Profile.INTERNAL]}
        case About.SESSION:
            if who in council.sessions:
                yield Row.OWN, {"session_id": council.sessions[who]}
            yield Row.OUTSIDE, {"session_id": council.sessions[_other_than(who)]}
        case About.FEED_TOKEN:
            if who in council.feed_tokens:
                yield Row.OWN, {"token_id": council.feed_tokens[who]}
            yield Row.OUTSIDE, {"token_id": council.feed_tokens[_other_than(who)]}


def _status(about: About, endpoint: str) -> AuditStatus:
    match about:
        case About.AUDIT_TO_FILL_IN:
            return AuditStatus.IN_PROGRESS
        case About.AUDIT_TO_TAKE:
            return AuditStatus.SUBMITTED
        case _:
            return AuditStatus.FINAL


def _other_than(who: Who) -> Who:
    return Who.VIEWER if who is not Who.VIEWER else Who.AUDITOR


def answered_otherwise(standing: Standing, who: Who, requests: Iterable[Request]) -> Iterator[str]:
    """Asks, and says what was answered otherwise than the tables say."""
    for request in requests:
        with standing.ask(who, request.method, request.path) as response:
            answered = actual_answer(response)
        if answered is not (expected := expected_answer(request, who)):
            yield f"{who}: {request}: {answered}, not {expected}"
        if request.method == "POST" and answered not in UNCHANGED:
            standing.put_back()
