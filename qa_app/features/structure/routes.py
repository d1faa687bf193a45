from collections.abc import Callable, Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from qa_app.domain.errors import InvalidInput
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.structure import presenters
from qa_app.features.structure.forms import NameForm
from qa_app.queries.structure import (
    Part,
    all_areas,
    all_streams,
    find_area,
    find_stream,
    find_team,
    teams_of,
)
from qa_app.services import structure
from qa_app.web.clock import now
from qa_app.web.current import signed_in
from qa_app.web.permissions import requires

blueprint = Blueprint("structure", __name__, url_prefix="/service-areas")

FIND: Mapping[str, Callable[[Session, int], Part]] = {
    "areas": find_area,
    "teams": find_team,
    "streams": find_stream,
}
ONE = "/<any(areas, teams, streams):kind>/<int:part_id>"


@blueprint.get("")
@requires(Permission.MANAGE_STRUCTURE)
def index() -> str:
    page = presenters.structure_page(all_areas(db.session), all_streams(db.session))
    return render_template("structure/index.html", **page)


@blueprint.get("/<int:area_id>")
@requires(Permission.MANAGE_STRUCTURE)
def show(area_id: int) -> str:
    area = find_area(db.session, area_id)
    page = presenters.area_page(area, teams_of(db.session, area))
    return render_template("structure/show.html", **page)


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_STRUCTURE)
def new_area() -> Response | tuple[str, int]:
    form = NameForm()
    if form.is_sent_and_valid():
        try:
            area = structure.add_area(db.session, form.name.data or "", by=signed_in(), at=now())
        except InvalidInput as error:
            form.add_problems(error)
        else:
            db.session.commit()
            flash(f"{area.name} is added. Add its teams here.", "success")
            return redirect(url_for(".show", area_id=area.id))
    return _naming(form, presenters.adding_page("service area"))


@blueprint.route("/<int:area_id>/teams/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_STRUCTURE)
def new_team(area_id: int) -> Response | tuple[str, int]:
    area, form = find_area(db.session, area_id), NameForm()
    if form.is_sent_and_valid():
        try:
            team = structure.add_team(db.session, area, form.name.data or "", by=signed_in(), at=now())
        except InvalidInput as error:
            form.add_problems(error)
        else:
            db.session.commit()
            flash(f"{team.name} is added.", "success")
            return redirect(url_for(".show", area_id=area_id))
    return _naming(form, presenters.adding_page("team", within=area))


@blueprint.route("/streams/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_STRUCTURE)
def new_stream() -> Response | tuple[str, int]:
    form = NameForm()
    if form.is_sent_and_valid():
        try:
            stream = structure.add_stream(db.session, form.name.data or "", by=signed_in(), at=now())
        except InvalidInput as error:
            form.add_problems(error)
        else:
            db.session.commit()
            flash(f"{stream.name} is added.", "success")
            return redirect(url_for(".index"))
    return _naming(form, presenters.adding_page("stream"))


@blueprint.route(f"{ONE}/rename", methods=["GET", "POST"])
@requires(Permission.MANAGE_STRUCTURE)
def rename(kind: str, part_id: int) -> Response | tuple[str, int]:
    part = FIND[kind](db.session, part_id)
    form = NameForm(data={"name": part.name})
    if form.is_sent_and_valid():
        try:
            structure.rename(db.session, part, form.name.data or "", by=signed_in(), at=now())
        except InvalidInput as error:
            form.add_problems(error)
        else:
            db.session.commit()
            flash(f"It is called {part.name} now.", "success")
            return redirect(presenters.address_of(part))
    return _naming(form, presenters.naming_page(part))


@blueprint.post(f"{ONE}/stop")
@requires(Permission.MANAGE_STRUCTURE)
def stop(kind: str, part_id: int) -> Response:
    part = FIND[kind](db.session, part_id)
    structure.stop_using(db.session, part, by=signed_in(), at=now())
    db.session.commit()
    flash(f"{part.name} is out of use. Its audits go on, and its tables stay.", "success")
    return redirect(presenters.address_of(part))


@blueprint.post(f"{ONE}/use-again")
@requires(Permission.MANAGE_STRUCTURE)
def start_again(kind: str, part_id: int) -> Response:
    part = FIND[kind](db.session, part_id)
    structure.use_again(db.session, part, by=signed_in(), at=now())
    db.session.commit()
    flash(f"{part.name} is in use again.", "success")
    return redirect(presenters.address_of(part))


def _naming(form: NameForm, page: dict[str, str]) -> tuple[str, int]:
    status = 200 if request.method == "GET" else 422
    return render_template("structure/name.html", form=form, **page), status
