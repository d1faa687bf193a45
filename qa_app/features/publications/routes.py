from flask import Response, render_template, request

from qa_app.domain.roles import Permission
from qa_app.domain.scope import ALL_AREAS
from qa_app.extensions import db
from qa_app.features.publications import choosing, files, presenters
from qa_app.features.publications.blueprint import blueprint
from qa_app.features.publications.comparing import compared_with_today
from qa_app.queries.publications import (
    PublicationPage,
    find_publication,
    periods_published,
    publication_page,
    revisions_of,
)
from qa_app.web.current import current_scope, signed_in
from qa_app.web.downloads import download
from qa_app.web.paging import page_number
from qa_app.web.permissions import requires
from qa_app.web.report_files import MIMETYPES
from qa_app.web.unchanged import unless_unchanged

__all__ = ["blueprint"]


@blueprint.get("")
@requires(Permission.READ_SCORECARDS)
@unless_unchanged
def index() -> tuple[str, int]:
    scope, page = current_scope(), page_number(request.args)
    asked = choosing.asked(request.args)
    if asked.problems:
        found, status = PublicationPage([], has_more=False), 422
    else:
        found, status = publication_page(db.session, asked.choice, scope, page=page), 200
    words = {name: request.args[name] for name in ("kind", "period", "scorecard") if request.args.get(name)}
    shown = presenters.list_page(found, page=page, asked=words)
    lists = choosing.selects(asked, periods_published(db.session, scope))
    problems = list(asked.problems.items())
    page_words = {"selects": lists, "problems": problems, "sees_all": scope.areas is ALL_AREAS}
    return render_template("publications/index.html", **page_words, **shown), status


@blueprint.get("/<int:publication_id>")
@requires(Permission.READ_SCORECARDS)
@unless_unchanged
def show(publication_id: int) -> str:
    publication = find_publication(db.session, publication_id, current_scope())
    revisions = revisions_of(db.session, publication.edition)
    is_current = revisions[0].id == publication.id
    comparison = compared_with_today(db.session, publication) if is_current else None
    page = presenters.publication_page(publication, revisions, comparison, reader=signed_in())
    return render_template("publications/show.html", **page)


@blueprint.get("/<int:publication_id>/export/<any(csv, xlsx, pdf):extension>")
@requires(Permission.READ_SCORECARDS)
def export(publication_id: int, extension: str) -> Response:
    publication = find_publication(db.session, publication_id, current_scope())
    content = files.export_bytes(publication, extension)
    return download(content, filename=files.file_name(publication, extension), mimetype=MIMETYPES[extension])
