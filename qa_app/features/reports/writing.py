"""Writing for the report: a text, or what the audits of a month found. A preview saves nothing."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from qa_app.domain.errors import Conflict, InvalidInput
from qa_app.domain.free_text import clean_text
from qa_app.domain.judgement_choice import Grouping, JudgementChoice
from qa_app.domain.periods import Month, Quarter
from qa_app.domain.quarter_report import Findings, TextBlock, clean_findings
from qa_app.domain.rich_text import Block
from qa_app.domain.roles import Permission
from qa_app.extensions import db
from qa_app.features.reports import presenters
from qa_app.features.reports.blueprint import blueprint
from qa_app.features.reports.choosing import month_at, quarter_at
from qa_app.features.reports.forms import FindingsForm, TextForm
from qa_app.models import ReportText
from qa_app.presenters.markdown import read_markdown
from qa_app.presenters.quarter_report.findings import PARTS
from qa_app.presenters.quarter_report.months import month_name
from qa_app.queries.judgement_table import judgement_table
from qa_app.queries.quarter_report import findings_of, findings_rows, text_versions
from qa_app.queries.scorecards import find_scorecard
from qa_app.services.report_texts import write_findings, write_text
from qa_app.web.clock import now, today
from qa_app.web.current import current_scope, signed_in
from qa_app.web.opened_form import OpenedForm, saved_by_them, status_of
from qa_app.web.permissions import requires

Answer = Response | tuple[str, int]
Preview = tuple[tuple[str, tuple[Block, ...]], ...]
"""(heading, what is written below it)"""

BLOCKS = ", ".join(f'"{block.value}"' for block in TextBlock)


@blueprint.route(f"/<int:scorecard_id>/<period>/texts/<any({BLOCKS}):block>", methods=["GET", "POST"])
@requires(Permission.ENTER_VALUES)
def text(scorecard_id: int, period: str, block: str) -> Answer:
    scorecard, wanted = find_scorecard(db.session, scorecard_id), TextBlock(block)
    chosen = quarter_at(period, today=today())

    def read() -> Sequence[ReportText]:
        return text_versions(db.session, scorecard_id, chosen, wanted)

    versions = read()
    form = TextForm(data=_newest(versions))

    def save() -> None:
        write_text(
            db.session,
            scorecard,
            chosen,
            wanted,
            form.text.data or "",
            opened_at_number=form.opened_at,
            by=signed_in(),
            at=now(),
        )

    preview: Preview = ()
    if form.is_sent_and_valid():
        if _wants_preview():
            preview = _checked(
                form, lambda: ((wanted.label, read_markdown(clean_text(form.text.data or ""))),)
            )
        elif _is_saved(form, save, version_now=lambda: _newest(read())["opened"]):
            flash(f"{wanted.label} is saved.", "success")
            return redirect(url_for(".quarter", scorecard_id=scorecard_id, period=period))
    if form.clashed:
        versions = read()
    return render_template(
        "reports/text.html",
        form=form,
        scorecard=find_scorecard(db.session, scorecard_id),
        quarter=chosen,
        block=wanted,
        versions=[(each.number, presenters.written_by(each), each.text) for each in versions],
        theirs=saved_by_them(form, TextForm(data=_newest(versions), formdata=None)) if form.clashed else [],
        preview=preview,
    ), _status(form)


@blueprint.route("/findings/<month>", methods=["GET", "POST"])
@requires(Permission.ENTER_VALUES)
def findings(month: str) -> Answer:
    chosen = month_at(month, today=today())
    saved, version = _saved_findings(chosen)
    form = FindingsForm(data={"opened": version, **vars(saved)})

    def save() -> None:
        write_findings(
            db.session, chosen, form.findings, opened_at_version=form.opened_at, by=signed_in(), at=now()
        )

    preview: Preview = ()
    if form.is_sent_and_valid():
        if _wants_preview():
            preview = _checked(form, lambda: _as_printed(form.findings))
        elif _is_saved(form, save, version_now=lambda: _saved_findings(chosen)[1]):
            flash(f"The findings of {month_name(chosen)} are saved.", "success")
            return redirect(_back(chosen))
    theirs = []
    if form.clashed:
        saved, _ = _saved_findings(chosen)
        theirs = saved_by_them(form, FindingsForm(data=vars(saved), formdata=None))
    return render_template(
        "reports/findings.html",
        form=form,
        heading=f"Findings of {month_name(chosen)}",
        back=_back(chosen),
        grades=_grades_of(chosen),
        theirs=theirs,
        preview=preview,
    ), _status(form)


def _back(month: Month) -> str:
    """The quarter of the scorecard that one came from."""
    scorecard_id = request.args.get("scorecard", type=int)
    if scorecard_id is None:
        return url_for(".index")
    return url_for(".quarter", scorecard_id=scorecard_id, period=Quarter.of(month.first_day).key)


def _grades_of(month: Month) -> presenters.Grades:
    """What the audits of the month came to, so that the words fit the figures."""
    choice = JudgementChoice(by=Grouping.SERVICE_AREA, last=month, periods=1)
    return presenters.grades_of(judgement_table(db.session, choice, current_scope()), month)


def _wants_preview() -> bool:
    return request.form.get("then") == "preview"


def _is_saved(form: OpenedForm, save: Callable[[], None], *, version_now: Callable[[], int]) -> bool:
    try:
        save()
    except InvalidInput as error:
        db.session.rollback()
        form.add_problems(error)
        return False
    except Conflict as error:
        form.clash(str(error), version=version_now())
        return False
    db.session.commit()
    return True


def _checked(form: OpenedForm, printed: Callable[[], Preview]) -> Preview:
    try:
        return printed()
    except InvalidInput as error:
        form.add_problems(error)
        return ()


def _as_printed(typed: Findings) -> Preview:
    found = clean_findings(typed)
    return tuple((heading, read_markdown(getattr(found, name))) for name, heading in PARTS)


def _newest(versions: Sequence[ReportText]) -> dict[str, Any]:
    """As the form shows it."""
    return {"opened": versions[0].number, "text": versions[0].text} if versions else {"opened": 0}


def _saved_findings(month: Month) -> tuple[Findings, int]:
    row = findings_rows(db.session, [month]).get(month)
    return findings_of(row), row.version if row else 0


def _status(form: OpenedForm) -> int:
    """A preview is sent too, and nothing is wrong with it."""
    return status_of(form) if form.errors or form.form_errors else 200
