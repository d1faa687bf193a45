"""How many children live in the area: what rates are counted against."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa_app.domain.errors import InvalidInput
from qa_app.domain.periods import Year
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.measures.blueprint import blueprint
from qa_app.features.measures.standard_forms import PopulationForm
from qa_app.queries.child_population import child_populations
from qa_app.services.child_population import set_population
from qa_app.web.clock import now
from qa_app.web.current import signed_in
from qa_app.web.permissions import requires


@blueprint.route("/population", methods=["GET", "POST"])
@requires(Permission.MANAGE_MEASURES)
def population() -> Response | tuple[str, int]:
    form = PopulationForm()
    if form.is_sent_and_valid():
        try:
            row = set_population(
                db.session,
                year=form.year.data or "",
                children=form.children.data or "",
                source=form.source.data or "",
                by=signed_in(),
                at=now(),
            )
        except InvalidInput as error:
            db.session.rollback()
            form.add_problems(error)
        else:
            db.session.commit()
            flash(f"{Year(row.starting_year)}: {row.children:,} children.", "success")
            return redirect(url_for(".population"))
    rows = [
        (str(Year(row.starting_year)), f"{row.children:,}", row.source)
        for row in child_populations(db.session)
    ]
    status = 200 if request.method == "GET" else 422
    return render_template("measures/population.html", form=form, rows=rows), status
