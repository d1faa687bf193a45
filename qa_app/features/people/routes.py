from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa_app.domain.errors import InvalidInput, TransitionNotAllowed
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.people import presenters, ways_in
from qa_app.features.people.blueprint import blueprint
from qa_app.features.people.choosing import chosen_people
from qa_app.features.people.forms import NewPersonForm, PersonForm
from qa_app.features.people.ways_in_words import asked_words, shown_identities
from qa_app.models import Person
from qa_app.queries.identities import asked_to_be_let_in, identities_of
from qa_app.queries.invitations import invitation_of
from qa_app.queries.open_work import open_work
from qa_app.queries.people import (
    areas_to_choose,
    comes_by_single_sign_on,
    find_person,
    last_sign_in,
    people_page,
)
from qa_app.queries.second_factor import second_factor_of
from qa_app.queries.sessions import open_sessions
from qa_app.services import invitations, people
from qa_app.web.clock import now
from qa_app.web.council import settings
from qa_app.web.current import session_limits, signed_in
from qa_app.web.paging import page_number
from qa_app.web.permissions import requires

__all__ = ["blueprint", "ways_in"]


@blueprint.get("")
@requires(Permission.MANAGE_PEOPLE)
def index() -> str:
    choice, page = chosen_people(request.args), page_number(request.args)
    found = people_page(db.session, choice, page=page, at=now())
    asked = asked_words(asked_to_be_let_in(db.session)) if settings().oidc_issuer else ""
    return render_template(
        "people/index.html", asked=asked, **presenters.people_list(found, choice, page=page)
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def new() -> Response | str | tuple[str, int]:
    form = NewPersonForm(offered=areas_to_choose(db.session), sends_links=settings().sends_links)
    if form.is_sent_and_valid():
        try:
            return _invited(form) if form.is_invitation else _told(form)
        except InvalidInput as error:
            form.add_problems(error)
    status = 200 if request.method == "GET" else 422
    return render_template("people/new.html", form=form, choices=presenters.choices(form)), status


def _invited(form: NewPersonForm) -> Response:
    person = people.add_and_invite(
        db.session,
        form.details,
        settings().letterhead,
        lasts=timedelta(days=settings().invitation_days),
        by=signed_in(),
        at=now(),
    )
    db.session.commit()
    flash(f"{person.name} is added, and an invitation is on its way to {person.email}.", "success")
    return redirect(url_for(".show", person_id=person.id))


def _told(form: NewPersonForm) -> str:
    person, phrase = people.add_person(
        db.session, form.details, password=form.password.data or "", by=signed_in(), at=now()
    )
    db.session.commit()
    return _told_once(person, phrase)


@blueprint.get("/<int:person_id>")
@requires(Permission.MANAGE_PEOPLE)
def show(person_id: int) -> str:
    person = find_person(db.session, person_id)
    shown = presenters.person_page(
        person,
        last_sign_in(db.session, person),
        invitation_of(db.session, person, at=now()),
        open_work(db.session, person.id),
        second_factor_of(db.session, person),
        open_sessions(db.session, person, limits=session_limits(), at=now()),
        by_single_sign_on=comes_by_single_sign_on(db.session, person),
        by=signed_in(),
    )
    return render_template(
        "people/show.html",
        person=person,
        sends_links=settings().sends_links,
        identities=shown_identities(identities_of(db.session, person)),
        **shown,
    )


@blueprint.route("/<int:person_id>/change", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def change(person_id: int) -> Response | tuple[str, int]:
    person = find_person(db.session, person_id)
    offered = areas_to_choose(db.session, besides=person.service_areas)
    form = PersonForm(offered=offered, person=person)
    if form.is_sent_and_valid():
        try:
            people.change_person(db.session, person, form.details, by=signed_in(), at=now())
        except InvalidInput as error:
            form.add_problems(error)
        else:
            db.session.commit()
            flash(f"{person.name} is changed.", "success")
            return redirect(url_for(".show", person_id=person.id))
    status = 200 if request.method == "GET" else 422
    choices = presenters.choices(form)
    return render_template("people/change.html", person=person, form=form, choices=choices), status


@blueprint.post("/<int:person_id>/stop")
@requires(Permission.MANAGE_PEOPLE)
def stop(person_id: int) -> Response:
    person = find_person(db.session, person_id)
    people.stop_person(db.session, person, by=signed_in(), at=now())
    db.session.commit()
    flash(f"{person.name} is signed out everywhere and may not sign in again.", "success")
    return redirect(url_for(".show", person_id=person.id))


@blueprint.post("/<int:person_id>/sign-out")
@requires(Permission.MANAGE_PEOPLE)
def sign_out(person_id: int) -> Response:
    person = find_person(db.session, person_id)
    people.sign_person_out(db.session, person, by=signed_in(), at=now())
    db.session.commit()
    flash(f"{person.name} is signed out everywhere, and may sign in again.", "success")
    return redirect(url_for(".show", person_id=person.id))


@blueprint.post("/<int:person_id>/let-in")
@requires(Permission.MANAGE_PEOPLE)
def let_in(person_id: int) -> Response | str:
    person = find_person(db.session, person_id)
    phrase = people.let_in(db.session, person, by=signed_in(), at=now())
    db.session.commit()
    if person.roles & settings().password_roles:
        return _told_once(person, phrase)
    flash(f"{person.name} may sign in with {settings().oidc_name}.", "success")
    return redirect(url_for(".show", person_id=person.id))


@blueprint.post("/<int:person_id>/invite")
@requires(Permission.MANAGE_PEOPLE)
def invite(person_id: int) -> Response:
    """For the first time or once more; who could not sign in can from now on."""
    person = find_person(db.session, person_id)
    if not settings().sends_links:
        raise TransitionNotAllowed("No e-mails are sent. Make a pass phrase instead.")
    lasts = timedelta(days=settings().invitation_days)
    invitations.invite(db.session, person, settings().letterhead, lasts=lasts, by=signed_in(), at=now())
    db.session.commit()
    flash(f"An invitation is on its way to {person.email}.", "success")
    return redirect(url_for(".show", person_id=person.id))


@blueprint.post("/<int:person_id>/withdraw-invitation")
@requires(Permission.MANAGE_PEOPLE)
def withdraw_invitation(person_id: int) -> Response:
    person = find_person(db.session, person_id)
    invitations.withdraw_invitation(db.session, person, by=signed_in(), at=now())
    db.session.commit()
    flash(f"The invitation of {person.name} works no more.", "success")
    return redirect(url_for(".show", person_id=person.id))


@blueprint.post("/<int:person_id>/password")
@requires(Permission.MANAGE_PEOPLE)
def reset_password(person_id: int) -> str:
    person = find_person(db.session, person_id)
    phrase = people.reset_password(db.session, person, by=signed_in(), at=now())
    db.session.commit()
    return _told_once(person, phrase)


def _told_once(person: Person, phrase: str) -> str:
    """The answer itself shows it, because a redirect would have to carry it in a cookie or an address."""
    return render_template("people/first_password.html", person=person, phrase=phrase)
