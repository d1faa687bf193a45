"""What the pages about people lay out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import url_for

from qa_app.domain.periods import london_date
from qa_app.domain.plurals import plural
from qa_app.domain.roles import Role
from qa_app.features.people.choosing import DAYS_UNSEEN
from qa_app.features.people.forms import PersonForm
from qa_app.features.people.invitation_words import invitation_words
from qa_app.features.people.leaving import open_work_lists
from qa_app.features.people.ways_in_words import two_step_words
from qa_app.models import Person, SecondFactor
from qa_app.queries.invitations import Invitation, InvitationState
from qa_app.queries.open_work import OpenWork
from qa_app.queries.people import ON_A_PAGE, PeopleChoice, PeoplePage, PersonRow, Standing, standing_of
from qa_app.queries.sessions import OpenSession
from qa_app.web.formatters import format_date, format_instant, format_short_date

MEANING = {
    Role.AUDITOR: "Fills in and submits the audits given to them or started by them.",
    Role.MODERATOR: "Moderates others’ audits in the service areas they see, and reads their case text.",
    Role.QA_LEAD: "Runs the programme: builds audit tools, gives out audits and reads all of them, whatever"
    " service areas are chosen here.",
    Role.VIEWER: "Reads the tables of the service areas they see, without case text.",
    Role.ADMINISTRATOR: "Lets people in and sets up the service, without case text.",
}

STANDING_LABELS = {
    Standing.ANY: "Everybody",
    Standing.MAY_SIGN_IN: "May sign in",
    Standing.STOPPED: "Stopped",
    Standing.NAME_ONLY: "Known by name only",
}

COLOURS = {
    Standing.MAY_SIGN_IN: "govuk-tag--green",
    Standing.STOPPED: "govuk-tag--red",
    Standing.NAME_ONLY: "govuk-tag--grey",
}


def people_list(found: PeoplePage, choice: PeopleChoice, *, page: int) -> dict[str, Any]:
    first = (page - 1) * ON_A_PAGE + 1
    shown = f"{first:,} to {first + len(found.rows) - 1:,} of " if found.total > ON_A_PAGE else ""
    return {
        "choice": choice,
        "rows": [_row(row) for row in found.rows],
        "count": f"{shown}{plural(found.total, 'person', 'people')}",
        "roles": [("", "Any role"), *((role.value, role.label) for role in Role)],
        "standings": [(standing.value, STANDING_LABELS[standing]) for standing in Standing],
        "unseen": [(0, "Any time"), *((days, f"Not for {days} days") for days in DAYS_UNSEEN)],
        "previous": _address(choice, page - 1) if page > 1 else None,
        "next": _address(choice, page + 1) if first + len(found.rows) <= found.total else None,
    }


def person_page(
    person: Person,
    last_signed_in: datetime | None,
    invitation: Invitation | None,
    work: OpenWork,
    second_factor: SecondFactor | None,
    sessions: Sequence[OpenSession],
    *,
    by_single_sign_on: bool,
    by: Person,
) -> dict[str, Any]:
    standing = standing_of(person)
    return {
        "invitation": invitation_words(invitation) if invitation else "",
        "can_be_withdrawn": invitation is not None and invitation.state is InvitationState.OPEN,
        "has_to_come": person.may_sign_in and person.password_hash is None and not by_single_sign_on,
        "work": open_work_lists(work, by=by),
        "standing": {"text": STANDING_LABELS[standing], "classes": COLOURS[standing]},
        "facts": [
            ("E-mail address", person.email or "None"),
            ("Roles", _roles(person.roles)),
            ("Service areas they see", _areas_of(person)),
            ("Password", _password(person)),
            ("Two-step sign-in", two_step_words(second_factor)),
            ("Last signed in", format_instant(last_signed_in) if last_signed_in else "Never"),
            ("Signed in now", _signed_in_now(sessions)),
            ("Added", format_date(london_date(person.created_at))),
        ],
        "has_second_factor": second_factor is not None,
        "is_signed_in": bool(sessions),
        "is_oneself": person.id == by.id,
        "can_be_let_in": person.email is not None and bool(person.roles),
    }


def choices(form: PersonForm) -> dict[str, Any]:
    """The boxes and buttons of the form, as GOV.UK's macros take them."""
    chosen = set(form.roles.data or ())
    return {
        "roles": [
            {
                "value": role.value,
                "text": role.label,
                "checked": role in chosen,
                "hint": {"text": MEANING[role]},
            }
            for role in Role
        ],
        "areas": [
            {"value": str(number), "text": area.name, "checked": number in (form.areas.data or ())}
            for number, area in form.offered.items()
        ],
    }


def _row(row: PersonRow) -> dict[str, Any]:
    signed_in = row.last_signed_in
    return {
        "name": row.name,
        "href": url_for("people.show", person_id=row.id),
        "email": row.email or "",
        "roles": _roles(row.roles),
        "areas": "All" if row.areas is None else ", ".join(row.areas) or "None",
        "standing": {"text": STANDING_LABELS[row.standing], "classes": COLOURS[row.standing]},
        "last_signed_in": format_short_date(london_date(signed_in)) if signed_in else "Never",
    }


def _roles(roles: frozenset[Role]) -> str:
    return ", ".join(role.label for role in Role if role in roles) or "None"


def _areas_of(person: Person) -> str:
    if person.scope.areas is None:
        return "All"
    return ", ".join(area.name for area in person.service_areas) or "None"


def _password(person: Person) -> str:
    if person.password_hash is None:
        return "None yet"
    return "They have yet to choose their own" if person.must_change_password else "Chosen by them"


def _signed_in_now(sessions: Sequence[OpenSession]) -> str:
    """> In 2 browsers, last active 3 April 2026 at 10:04"""
    if not sessions:
        return "No"
    return f"In {plural(len(sessions), 'browser')}, last active {format_instant(sessions[0].last_active_at)}"


def _address(choice: PeopleChoice, page: int) -> str:
    return url_for(
        "people.index",
        text=choice.text or None,
        role=choice.role,
        standing=choice.standing or None,
        unseen=choice.unseen or None,
        page=page,
    )
