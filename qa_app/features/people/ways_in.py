"""How somebody signs in besides their password: two-step sign-in, and who they are at the sign-on."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField

from qa_app.domain.errors import InvalidInput
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.people import ways_in_words
from qa_app.features.people.blueprint import blueprint
from qa_app.queries.identities import asked_to_be_let_in, find_identity
from qa_app.queries.people import find_person
from qa_app.services import identities
from qa_app.services.second_factor import take_away_second_factor
from qa_app.web.clock import now
from qa_app.web.council import settings
from qa_app.web.current import signed_in
from qa_app.web.forms import Form
from qa_app.web.permissions import requires


class ConnectForm(Form):
    subject = StringField(
        "Subject", description="What the sign-on calls them, to the letter: whoever runs it can look it up."
    )


@blueprint.post("/<int:person_id>/two-step-sign-in/take-away")
@requires(Permission.MANAGE_PEOPLE)
def take_away_two_step(person_id: int) -> Response:
    person = find_person(db.session, person_id)
    letterhead = settings().letterhead if settings().smtp_host else None
    take_away_second_factor(db.session, person, letterhead, by=signed_in(), at=now())
    db.session.commit()
    flash(f"{person.name} is signed out everywhere, and signs in with the password alone.", "success")
    return redirect(url_for(".show", person_id=person.id))


@blueprint.get("/asked")
@requires(Permission.MANAGE_PEOPLE)
def asked() -> str:
    _only_with_single_sign_on()
    rows = ways_in_words.shown_identities(asked_to_be_let_in(db.session))
    return render_template("people/asked.html", rows=rows)


@blueprint.post("/asked/<int:identity_id>/forget")
@requires(Permission.MANAGE_PEOPLE)
def forget_who_asked(identity_id: int) -> Response:
    identity = find_identity(db.session, identity_id)
    identities.forget_who_asked(db.session, identity, by=signed_in(), at=now())
    db.session.commit()
    flash("They are off the list. They may come and ask again.", "success")
    return redirect(url_for(".asked"))


@blueprint.route("/<int:person_id>/sign-on", methods=["GET", "POST"])
@requires(Permission.MANAGE_PEOPLE)
def connect_sign_on(person_id: int) -> Response | tuple[str, int]:
    _only_with_single_sign_on()
    person, form = find_person(db.session, person_id), ConnectForm()
    if form.is_sent_and_valid():
        issuer, subject = settings().oidc_issuer, form.subject.data or ""
        try:
            identities.connect(db.session, person, issuer=issuer, subject=subject, by=signed_in(), at=now())
        except InvalidInput as error:
            form.add_problems(error)
        else:
            db.session.commit()
            flash(f"Whoever signs on as {subject.strip()} is {person.name} from now on.", "success")
            return redirect(url_for(".show", person_id=person.id))
    rows = ways_in_words.shown_identities(asked_to_be_let_in(db.session))
    page = render_template("people/connect.html", person=person, form=form, rows=rows)
    return page, 200 if request.method == "GET" else 422


@blueprint.post("/<int:person_id>/sign-on/<int:identity_id>/disconnect")
@requires(Permission.MANAGE_PEOPLE)
def disconnect_sign_on(person_id: int, identity_id: int) -> Response:
    person, identity = find_person(db.session, person_id), find_identity(db.session, identity_id)
    if identity.person_id != person.id:
        abort(404)
    identities.disconnect(db.session, identity, by=signed_in(), at=now())
    db.session.commit()
    flash(f"{person.name} is signed out everywhere, and the sign-on does not let them in.", "success")
    return redirect(url_for(".show", person_id=person.id))


def _only_with_single_sign_on() -> None:
    if not settings().oidc_issuer:
        abort(404)
