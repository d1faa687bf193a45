from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from qa_app.domain.errors import InvalidInput
from qa_app.domain.judgement_words import choice_from
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.judgements import choosing, files
from qa_app.features.judgements.blueprint import blueprint
from qa_app.features.judgements.forms import PeriodLabelForm
from qa_app.features.judgements.presenters import AuditLinks, tables_view
from qa_app.models import Profile
from qa_app.presenters.judgements.public import public_table
from qa_app.queries.choice_options import choice_options
from qa_app.queries.judgement_table import judgement_table
from qa_app.queries.period_labels import period_labels
from qa_app.services.period_labels import set_period_label
from qa_app.services.publishing import may_publish
from qa_app.web.clock import now, today
from qa_app.web.council import council_name
from qa_app.web.current import current_scope, signed_in
from qa_app.web.downloads import download
from qa_app.web.judgement_titles import areas_seen, title_of
from qa_app.web.kept import kept
from qa_app.web.permissions import requires
from qa_app.web.profiles import asked_profile
from qa_app.web.report_files import MIMETYPES
from qa_app.web.unchanged import unless_unchanged

__all__ = ["blueprint"]


@blueprint.get("")
@requires(Permission.READ_TABLES)
@unless_unchanged
def index() -> str | tuple[str, int]:
    page = kept(_page, "judgements", tuple(request.args.items()))
    return render_template("judgements/index.html", **page), 422 if page["problems"] else 200


def _page() -> dict[str, Any]:
    """Everything that the template lays out."""
    scope, day, may = current_scope(), today(), signed_in().permissions
    options = choice_options(db.session, scope)
    try:
        choice = choice_from(request.args, today=day)
        table = judgement_table(db.session, choice, scope)
    except InvalidInput as error:
        return {
            "view": None,
            "selects": choosing.selects(request.args, options, today=day, error=error),
            "problems": [(problem.field, problem.message) for problem in error.problems],
        }
    links = AuditLinks(url_for("audits.index"), table, options) if scope.reads_what_it_counts else None
    title, limited_to = title_of(choice, options), areas_seen(scope, options)
    return {
        "view": tables_view(table, title=title, links=links, limited_to=limited_to),
        "selects": choosing.selects(request.args, options, today=day),
        "problems": (),
        "query": choosing.query_of(choice),
        "span": (str(choice.columns[0]), str(choice.last)),
        "may_label": Permission.LABEL_PERIODS in may,
        "may_publish": may_publish(signed_in()) and choice.last.last_day < day,
        "sees_all": scope.areas is None,
        "reads_published": Permission.READ_SCORECARDS in may,
    }


@blueprint.get("/export/<any(csv, xlsx, pdf):extension>")
@requires(Permission.READ_TABLES)
def export(extension: str) -> Response:
    scope = current_scope()
    options = choice_options(db.session, scope)
    choice, profile = choice_from(request.args, today=today()), asked_profile(request.args, current_scope())
    table = judgement_table(db.session, choice, scope)
    content = files.export_bytes(
        public_table(table) if profile is Profile.PUBLIC else table,
        extension,
        title=title_of(choice, options),
        author=council_name(),
        drawn_at=now(),
        limited_to=areas_seen(scope, options),
    )
    name = files.file_name(choice, profile, drawn_at=now(), extension=extension)
    return download(content, filename=name, mimetype=MIMETYPES[extension])


@blueprint.route("/month-labels", methods=["GET", "POST"])
@requires(Permission.LABEL_PERIODS)
def month_labels() -> AnyResponse | str | tuple[str, int]:
    form = PeriodLabelForm()
    if form.is_sent_and_valid():
        try:
            label = set_period_label(
                db.session, form.period.data or "", form.label.data or "", by=signed_in(), at=now()
            )
        except InvalidInput as error:
            form.add_problems(error)
        else:
            db.session.commit()
            flash(label, "success")
            return redirect(url_for(".month_labels"))
    labels = period_labels(db.session)
    status = 422 if request.method == "POST" else 200
    return render_template("judgements/month_labels.html", form=form, labels=labels), status
