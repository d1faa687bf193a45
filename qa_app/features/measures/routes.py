"""The catalogue of measures, its files, and one measure to read."""

from flask import Response, render_template, request

from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.measures import presenters
from qa_app.features.measures.blueprint import blueprint
from qa_app.features.measures.choosing import chosen_measures, chosen_words, query_of, selects
from qa_app.measures_shipped import library_names
from qa_app.presenters.measures.catalogue import catalogue_report, catalogue_rows
from qa_app.queries.measure_standard_history import standard_history
from qa_app.queries.measures import all_measures, find_measure, measure_options, measures_page
from qa_app.web.clock import now
from qa_app.web.council import council_name
from qa_app.web.current import signed_in
from qa_app.web.downloads import download
from qa_app.web.paging import page_number
from qa_app.web.permissions import requires
from qa_app.web.report_files import MIMETYPES, csv_of, dated_name, pdf_of, xlsx_of

__all__ = ["blueprint"]

TITLE = "Catalogue of measures"


@blueprint.get("")
@requires(Permission.READ_SCORECARDS)
def index() -> str:
    choice, page = chosen_measures(request.args), page_number(request.args)
    found = measures_page(db.session, choice, page=page)
    return render_template(
        "measures/index.html",
        choice=choice,
        selects=selects(choice, measure_options(db.session), library_names()),
        query=query_of(choice),
        may_change=_may_change(),
        may_enter=Permission.ENTER_VALUES in signed_in().permissions,
        **presenters.measure_list(found, choice, page=page),
    )


@blueprint.get("/export/<any(csv, xlsx, pdf):extension>")
@requires(Permission.READ_SCORECARDS)
def export(extension: str) -> Response:
    choice, drawn_at = chosen_measures(request.args), now()
    measures = [row.facts for row in all_measures(db.session, choice)]
    if extension == "csv":
        content = csv_of(catalogue_rows(measures, title=TITLE))
    else:
        report = catalogue_report(
            measures,
            title=TITLE,
            author=council_name(),
            drawn_at=drawn_at,
            facts=(("Filter", chosen_words(choice, library_names())),),
        )
        content = (xlsx_of if extension == "xlsx" else pdf_of)(report)
    name = dated_name("measures", drawn_at=drawn_at, extension=extension)
    return download(content, filename=name, mimetype=MIMETYPES[extension])


@blueprint.get("/<int:measure_id>")
@requires(Permission.READ_SCORECARDS)
def show(measure_id: int) -> str:
    measure = find_measure(db.session, measure_id)
    return render_template(
        "measures/show.html",
        measure=measure,
        may_change=_may_change(),
        **presenters.measure_page(measure, standard_history(db.session, measure)),
    )


def _may_change() -> bool:
    return Permission.MANAGE_MEASURES in signed_in().permissions
